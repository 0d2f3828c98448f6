package io.wowflow.jobs.io.spread;

import io.wowflow.jobs.io.dataset.LabelKind;
import io.wowflow.jobs.io.rows.RowTable;
import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.spark.sql.Row;

/**
 * The first pass over an input: its labels with the number of rows of each, and the first row that
 * breaks each rule. It has a merge law: the census of an input does not depend on how its rows were
 * divided.
 */
public final class Census implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Map<String, Long> counts = new HashMap<>();
  private final TreeSet<String> sources = new TreeSet<>();
  private long rows;
  private boolean tooManyLabels;
  private String labelWithoutId;
  private Found missing;
  private Found fraction;
  private Found weight;

  /** An empty census. */
  public Census() {}

  /**
   * A row that breaks a rule.
   *
   * @param key its place in the canonical order
   * @param text the column that is null, or the label
   * @param number the weight
   */
  public record Found(long key, String text, double number) implements Serializable {
    static Found first(Found one, Found other) {
      if (one == null || other == null) {
        return one == null ? other : one;
      }
      return other.key < one.key ? other : one;
    }
  }

  /**
   * Adds a row.
   *
   * @param row key, label, weight if there is one, then the source class if there is one
   * @param weighted whether the third value is a weight
   * @param withOrigins whether the next value is the label of a source class, or null
   * @return this census
   */
  public Census add(Row row, boolean weighted, boolean withOrigins) {
    rows++;
    String label = row.isNullAt(1) ? null : row.getString(1);
    if (row.isNullAt(0)) {
      String named = String.valueOf(label);
      labelWithoutId =
          labelWithoutId == null || named.compareTo(labelWithoutId) < 0 ? named : labelWithoutId;
      return this;
    }
    long key = row.getLong(0);
    int required = weighted ? 3 : 2;
    for (int column = 1; column < required; column++) {
      if (row.isNullAt(column)) {
        missing = Found.first(missing, new Found(key, row.schema().fieldNames()[column], 0));
        return this;
      }
    }
    count(label, 1);
    if (LabelKind.of(List.of(label)) != LabelKind.INTEGER) {
      fraction = Found.first(fraction, new Found(key, label, 0));
    }
    if (weighted && RowTable.badWeight(row.getDouble(2)).isPresent()) {
      weight = Found.first(weight, new Found(key, "", row.getDouble(2)));
    }
    if (withOrigins && !row.isNullAt(required)) {
      sources.add(row.getString(required));
    }
    return this;
  }

  private void count(String label, long more) {
    if (!tooManyLabels) {
      counts.merge(label, more, Long::sum);
      tooManyLabels = counts.size() > RowTable.MOST_LABELS;
    }
  }

  /**
   * Adds the census of other rows.
   *
   * @param other not used again
   * @return this census
   */
  public Census with(Census other) {
    other.counts.forEach(this::count);
    tooManyLabels |= other.tooManyLabels;
    sources.addAll(other.sources);
    rows += other.rows;
    if (other.labelWithoutId != null
        && (labelWithoutId == null || other.labelWithoutId.compareTo(labelWithoutId) < 0)) {
      labelWithoutId = other.labelWithoutId;
    }
    missing = Found.first(missing, other.missing);
    fraction = Found.first(fraction, other.fraction);
    weight = Found.first(weight, other.weight);
    return this;
  }

  /**
   * The number of rows.
   *
   * @return all rows, also those that break a rule
   */
  public long rows() {
    return rows;
  }

  /**
   * The labels and the number of rows that have each.
   *
   * @return without rows that have no key, no label or no weight
   */
  public Map<String, Long> counts() {
    return counts;
  }

  /**
   * The labels of source classes.
   *
   * @return in the order of text
   */
  public List<String> sources() {
    return List.copyOf(sources);
  }

  /**
   * Whether there are more labels than a dataset has classes at most.
   *
   * @return true if some labels were not counted
   */
  public boolean hasTooManyLabels() {
    return tooManyLabels;
  }

  /**
   * The label of a row without a key.
   *
   * @return empty if all rows have one
   */
  public Optional<String> labelWithoutId() {
    return Optional.ofNullable(labelWithoutId);
  }

  /**
   * The first row without a label or without a weight, and the name of that column.
   *
   * @return empty if there is none
   */
  public Optional<Found> missing() {
    return Optional.ofNullable(missing);
  }

  /**
   * The first row whose label is not written like an integer.
   *
   * @return empty if all are
   */
  public Optional<Found> notInteger() {
    return Optional.ofNullable(fraction);
  }

  /**
   * The first row with a weight that cannot be used.
   *
   * @return empty if there is none
   */
  public Optional<Found> badWeight() {
    return Optional.ofNullable(weight);
  }
}
