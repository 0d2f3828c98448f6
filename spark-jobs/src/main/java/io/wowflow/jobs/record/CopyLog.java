package io.wowflow.jobs.record;

import io.wowflow.jobs.conf.Amount;
import io.wowflow.math.internal.Guard;
import io.wowflow.math.transport.CopyShare;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The copy share along a flow, as {@code copying.csv}: {@code
 * step,copy_share,band_low,band_high,held_sw2}. Numbers are written by {@link
 * Double#toString(double)}, NaN is an empty field, lines end in a line feed.
 *
 * <p>Not safe for use by several threads.
 */
public final class CopyLog {
  private static final String HEADER = "step,copy_share,band_low,band_high,held_sw2\n";

  private final int held;
  private final List<Row> rows = new ArrayList<>();
  private OptionalInt stop = OptionalInt.empty();

  /**
   * A log without rows.
   *
   * @param held number of held samples that the particles are compared with
   */
  public CopyLog(int held) {
    this.held = held;
  }

  /**
   * One row. All numbers are NaN where no sample is held.
   *
   * @param step k
   * @param share the part of the particles of X_k that are nearer to a seen than to a held sample
   * @param low lower end of the band of 95 % of the permuted shares
   * @param high upper end of the band
   * @param heldDistance SW_2 between the particles of X_k and the held samples of all classes, in
   *     the units of the flow
   */
  public record Row(int step, double share, double low, double high, double heldDistance) {}

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
   * The number of held samples.
   *
   * @return as given
   */
  public int held() {
    return held;
  }

  /**
   * Distinguishes shares that show something.
   *
   * @return false if fewer samples are held than a decision needs
   */
  public boolean isDecidable() {
    return held >= CopyShare.LEAST_HELD;
  }

  /** Marks the last row as the one that stopped the flow: the result is an earlier state. */
  public void markStop() {
    stop = OptionalInt.of(lastStep());
  }

  /**
   * The step at which the share stopped the flow.
   *
   * @return empty if it did not
   */
  public OptionalInt stop() {
    return stop;
  }

  /**
   * The share of a state.
   *
   * @param step the step of the state
   * @return the row of this step, or the last one before; empty without rows up to it
   */
  public Optional<Row> at(int step) {
    return rows.stream().filter(row -> row.step() <= step).reduce((before, after) -> after);
  }

  /**
   * The copy share of a state in words, such as {@code copy share 0.53 (0.50 is none; band 0.47 to
   * 0.54)}.
   *
   * @param step the step of the state
   * @return a line
   */
  public String text(int step) {
    if (!isDecidable()) {
      return "copy share not decidable: "
          + Amount.of(held, "held sample")
          + ", "
          + CopyShare.LEAST_HELD
          + " are needed";
    }
    return at(step)
        .map(
            row ->
                String.format(
                        Locale.ROOT,
                        "copy share %.2f (0.50 is none; band %.2f to %.2f)",
                        row.share(),
                        row.low(),
                        row.high())
                    + floor())
        .orElse("copy share not measured");
  }

  /** The share at the start, where it is above its band: the source has copies already. */
  private String floor() {
    Row first = rows.get(0);
    return first.share() > first.high()
        ? String.format(Locale.ROOT, "; its floor is %.2f, at step %d", first.share(), first.step())
        : "";
  }

  /**
   * The text of {@code copying.csv}.
   *
   * @return a header and one line per row
   */
  public String toCsv() {
    StringBuilder out = new StringBuilder(HEADER);
    for (Row row : rows) {
      out.append(row.step());
      for (double value : new double[] {row.share, row.low, row.high, row.heldDistance}) {
        out.append(',').append(Double.isNaN(value) ? "" : Double.toString(value));
      }
      out.append('\n');
    }
    return out.toString();
  }
}
