package io.wowflow.math.transport;

import io.wowflow.math.array.DoubleMatrix;
import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.data.LabelledDataset;
import io.wowflow.math.internal.Guard;
import io.wowflow.math.internal.WorkPool;
import java.util.concurrent.CancellationException;

/**
 * The exact squared 2-Wasserstein distance between classes, {@code W_2^2(mu, nu) = min over plans P
 * of sum_ij P_ij |x_i - y_j|^2}, with the sample weights as marginals.
 */
public final class Wasserstein {
  private Wasserstein() {}

  /**
   * Computes {@code W_2^2(mu, nu)}. Costs are computed in double from the stored floats, by direct
   * differences, so a class is at distance exactly 0 from itself. Between uniform classes of one
   * size n this is the optimal assignment's cost divided by n; for n = 1 it is {@code |x - y|^2}.
   *
   * @param mu n samples in R^d
   * @param nu n' samples in R^d
   * @return the squared distance, in squared units of the samples, at least 0
   * @throws IllegalArgumentException if the dimensions differ, {@code n n'} exceeds the largest
   *     array or a sample that is read on demand is NaN or infinite
   * @throws CancellationException if the calling thread is interrupted
   */
  public static double squared(LabelledClass mu, LabelledClass nu) {
    Guard.size("dimension of " + nu, mu.dimension(), nu.dimension());
    Guard.that(
        (long) mu.size() * nu.size() <= Integer.MAX_VALUE - 8,
        "exact transport between "
            + mu
            + " and "
            + nu
            + " needs too large a matrix of costs: draw fewer samples or use the sliced distance");
    DoubleMatrix cost = squaredDistances(mu, nu);
    // Transport even for an assignment problem: on distances between samples the network simplex
    // needs a fraction of the time of augmenting paths, and finds the same optimum.
    return OptimalTransport.solveUnlessInterrupted(mu.weights(), nu.weights(), cost).cost();
  }

  /**
   * Computes all {@code W_2^2} between the classes of two datasets. The result does not depend on
   * the number of threads. Each thread holds the costs of one pair, n x n' doubles.
   *
   * @param source C classes in R^d
   * @param target C' classes in R^d
   * @param threads number of pairs that are computed at the same time, at least 1
   * @return C x C', rows for source classes
   * @throws IllegalArgumentException if {@code threads < 1} or {@link #squared} refuses a pair
   * @throws CancellationException if the calling thread is interrupted
   */
  public static DoubleMatrix squaredBetween(
      LabelledDataset source, LabelledDataset target, int threads) {
    Guard.positive("threads", threads);
    Guard.size("dimension of the target", source.dimension(), target.dimension());
    DoubleMatrix out = DoubleMatrix.zeros(source.classCount(), target.classCount());
    int pairs = out.values().length;
    try (WorkPool pool = new WorkPool(Math.min(threads, pairs))) {
      pool.run(
          pairs,
          (pair, work) -> {
            LabelledClass mu = source.get(pair / out.columns());
            LabelledClass nu = target.get(pair % out.columns());
            out.values()[pair] = squared(mu, nu);
          });
    }
    return out;
  }

  /** {@code |x_i - y_j|^2} between the samples of two classes of one dimension. */
  static DoubleMatrix squaredDistances(LabelledClass mu, LabelledClass nu) {
    return squaredDistances(widened(mu.samples()), widened(nu.samples()), mu.dimension());
  }

  /**
   * {@code |x_i - y_j|^2} by direct differences.
   *
   * @param x n x d, row-major, not modified
   * @param y n' x d, row-major, not modified
   * @param dimension d, at least 1
   * @return n x n'
   */
  static DoubleMatrix squaredDistances(double[] x, double[] y, int dimension) {
    DoubleMatrix out = DoubleMatrix.zeros(x.length / dimension, y.length / dimension);
    for (int i = 0; i < out.rows(); i++) {
      for (int j = 0; j < out.columns(); j++) {
        out.set(i, j, squaredDistance(x, i * dimension, y, j * dimension, dimension));
      }
    }
    return out;
  }

  // Four partial sums, because a single one would wait for each addition.
  private static double squaredDistance(double[] x, int xStart, double[] y, int yStart, int d) {
    double sum0 = 0;
    double sum1 = 0;
    double sum2 = 0;
    double sum3 = 0;
    int t = 0;
    for (; t + 3 < d; t += 4) {
      double difference0 = x[xStart + t] - y[yStart + t];
      double difference1 = x[xStart + t + 1] - y[yStart + t + 1];
      double difference2 = x[xStart + t + 2] - y[yStart + t + 2];
      double difference3 = x[xStart + t + 3] - y[yStart + t + 3];
      sum0 += difference0 * difference0;
      sum1 += difference1 * difference1;
      sum2 += difference2 * difference2;
      sum3 += difference3 * difference3;
    }
    for (; t < d; t++) {
      double difference = x[xStart + t] - y[yStart + t];
      sum0 += difference * difference;
    }
    return (sum0 + sum1) + (sum2 + sum3);
  }

  private static double[] widened(FloatMatrix samples) {
    double[] out = new double[samples.values().length];
    for (int e = 0; e < out.length; e++) {
      out[e] = samples.values()[e];
    }
    return out;
  }
}
