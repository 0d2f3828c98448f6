package io.wowflow.math.sliced;

import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.internal.Guard;
import io.wowflow.math.internal.Workspace;
import java.util.Arrays;

/**
 * The quantile embedding of sorted slices and its adjoint, for the {@link Panels#LEAF_DIRECTIONS}
 * slices of a leaf. Q cells of width 1/Q; {@code phi[q] = sum_i A[q, i] x_(i)} with {@code A[q, i]
 * = Q * length(cell q intersected with the share of the i-th smallest sample)}: cell averages of
 * the quantile function, never interpolated percentiles. With Q = n and uniform weights phi is the
 * sorted slice itself; with n = 1 every quantile is the one projection.
 *
 * <p>The adjoint is {@code u_i = 1 / (Q w_i) sum_q A[q, rank(i)] m[q]}: it maps a gradient in
 * quantile space to the Wasserstein gradient at the samples.
 */
final class QuantileEmbedding {
  private static final int SLICES = Panels.LEAF_DIRECTIONS;

  private final int size;
  private final int levels;
  private final double[] weights;

  private QuantileEmbedding(int size, int levels, double[] weights) {
    this.size = size;
    this.levels = levels;
    this.weights = weights;
  }

  /** The embedding of a class's slices into {@code levels} cells. */
  static QuantileEmbedding of(LabelledClass c, int levels) {
    return of(c.size(), c.isUniform() ? null : c.weights(), levels);
  }

  /** The embedding of a class of a size and weights; weights are null when they are all equal. */
  static QuantileEmbedding of(int size, double[] weights, int levels) {
    Guard.positive("quantile levels", levels);
    Guard.length("the quantiles of a class, levels x directions of a leaf", levels, SLICES);
    return new QuantileEmbedding(size, levels, weights);
  }

  /** Tests whether {@link #embed} reads the order. */
  boolean needsOrder() {
    return weights != null;
  }

  /**
   * Embeds a block of slices.
   *
   * @param sorted n x 32 from {@code from}, each column ascending, not modified
   * @param from index of the first value of the block
   * @param order n x 32: the sample of each rank; read only with weights
   * @param out modified: Q x 32 from {@code at}
   * @param at index of the first quantile
   */
  void embed(float[] sorted, int from, int[] order, float[] out, int at) {
    if (weights == null) {
      average(sorted, from, size, out, at, levels);
      return;
    }
    for (int l = 0; l < SLICES; l++) {
      embedWeighted(sorted, from + l, new Shares(order, l), out, at + l);
    }
  }

  private void embedWeighted(float[] sorted, int from, Shares shares, float[] out, int at) {
    for (int q = 0; q < levels; q++) {
      double sum = 0;
      double end = (q + 1.0) / levels;
      do {
        sum += shares.advance(end) * sorted[from + shares.rank * SLICES];
      } while (shares.next(end));
      out[at + q * SLICES] = (float) (sum * levels);
    }
  }

  /**
   * The adjoint, scattered to the samples.
   *
   * @param mixed Q x 32 from {@code at}, not modified
   * @param at index of the first quantile
   * @param order n x 32: the sample of each rank
   * @param out modified: n x 32 from {@code to}, by sample
   * @param to index of the first value
   * @param work scratch
   */
  void adjoint(float[] mixed, int at, int[] order, float[] out, int to, Workspace work) {
    if (weights != null) {
      for (int l = 0; l < SLICES; l++) {
        adjointWeighted(mixed, at + l, new Shares(order, l), out, to + l);
      }
      return;
    }
    float[] byRank = mixed;
    int from = at;
    if (size != levels) {
      byRank = work.floats(Workspace.Use.RANKS, size * SLICES);
      from = 0;
      average(mixed, at, levels, byRank, 0, size);
    }
    for (int r = 0; r < size * SLICES; r += SLICES) {
      for (int l = 0; l < SLICES; l++) {
        out[to + order[r + l] * SLICES + l] = byRank[from + r + l];
      }
    }
  }

  private void adjointWeighted(float[] mixed, int at, Shares shares, float[] out, int to) {
    // A share that rounding left empty gets no gradient, not what the scratch array held.
    for (int i = 0; i < size; i++) {
      out[to + i * SLICES] = 0;
    }
    double sum = 0;
    for (int q = 0; q < levels; q++) {
      double end = (q + 1.0) / levels;
      boolean more;
      do {
        sum += shares.advance(end) * mixed[at + q * SLICES];
        int sample = shares.sample();
        more = shares.next(end);
        out[to + sample * SLICES] = (float) (sum / weights[sample]);
        if (shares.freshRank) {
          sum = 0;
        }
      } while (more);
    }
  }

  /**
   * Averages of equal cells over a step function of equal steps, from uniform samples to levels and
   * back. Integer arithmetic in units of 1 / (inputs * outputs), so that equal shares stay equal.
   */
  private static void average(float[] in, int from, int inputs, float[] out, int to, int outputs) {
    if (inputs == outputs) {
      System.arraycopy(in, from, out, to, inputs * SLICES);
      return;
    }
    double[] sums = new double[SLICES];
    int input = 0;
    long left = outputs;
    for (int o = 0; o < outputs; o++) {
      Arrays.fill(sums, 0);
      long room = inputs;
      while (room > 0) {
        long share = Math.min(room, left);
        for (int l = 0; l < SLICES; l++) {
          sums[l] += share * (double) in[from + input * SLICES + l];
        }
        room -= share;
        left -= share;
        if (left == 0) {
          input++;
          left = outputs;
        }
      }
      for (int l = 0; l < SLICES; l++) {
        out[to + o * SLICES + l] = (float) (sums[l] / inputs);
      }
    }
  }

  /**
   * Walks the shares of weighted samples in sorted order on one slice, cut at the ends of the
   * cells.
   */
  private final class Shares {
    private final int[] order;
    private final int slice;
    private int rank;
    private double position;
    private double shareEnd;
    private boolean freshRank;

    Shares(int[] order, int slice) {
      this.order = order;
      this.slice = slice;
      this.shareEnd = weights[order[slice]];
    }

    int sample() {
      return order[rank * SLICES + slice];
    }

    /** Moves to the end of the share or of the cell, whichever is nearer; returns the length. */
    double advance(double cellEnd) {
      double to = Math.min(shareEnd, cellEnd);
      // Cumulated weights may miss 1 by rounding: the last sample reaches to the end.
      if (rank == size - 1) {
        to = cellEnd;
      }
      double length = Math.max(0, to - position);
      position = Math.max(position, to);
      return length;
    }

    /**
     * Steps to the next sample when the share is used up; returns true if the cell has room left.
     */
    boolean next(double cellEnd) {
      freshRank = false;
      if (rank < size - 1 && position >= shareEnd) {
        rank++;
        shareEnd += weights[sample()];
        freshRank = true;
      }
      return position < cellEnd;
    }
  }
}
