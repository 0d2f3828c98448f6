package io.wowflow.math.transport;

import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.array.View;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.data.LabelledDataset;
import io.wowflow.math.internal.Guard;
import io.wowflow.math.internal.WorkPool;
import io.wowflow.math.linalg.MatrixProduct;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.DoubleSupplier;
import java.util.function.IntFunction;

/**
 * A few centres that stand for the samples of a class: p points that make {@code sum_i w_i min_k
 * |x_i - c_k|^2} small, which is the squared 2-Wasserstein distance between the class and its
 * centres, each with the mass of its cell.
 *
 * <p>Lloyd's algorithm ("Least squares quantization in PCM", IEEE Trans. Inf. Theory 28, 1982):
 * each sample joins the cell of its nearest centre, each centre becomes the weighted mean of its
 * cell, until no sample changes its cell. The first centres are those of k-means++ (Arthur,
 * Vassilvitskii, SODA 2007): samples, each drawn with probability in proportion to {@code w_i}
 * times the squared distance to the nearest centre before it. A cell that becomes empty gets the
 * sample that is farthest from its centre.
 *
 * <p>The result is a local optimum. Its bits depend only on the arguments and the random numbers.
 */
public final class KMeans {
  /** The most rounds of Lloyd's algorithm. */
  public static final int MOST_ROUNDS = 100;

  private static final int CHUNK = 256;

  private final LabelledClass mu;
  private final float[] samples;
  private final float[] centred;
  private final double[] mean;
  private final double[] weights;
  private final int n;
  private final int d;
  private final int p;
  private final float[] centres;
  private final int[] cellOf;

  private KMeans(LabelledClass mu, int p) {
    this.mu = mu;
    this.p = p;
    n = mu.size();
    d = mu.dimension();
    Guard.positive("number of centres", p);
    Guard.that(p <= n, p + " centres need as many samples; " + mu + " has " + n);
    samples = mu.samples().values();
    weights = new double[n];
    for (int i = 0; i < n; i++) {
      weights[i] = mu.isUniform() ? 1 : mu.weight(i);
    }
    centres = new float[Guard.length("centres, p x d", p, d)];
    cellOf = new int[n];
    Arrays.fill(cellOf, -1);
    mean = new double[d];
    centred = centred();
  }

  /**
   * The centres of a class.
   *
   * @param centres p x d, in the units of the samples
   * @param cellOf for each sample the index of its centre
   * @param cost {@code sum_i w_i |x_i - c(i)|^2} with weights that sum to 1, at least 0; for a
   *     uniform class the inertia divided by n
   * @param rounds number of times that the centres were moved, at most {@link #MOST_ROUNDS}
   * @param isConverged true if one more round would change nothing
   */
  @SuppressWarnings("ArrayRecordComponent") // as FloatMatrix
  public record Clusters(
      FloatMatrix centres, int[] cellOf, double cost, int rounds, boolean isConverged) {}

  /**
   * Centres from a random start.
   *
   * @param mu n samples in R^d
   * @param count p, from 1 to n; 1 gives the weighted mean
   * @param random uniform numbers in [0, 1) that choose the first centres, one per centre
   * @return p centres; two of them may be equal only if the class has fewer than p different
   *     samples
   * @throws IllegalArgumentException if {@code count} is below 1 or above n
   * @throws CancellationException if the calling thread is interrupted
   */
  public static Clusters of(LabelledClass mu, int count, DoubleSupplier random) {
    KMeans search = new KMeans(mu, count);
    search.start(random);
    return search.run();
  }

  /**
   * Centres of every class of a dataset, several classes at the same time.
   *
   * @param dataset C classes
   * @param count p, from 1 to the size of the smallest class
   * @param random for the index of a class its random numbers, as for {@link #of}
   * @param threads number of classes at the same time, at least 1; no bit depends on it
   * @return the centres of each class, in the order of the classes
   * @throws IllegalArgumentException if {@link #of} refuses a class or {@code threads < 1}
   * @throws CancellationException if the calling thread is interrupted
   */
  public static List<Clusters> ofEach(
      LabelledDataset dataset, int count, IntFunction<DoubleSupplier> random, int threads) {
    Guard.positive("threads", threads);
    Clusters[] out = new Clusters[dataset.classCount()];
    try (WorkPool pool = new WorkPool(Math.min(threads, out.length))) {
      pool.run(out.length, (c, work) -> out[c] = of(dataset.get(c), count, random.apply(c)));
    }
    return List.of(out);
  }

  /**
   * Centres from given ones.
   *
   * @param mu n samples in R^d
   * @param first p x d, p from 1 to n, not modified
   * @return p centres
   * @throws IllegalArgumentException if the dimensions differ or p is above n
   * @throws CancellationException if the calling thread is interrupted
   */
  public static Clusters from(LabelledClass mu, FloatMatrix first) {
    Guard.size("dimension of the first centres", mu.dimension(), first.columns());
    KMeans search = new KMeans(mu, first.rows());
    System.arraycopy(first.values(), 0, search.centres, 0, search.centres.length);
    return search.run();
  }

  /** Samples less their mean: products of values far from zero would cancel. */
  private float[] centred() {
    double mass = 0;
    for (int i = 0; i < n; i++) {
      mass += weights[i];
      for (int j = 0; j < d; j++) {
        mean[j] += weights[i] * samples[i * d + j];
      }
    }
    for (int j = 0; j < d; j++) {
      mean[j] /= mass;
    }
    return minusMean(samples);
  }

