package io.wowflow.jobs.io.rows;

import io.wowflow.jobs.conf.Amount;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.io.dataset.Units;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Which rows of an input are kept, and as which sample of which class. */
public final class RowPlan {
  private static final int LEFT_OUT = -1;

  private final RowTable rows;
  private final List<String> labels;
  private final int[] classOfCode;
  private final int[] sampleOfRow;
  private final int[] sizes;
  private final ReadOptions options;

  private RowPlan(
      RowTable rows,
      List<String> labels,
      int[] classOfCode,
      int[] sampleOfRow,
      int[] sizes,
      ReadOptions options) {
    this.rows = rows;
    this.options = options;
    this.labels = labels;
    this.classOfCode = classOfCode;
    this.sampleOfRow = sampleOfRow;
    this.sizes = sizes;
  }

  /** Puts the classes in the order of their labels and draws from them what the options ask for. */
  public static RowPlan of(RowTable rows, ReadOptions options) {
    int[] order = rows.codesInLabelOrder();
    int[] classOfCode = new int[order.length];
    List<String> labels = new ArrayList<>(order.length);
    for (int c = 0; c < order.length; c++) {
      classOfCode[order[c]] = c;
      labels.add(rows.labels().get(order[c]));
    }
    int[] counts = new int[order.length];
    int[] sampleOfRow = new int[rows.size()];
    for (int row = 0; row < sampleOfRow.length; row++) {
      sampleOfRow[row] = counts[classOfCode[rows.code(row)]]++;
    }
    RowPlan all = new RowPlan(rows, labels, classOfCode, sampleOfRow, counts, options);
    return options.samplesPerClass().isEmpty()
        ? all
        : all.draw(options.seed(), options.samplesPerClass().getAsInt());
  }

  private RowPlan draw(long seed, int count) {
    List<int[]> drawn = new ArrayList<>(sizes.length);
    for (int c = 0; c < sizes.length; c++) {
      if (sizes[c] < count) {
        throw tooFew(
            rows.where(), labels.get(c), sizes[c], count, Arrays.stream(sizes).min().orElse(0));
      }
      drawn.add(SampleDraw.draw(seed, labels.get(c), sizes[c], count));
    }
    int[] taken = new int[sizes.length];
    int[] kept = new int[sampleOfRow.length];
    for (int row = 0; row < kept.length; row++) {
      int c = classOf(row);
      boolean keep = taken[c] < count && drawn.get(c)[taken[c]] == sampleOfRow[row];
      kept[row] = keep ? taken[c]++ : LEFT_OUT;
    }
    int[] drawnSizes = new int[sizes.length];
    Arrays.fill(drawnSizes, count);
    return new RowPlan(rows, labels, classOfCode, kept, drawnSizes, options);
  }

  /**
   * The refusal of a draw.
   *
   * @param where the input's name
   * @param label of the class
   * @param size the number of its samples
   * @param count how many are to be drawn
   * @param most how many can be drawn of every class
   */
  public static JobException tooFew(String where, String label, int size, int count, int most) {
    return JobException.input(
        String.format(
            Locale.ROOT,
            "%s: class '%s' has %s, but %d are to be drawn: draw at most %d per class",
            where,
            label,
            Amount.of(size, "sample"),
            count,
            most));
  }

  public RowTable rows() {
    return rows;
  }

  public int classCount() {
    return sizes.length;
  }

  /** Where the kept samples go. */
  SamplePlace place() {
    return options.place();
  }

  /** The units of the kept samples. */
  Units units() {
    return options.units();
  }

  String label(int c) {
    return labels.get(c);
  }

  int size(int c) {
    return sizes[c];
  }

  public boolean keeps(int row) {
    return sampleOfRow[row] != LEFT_OUT;
  }

  int classOf(int row) {
    return classOfCode[rows.code(row)];
  }

  int sampleOf(int row) {
    return sampleOfRow[row];
  }

  /** Number of rows kept. */
  public int keptCount() {
    return Arrays.stream(sizes).sum();
  }
}
