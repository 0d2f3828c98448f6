package io.wowflow.jobs.io.rows;

import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.io.dataset.LabelKind;
import io.wowflow.jobs.io.dataset.ReadReport;
import io.wowflow.jobs.io.dataset.SampleOrigins;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * The labels, weights, ids and origins of the rows of an input, in canonical order. It is read
 * before the features, so that only the rows that are drawn need room.
 */
public final class RowTable {
  /** The most rows that one process can index. */
  public static final int MOST_ROWS = Integer.MAX_VALUE - 8;

  /** The most classes of a dataset. */
  public static final int MOST_LABELS = 1_000_000;

  // The code of its label, and its place in its class.
  private static final long BYTES_OF_ROW = 2L * Integer.BYTES;

  private final String where;
  private final LabelKind kind;
  private final IntFunction<String> rowName;
  private final int[] codes;
  private final Map<String, Integer> codeOfLabel = new HashMap<>();
  private final List<String> labels = new ArrayList<>();
  private double[] weights;
  private long[] ids;
  private Origins origins;

  /** The origin of each row; a code of -1 for a row that was not flowed. */
  private record Origins(
      LabelKind kind, Map<String, Integer> codeOfClass, int[] codes, long[] ids) {}

  /**
   * A table without labels yet; every row needs one.
   *
   * @param where the input's name in messages
   * @param kind the type of its labels
   * @param rows number of rows
   * @param rowName names a row in messages
   */
  public RowTable(String where, LabelKind kind, int rows, IntFunction<String> rowName) {
    if (rows == 0) {
      throw noSamples(where);
    }
    long bytes = rows * BYTES_OF_ROW;
    if (bytes > Runtime.getRuntime().maxMemory()) {
      throw JobException.usage(
          where
              + ": its "
              + rows
              + " rows need "
              + (bytes >> 20)
              + " MB only for their labels, the process has "
              + (Runtime.getRuntime().maxMemory() >> 20)
              + " MB; give the driver more memory");
    }
    this.where = where;
    this.kind = kind;
    this.rowName = rowName;
    this.codes = new int[rows];
  }

  /**
   * Sets the label of a row.
   *
   * @param row its place in the canonical order
   * @param label the label as text
   * @throws JobException (input) if there are more than {@link #MOST_LABELS} labels
   */
  public void label(int row, String label) {
    Integer code = codeOfLabel.get(label);
    if (code == null) {
      code = labels.size();
      if (code == MOST_LABELS) {
        throw tooManyLabels(where);
      }
      codeOfLabel.put(label, code);
      labels.add(label);
    }
    codes[row] = code;
  }

  /**
   * Sets the weight of a row; once one row has a weight, every row needs one.
   *
   * @param row its place in the canonical order
   * @param weight a positive number in the range of a 32-bit float, relative to its class
   * @throws JobException (input) for any other number
   */
  public void weight(int row, double weight) {
    badWeight(weight)
        .ifPresent(
            refused -> {
              throw invalid(row, refused.get(0), refused.get(1));
            });
    if (weights == null) {
      weights = new double[codes.length];
    }
    weights[row] = weight;
  }

  /**
   * Makes room for the origin of every row.
   *
   * @param sourceKind the type of the labels of the source classes
   */
  public void hasOrigins(LabelKind sourceKind) {
    origins =
        new Origins(
            sourceKind, new LinkedHashMap<>(), new int[codes.length], new long[codes.length]);
    Arrays.fill(origins.codes, -1);
  }

  /**
   * Sets the origin of a row, after {@link #hasOrigins}.
   *
   * @param row its place in the canonical order
   * @param sourceClass the label of its source class, or null if it was not flowed
   * @param id its id in the dataset that it comes from
   */
  public void origin(int row, String sourceClass, long id) {
    origins.ids[row] = id;
    if (sourceClass != null) {
      Integer code = origins.codeOfClass.get(sourceClass);
      if (code == null) {
        code = origins.codeOfClass.size();
        origins.codeOfClass.put(sourceClass, code);
      }
      origins.codes[row] = code;
    }
  }

