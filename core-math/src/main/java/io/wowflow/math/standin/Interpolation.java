package io.wowflow.math.standin;

import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.internal.Guard;
import io.wowflow.math.random.CounterRandom;
import java.util.Arrays;
import java.util.function.IntFunction;

/**
 * Points between neighbours of one class, the baseline SMOTE: Chawla, Bowyer, Hall, Kegelmeyer,
 * "SMOTE: synthetic minority over-sampling technique", JAIR 16 (2002), section 4.2:
 *
 * <pre>
 * x + u (x' - x)
 * </pre>
 *
 * with x a sample of the class drawn by its weight, x' one of its k nearest other samples, all
 * equally likely, and u uniform in [0, 1). k is 5, or n - 1 where the class of n samples has fewer
 * others. Equal distances are ordered by position.
 *
 * <p>Immutable; safe for use by several threads.
 */
public final class Interpolation {
  /** The neighbours of the original. */
  public static final int NEIGHBOURS = 5;

  private final int d;
  private final float[] samples;
  private final double[] cumulated;
  private final int k;

  /** Positions of the k nearest of each sample, the nearest first. */
  private final int[] nearest;

  private Interpolation(LabelledClass samples) {
    int n = samples.size();
    d = samples.dimension();
    this.samples = samples.samples().values();
    k = Math.min(NEIGHBOURS, n - 1);
    cumulated = new double[n];
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += samples.weight(i);
      cumulated[i] = sum;
    }
    nearest = new int[Guard.length("the neighbours", n, k)];
    for (int i = 0; i < n; i++) {
      findNearest(i, n);
    }
  }

  /**
   * Finds the neighbours of every sample of a class, in time O(n^2 d).
   *
   * @param samples n x d, at least two samples
   * @return the points between them
   * @throws IllegalArgumentException if there is one sample only
   */
  public static Interpolation of(LabelledClass samples) {
    Guard.that(samples.size() > 1, "one sample has no neighbours");
    return new Interpolation(samples);
  }

  private void findNearest(int i, int n) {
    double[] distances = new double[k];
    Arrays.fill(distances, Double.POSITIVE_INFINITY);
    int found = 0;
    for (int other = 0; other < n; other++) {
      if (other != i) {
        double distance = squaredDistance(i, other);
        int at = Math.min(found, k);
        while (at > 0 && distances[at - 1] > distance) {
          at--;
        }
        if (at < k) {
          System.arraycopy(distances, at, distances, at + 1, k - at - 1);
          System.arraycopy(nearest, i * k + at, nearest, i * k + at + 1, k - at - 1);
          distances[at] = distance;
          nearest[i * k + at] = other;
          found++;
        }
      }
    }
  }

  private double squaredDistance(int i, int other) {
    double sum = 0;
    for (int j = 0; j < d; j++) {
      double difference = (double) samples[i * d + j] - samples[other * d + j];
      sum += difference * difference;
    }
    return sum;
  }

  /**
   * Draws points.
   *
   * @param count number of points, at least 1
   * @param randoms the sequence of each point by its position
   * @return count x d
   */
  public FloatMatrix draw(int count, IntFunction<CounterRandom> randoms) {
    Guard.positive("count", count);
    float[] values = new float[Guard.length("the points", count, d)];
    for (int row = 0; row < count; row++) {
      CounterRandom random = randoms.apply(row);
      int i = byWeight(random.nextDouble());
      int other = nearest[i * k + random.nextInt(k)];
      double u = random.nextDouble();
      for (int j = 0; j < d; j++) {
        double x = samples[i * d + j];
        values[row * d + j] = (float) (x + u * (samples[other * d + j] - x));
      }
    }
    return new FloatMatrix(count, d, values);
  }

  private int byWeight(double share) {
    double total = cumulated[cumulated.length - 1];
    int place = Arrays.binarySearch(cumulated, share * total);
    // The first sample whose cumulated weight is above the share.
    int i = place < 0 ? -place - 1 : place + 1;
    return Math.min(i, cumulated.length - 1);
  }
}
