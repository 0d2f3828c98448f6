package io.wowflow.jobs.record;

import io.wowflow.math.internal.Guard;
import java.util.ArrayList;
import java.util.List;

/**
 * The accuracy of classifiers along a flow, as {@code accuracy.csv}: {@code
 * step,accuracy,nearest_of_flowed,nearest_of_unseen,accuracy_deviation}. Numbers are written by
 * {@link Double#toString(double)}, lines end in a line feed.
 *
 * <p>Not safe for use by several threads.
 */
public final class AccuracyLog {
  private static final String HEADER =
      "step,accuracy,nearest_of_flowed,nearest_of_unseen,accuracy_deviation\n";

  private final List<Row> rows = new ArrayList<>();

  /** A log without rows. */
  public AccuracyLog() {}

  /**
   * Removes the rows of later steps.
   *
   * @param step the last step that stays
   */
  public void cutAfter(int step) {
    rows.removeIf(row -> row.step() > step);
  }

  /**
   * One row.
   *
   * @param step k
   * @param accuracy the part of the particles of X_k that a classifier gives the label of their
   *     matched class, in [0, 1]; the mean where there are several classifiers
   * @param nearestOfFlowed median distance of particles of X_k to the nearest target sample
   * @param nearestOfUnseen the same of samples of the target that the flow does not see; NaN where
   *     there are none
   * @param accuracyDeviation standard deviation of the classifiers' accuracies (of the sample); NaN
   *     for a single one
   */
  public record Row(
      int step,
      double accuracy,
      double nearestOfFlowed,
      double nearestOfUnseen,
      double accuracyDeviation) {}

  /**
   * Appends a row.
   *
   * @param row the row
   * @throws IllegalArgumentException if its step is not after the last row's
   */
  public void add(Row row) {
    Guard.that(row.step() > lastStep(), row.step() + " cannot follow step " + lastStep());
    rows.add(row);
  }

  /**
   * The step of the last row.
   *
   * @return -1 without rows
   */
  public int lastStep() {
    return rows.isEmpty() ? -1 : rows.get(rows.size() - 1).step();
  }

  /**
   * The rows, by step.
   *
   * @return an unmodifiable copy
   */
  public List<Row> rows() {
    return List.copyOf(rows);
  }

  /**
   * The text of {@code accuracy.csv}.
   *
   * @return a header and one line per row; NaN is an empty field
   */
  public String toCsv() {
    StringBuilder out = new StringBuilder(HEADER);
    for (Row row : rows) {
      out.append(row.step()).append(',').append(row.accuracy());
      out.append(',').append(row.nearestOfFlowed());
      out.append(',').append(field(row.nearestOfUnseen()));
      out.append(',').append(field(row.accuracyDeviation())).append('\n');
    }
    return out.toString();
  }

  private static String field(double value) {
    return Double.isNaN(value) ? "" : Double.toString(value);
  }
}