  /** The origins of the rows that a plan keeps, where they are known. */
  Optional<SampleOrigins> origins(RowPlan plan) {
    if (origins == null) {
      return Optional.empty();
    }
    List<int[]> classOf = new ArrayList<>();
    List<long[]> idOf = new ArrayList<>();
    for (int c = 0; c < plan.classCount(); c++) {
      classOf.add(new int[plan.size(c)]);
      idOf.add(new long[plan.size(c)]);
    }
    for (int row = 0; row < codes.length; row++) {
      if (plan.keeps(row)) {
        classOf.get(plan.classOf(row))[plan.sampleOf(row)] = origins.codes[row];
        idOf.get(plan.classOf(row))[plan.sampleOf(row)] = origins.ids[row];
      }
    }
    return Optional.of(
        new SampleOrigins(origins.kind, List.copyOf(origins.codeOfClass.keySet()), classOf, idOf));
  }

  /**
   * Sets the ids of all rows; without them the id of a row is its place.
   *
   * @param idOfRow in canonical order, not copied
   */
  public void ids(long[] idOfRow) {
    ids = idOfRow;
  }

  /** The refusal of an input with more than {@link #MOST_LABELS} labels. */
  public static JobException tooManyLabels(String where) {
    return notClasses(where, "more than " + MOST_LABELS + " distinct labels");
  }

  private static JobException notClasses(String where, String found) {
    return JobException.input(
        where + " has " + found + ": is the label column an id? Labels are classes of samples");
  }

  /**
   * The refusal of a row.
   *
   * @param row its place in the canonical order
   * @param found the value that is refused
   * @param remedy for the user
   * @return (input), naming input and row
   */
  public JobException invalid(int row, String found, String remedy) {
    return invalid(where, rowName.apply(row), found, remedy);
  }

  /**
   * The refusal of a row.
   *
   * @param where the input's name
   * @param row the row's name
   * @param found the value that is refused
   * @param remedy for the user
   * @return (input), naming input and row
   */
  public static JobException invalid(String where, String row, String found, String remedy) {
    return JobException.input(where + ", " + row + ": " + found + "; " + remedy);
  }

  /**
   * The refusal of an input without rows.
   *
   * @param where the input's name
   * @return (input)
   */
  public static JobException noSamples(String where) {
    return JobException.input(where + " holds no samples; a dataset needs at least one");
  }

  /** The value of a weight that is refused, and the remedy; empty if it can be used. */
  public static Optional<List<String>> badWeight(double weight) {
    // In the range of a float, so that no sum of weights overflows and no quotient vanishes.
    float inRange = (float) weight;
    return inRange > 0 && !Float.isInfinite(inRange)
        ? Optional.empty()
        : Optional.of(
            List.of(
                "weight " + weight,
                "weights are positive numbers in the range of a 32-bit float; leave the sample"
                    + " out"));
  }

  /**
   * The labels of an input in the order of its classes.
   *
   * @param kind their type
   * @param labels each once
   * @return integers by value, text by {@link String#compareTo}
   */
  public static List<String> inOrder(LabelKind kind, Collection<String> labels) {
    Comparator<String> order =
        kind == LabelKind.INTEGER
            ? Comparator.comparingLong(Long::parseLong)
            : Comparator.naturalOrder();
    return labels.stream().sorted(order).toList();
  }

  /**
   * The number of rows.
   *
   * @return at least 1
   */
  public int size() {
    return codes.length;
  }

  /**
   * A report with the notice that all rows have one label, if they have.
   *
   * @param report what was read
   * @param place where the label comes from, such as {@code array 'y'}
   * @return the same report where there are several labels
   */
  public ReadReport noticed(ReadReport report, String place) {
    return labels.size() == 1
        ? report.withNotice(
            "all samples have the label '" + KnownNames.shortened(labels.get(0)) + "' of " + place)
        : report;
  }

  String where() {
    return where;
  }

  LabelKind kind() {
    return kind;
  }

  int code(int row) {
    return codes[row];
  }

  List<String> labels() {
    return labels;
  }

  long id(int row) {
    return ids == null ? row : ids[row];
  }

  boolean isWeighted() {
    return weights != null;
  }

  /**
   * The weight of a row.
   *
   * @param row its place in the canonical order
   * @return the weight that was set
   */
  public double weight(int row) {
    return weights[row];
  }

  /** The codes of the labels in the order of the labels. */
  int[] codesInLabelOrder() {
    List<Integer> order = new ArrayList<>(labels.size());
    for (int code = 0; code < labels.size(); code++) {
      order.add(code);
    }
    order.sort(
        kind == LabelKind.INTEGER
            ? Comparator.comparingLong(code -> Long.parseLong(labels.get(code)))
            : Comparator.comparing(labels::get));
    return order.stream().mapToInt(Integer::intValue).toArray();
  }
}