  private float[] minusMean(float[] points) {
    float[] out = new float[points.length];
    for (int i = 0; i < points.length; i += d) {
      for (int j = 0; j < d; j++) {
        out[i + j] = (float) (points[i + j] - mean[j]);
      }
    }
    return out;
  }

  private void start(DoubleSupplier random) {
    double[] nearest = new double[n];
    Arrays.fill(nearest, Double.POSITIVE_INFINITY);
    boolean[] drawn = new boolean[n];
    double[] chances = weights.clone();
    for (int k = 0; k < p; k++) {
      endIfInterrupted();
      int i = draw(chances, drawn, random);
      drawn[i] = true;
      System.arraycopy(samples, i * d, centres, k * d, d);
      for (int other = 0; other < n; other++) {
        nearest[other] = Math.min(nearest[other], squaredDistance(other, k));
        chances[other] = weights[other] * nearest[other];
      }
    }
  }

  /** A sample by its chance; the first that is left if no chance is. */
  private int draw(double[] chances, boolean[] drawn, DoubleSupplier random) {
    double total = 0;
    for (double chance : chances) {
      total += chance;
    }
    double rest = random.getAsDouble() * total;
    int last = -1;
    for (int i = 0; i < n; i++) {
      if (chances[i] > 0 && !drawn[i]) {
        last = i;
        rest -= chances[i];
        if (rest < 0) {
          return i;
        }
      }
    }
    if (last >= 0) {
      return last;
    }
    int i = 0;
    while (drawn[i]) {
      i++;
    }
    return i;
  }

  private Clusters run() {
    int rounds = 0;
    boolean changes = assign();
    while (changes && rounds < MOST_ROUNDS) {
      endIfInterrupted();
      move();
      rounds++;
      changes = rounds < MOST_ROUNDS && assign();
    }
    return new Clusters(
        new FloatMatrix(p, d, centres), cellOf, cost(), rounds, rounds < MOST_ROUNDS);
  }

  /** Gives each sample to its nearest centre, the first of equal ones; false if none changed. */
  private boolean assign() {
    float[] points = minusMean(centres);
    float[] columns = new float[points.length];
    FloatMatrix.transpose(View.of(points, p, d), columns);
    float[] scores = new float[Guard.length("distances of a chunk", Math.min(n, CHUNK), p)];
    int[] sizes = new int[p];
    boolean changes = false;
    for (int begin = 0; begin < n; begin += CHUNK) {
      int rows = Math.min(CHUNK, n - begin);
      // x.c - |c|^2 / 2 is largest for the nearest centre.
      for (int k = 0; k < p; k++) {
        scores[k] = (float) (-0.5 * squaredLength(points, k));
      }
      for (int r = 1; r < rows; r++) {
        System.arraycopy(scores, 0, scores, r * p, p);
      }
      MatrixProduct.addProduct(
          View.rowMajor(centred, begin * d, rows, d, d),
          View.of(columns, d, p),
          View.of(scores, rows, p));
      for (int r = 0; r < rows; r++) {
        int best = 0;
        for (int k = 1; k < p; k++) {
          best = scores[r * p + k] > scores[r * p + best] ? k : best;
        }
        changes |= cellOf[begin + r] != best;
        cellOf[begin + r] = best;
        sizes[best]++;
      }
    }
    return fillEmptyCells(sizes) || changes;
  }

  private double squaredLength(float[] points, int k) {
    double sum = 0;
    for (int j = 0; j < d; j++) {
      sum += (double) points[k * d + j] * points[k * d + j];
    }
    return sum;
  }

  /** Moves the farthest samples into empty cells; a cell stays empty if no sample is off centre. */
  private boolean fillEmptyCells(int[] sizes) {
    double[] distances = null;
    boolean changes = false;
    for (int k = 0; k < p; k++) {
      if (sizes[k] > 0) {
        continue;
      }
      if (distances == null) {
        distances = new double[n];
        for (int i = 0; i < n; i++) {
          distances[i] = squaredDistance(i, cellOf[i]);
        }
      }
      int farthest = 0;
      for (int i = 1; i < n; i++) {
        farthest = distances[i] > distances[farthest] ? i : farthest;
      }
      if (distances[farthest] > 0) {
        // Its old cell keeps a sample or is filled in the next round.
        sizes[cellOf[farthest]]--;
        cellOf[farthest] = k;
        sizes[k] = 1;
        distances[farthest] = 0;
        changes = true;
      }
    }
    return changes;
  }

  /** Makes each centre the mean of its cell; that of an empty cell stays. */
  private void move() {
    double[] sums = new double[centres.length];
    double[] masses = new double[p];
    for (int i = 0; i < n; i++) {
      int to = cellOf[i] * d;
      masses[cellOf[i]] += weights[i];
      for (int j = 0; j < d; j++) {
        sums[to + j] += weights[i] * samples[i * d + j];
      }
    }
    for (int at = 0; at < sums.length; at++) {
      if (masses[at / d] > 0) {
        centres[at] = (float) (sums[at] / masses[at / d]);
      }
    }
  }

  private double cost() {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += mu.weight(i) * squaredDistance(i, cellOf[i]);
    }
    return sum;
  }

  private double squaredDistance(int i, int k) {
    double sum = 0;
    for (int j = 0; j < d; j++) {
      double difference = (double) samples[i * d + j] - centres[k * d + j];
      sum += difference * difference;
    }
    return sum;
  }

  private static void endIfInterrupted() {
    if (Thread.currentThread().isInterrupted()) {
      throw new CancellationException("interrupted while centres were computed");
    }
  }
}
