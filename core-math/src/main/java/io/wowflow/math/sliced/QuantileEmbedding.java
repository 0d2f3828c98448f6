package io.wowflow.math.sliced;

import io.wowflow.math.array.Guard;
import io.wowflow.math.data.LabelledClass;
import java.util.Arrays;

/**
 * The quantile embedding of a sorted slice and its adjoint. Q cells of width 1/Q; {@code phi[q] =
 * sum_i A[q, i] x_(i)} with {@code A[q, i] = Q * length(cell q intersected with the share of the
 * i-th smallest sample)}: cell averages of the quantile function, never interpolated percentiles.
 * With Q = n and uniform weights phi is the sorted slice itself.
 *
 * <p>The adjoint is {@code u_i = 1 / (Q w_i) sum_q A[q, rank(i)] m[q]}, what turns a gradient in
 * quantile space into the Wasserstein gradient at the samples.
 */
final class QuantileEmbedding {
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
    Guard.positive("quantile levels", levels);
    return new QuantileEmbedding(c.size(), levels, c.isUniform() ? null : c.weights());
  }

  /**
   * Embeds a slice.
   *
   * @param sorted the slice, ascending, at {@code from}; not modified
   * @param from where the slice begins
   * @param order which sample has each rank, from {@code orderFrom}; read only with weights
   * @param orderFrom where the ranks begin
   * @param out modified: Q values from {@code at}
   * @param at where the embedding begins
   */
  void embed(float[] sorted, int from, int[] order, int orderFrom, float[] out, int at) {
    if (weights == null && size == levels) {
      System.arraycopy(sorted, from, out, at, size);
      return;
    }
    if (weights == null) {
      embedUniform(sorted, from, out, at);
      return;
    }
    Shares shares = new Shares(order, orderFrom);
    for (int q = 0; q < levels; q++) {
      double sum = 0;
      double end = (q + 1.0) / levels;
      do {
        sum += shares.advance(end) * sorted[from + shares.rank];
      } while (shares.next(end));
      out[at + q] = (float) (sum * levels);
    }
  }

  /** Integer arithmetic in units of 1 / (n Q), so that equal shares stay equal. */
  private void embedUniform(float[] sorted, int from, float[] out, int at) {
    int rank = 0;
    long left = levels;
    for (int q = 0; q < levels; q++) {
      long room = size;
      double sum = 0;
      while (room > 0) {
        long share = Math.min(room, left);
        sum += share * (double) sorted[from + rank];
        room -= share;
        left -= share;
        if (left == 0) {
          rank++;
          left = levels;
        }
      }
      out[at + q] = (float) (sum / size);
    }
  }

  /**
   * The adjoint, scattered to the samples.
   *
   * @param mixed Q values from {@code at}, not modified
   * @param at where they begin
   * @param order which sample has each rank, n values from {@code from}
   * @param from where the ranks begin
   * @param out modified: {@code out[to + i]} for each sample i
   * @param to where the samples begin
   */
  void adjoint(float[] mixed, int at, int[] order, int from, float[] out, int to) {
    if (weights == null && size == levels) {
      for (int r = 0; r < size; r++) {
        out[to + order[from + r]] = mixed[at + r];
      }
      return;
    }
    if (weights == null) {
      adjointUniform(mixed, at, order, from, out, to);
      return;
    }
    // A share that rounding left empty gets no gradient, not what the scratch array held.
    Arrays.fill(out, to, to + size, 0f);
    Shares shares = new Shares(order, from);
    double sum = 0;
    for (int q = 0; q < levels; q++) {
      double end = (q + 1.0) / levels;
      boolean more;
      do {
        sum += shares.advance(end) * mixed[at + q];
        int sample = order[from + shares.rank];
        more = shares.next(end);
        out[to + sample] = (float) (sum / weights[sample]);
        if (shares.freshRank) {
          sum = 0;
        }
      } while (more);
    }
  }

  private void adjointUniform(float[] mixed, int at, int[] order, int from, float[] out, int to) {
    int q = 0;
    long left = size;
    for (int r = 0; r < size; r++) {
      long room = levels;
      double sum = 0;
      while (room > 0) {
        long share = Math.min(room, left);
        sum += share * (double) mixed[at + q];
        room -= share;
        left -= share;
        if (left == 0) {
          q++;
          left = size;
        }
      }
      out[to + order[from + r]] = (float) (sum / levels);
    }
  }

  /** Walks the shares of weighted samples in sorted order, cut at the ends of the cells. */
  private final class Shares {
    private final int[] order;
    private final int from;
    private int rank;
    private double position;
    private double shareEnd;
    private boolean freshRank;

    Shares(int[] order, int from) {
      this.order = order;
      this.from = from;
      this.shareEnd = weights[order[from]];
    }

    /** Moves to the end of the share or of the cell, whichever comes first; returns the length. */
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

    /** Steps to the next sample when its share is used up; says whether the cell has room left. */
    boolean next(double cellEnd) {
      freshRank = false;
      if (rank < size - 1 && position >= shareEnd) {
        rank++;
        shareEnd += weights[order[from + rank]];
        freshRank = true;
      }
      return position < cellEnd;
    }
  }
}
