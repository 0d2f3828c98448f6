package io.wowflow.math.transport;

import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.array.View;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.internal.Guard;
import io.wowflow.math.linalg.MatrixProduct;
import io.wowflow.math.random.CounterRandom;
import io.wowflow.math.random.Streams;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The copy share of points that were made with some samples of a dataset, the seen ones, and
 * without the others, the held ones: the part of the points whose nearest sample is a seen one.
 * Points that are as near to both kinds count one half. Points that are independent of the choice
 * of the held samples have a share near 1/2; copies of seen samples have the share 1.
 *
 * <p>Of each class as many seen as held samples are compared: the larger group is thinned at
 * random. All points share the one draw of the samples, so the share varies more than that of
 * independent points. Its band is therefore that of permutations of the labels seen and held within
 * each class: the central 95 % of 1000 permuted shares. A share above the band shows copies. This
 * is the three-sample test of C. Meehan, K. Chaudhuri and S. Dasgupta, "A non-parametric test to
 * detect data-copying in generative models", AISTATS 2020, with permutations in place of its normal
 * approximation.
 *
 * <p>Nearest samples are sought over all classes by squared Euclidean distance. Candidates come
 * from single-precision products, and are compared by differences in double: equal samples are
 * exactly equally near. All draws are keyed, so equal arguments give equal bits. An immutable
 * value.
 */
public final class CopyShare {
  /** The number of held samples below which a share decides nothing. */
  public static final int LEAST_HELD = 20;

  private static final int PERMUTATIONS = 1000;

  /** Shares outside the band on each side: 2.5 % of the permutations. */
  private static final int OUTSIDE = PERMUTATIONS / 40;

  private static final int TILE = 512;
  private static final int POINT_TILE = 1024;

  /** A bound of the relative error of a squared distance that single precision computes. */
  private static final double ROUNDING = 1e-5;

  private final long seed;
  private final List<LabelledClass> held;

  /** The samples class after class, of each class the seen ones before as many held ones. */
  private final FloatMatrix samples;

  /** The number of seen samples of each class, which is that of the held ones. */
  private final int[] sizes;

  private final float[] mean;
  private final float[] centred;
  private final double[] norms;

  private CopyShare(
      List<LabelledClass> held, int[] sizes, FloatMatrix samples, float[] mean, long seed) {
    this.held = held;
    this.sizes = sizes;
    this.samples = samples;
    this.mean = mean;
    this.seed = seed;
    centred = centred(samples.values());
    norms = norms(centred);
  }

  /**
   * A measured share.
   *
   * @param share the copy share, in [0, 1]; NaN without points or held samples
   * @param low the lower end of the band of permuted shares, NaN likewise
   * @param high its upper end, NaN likewise
   */
  public record Result(double share, double low, double high) {

    /**
     * Compares the share with the band.
     *
     * @return true if the share is above the band
     */
    public boolean isAboveBand() {
      return share > high;
    }
  }

  /**
   * Prepares the comparison with samples.
   *
   * @param seen the classes of seen samples
   * @param held the classes of held samples, each with the label of a class of {@code seen}; the
   *     list may be empty
   * @param seed of the thinning and of the permutations
   * @param most the largest number of held samples that are compared, at least 1: of more, the same
   *     part of each class is drawn, at least one sample
   * @return the comparison
   * @throws IllegalArgumentException if a held class has a label that no seen class has, or the
   *     dimensions differ
   */
  public static CopyShare of(
      List<LabelledClass> seen, List<LabelledClass> held, long seed, int most) {
    Guard.positive("number of classes", seen.size());
    Guard.positive("number of held samples", most);
    Map<String, Integer> places = new HashMap<>();
    for (int e = 0; e < seen.size(); e++) {
      places.put(seen.get(e).label(), e);
    }
    int d = seen.get(0).dimension();
    int[] sizes = new int[held.size()];
    long all = 0;
    for (int k = 0; k < sizes.length; k++) {
      LabelledClass h = held.get(k);
      Guard.that(places.containsKey(h.label()), "no seen class has the label of " + h);
      Guard.size("dimension of " + h, d, h.dimension());
      sizes[k] = Math.min(h.size(), seen.get(places.get(h.label())).size());
      all += sizes[k];
    }
    long total = 0;
    for (int k = 0; k < sizes.length; k++) {
      sizes[k] = all <= most ? sizes[k] : (int) Math.max(1, (long) sizes[k] * most / all);
      total += sizes[k];
    }
    int rows = Math.toIntExact(2 * total);
    float[] values = new float[Guard.length("samples x dimension", rows, d)];
    List<LabelledClass> thinned = new ArrayList<>();
    int row = 0;
    for (int k = 0; k < sizes.length; k++) {
      int e = places.get(held.get(k).label());
      copy(seen.get(e), drawn(seed, e, 0, seen.get(e).size(), sizes[k]), values, row);
      int[] kept = drawn(seed, e, 1, held.get(k).size(), sizes[k]);
      copy(held.get(k), kept, values, row + sizes[k]);
      thinned.add(part(held.get(k), kept, values, row + sizes[k]));
      row += 2 * sizes[k];
    }
    return new CopyShare(
        List.copyOf(thinned), sizes, new FloatMatrix(rows, d, values), mean(values, d), seed);
  }

  /** The places of the samples that are compared; 0 for the seen ones, 1 for the held ones. */
  private static int[] drawn(long seed, int e, int kind, int size, int count) {
    return CounterRandom.at(seed, Streams.COPY_THINNING, e, kind).sample(size, count);
  }

  private static void copy(LabelledClass from, int[] places, float[] values, int row) {
    int d = from.dimension();
    float[] all = from.samples().values();
    for (int i = 0; i < places.length; i++) {
      System.arraycopy(all, places[i] * d, values, (row + i) * d, d);
    }
  }

  private static LabelledClass part(LabelledClass whole, int[] places, float[] values, int row) {
    int d = whole.dimension();
    float[] own = Arrays.copyOfRange(values, row * d, (row + places.length) * d);
    double[] weights = Arrays.stream(places).mapToDouble(whole::weight).toArray();
    return LabelledClass.weighted(whole.label(), new FloatMatrix(places.length, d, own), weights);
  }

  private static float[] mean(float[] values, int d) {
    double[] sums = new double[d];
    for (int i = 0; i < values.length; i++) {
      sums[i % d] += values[i];
    }
    float[] out = new float[d];
    for (int k = 0; k < d; k++) {
      out[k] = values.length == 0 ? 0 : (float) (sums[k] * d / values.length);
    }
    return out;
  }

  /** Values less the mean of the samples: products of centred values round less. */
  private float[] centred(float[] values) {
    float[] out = new float[values.length];
    int d = mean.length;
    for (int i = 0; i < out.length; i++) {
      out[i] = values[i] - mean[i % d];
    }
    return out;
  }

  private double[] norms(float[] values) {
    int d = mean.length;
    double[] out = new double[values.length / d];
    for (int i = 0; i < values.length; i++) {
      out[i / d] += (double) values[i] * values[i];
    }
    return out;
  }

  /**
   * The held samples that are compared.
   *
   * @return classes of the held samples, thinned where there are more than seen ones or than the
   *     largest number
   */
  public List<LabelledClass> held() {
    return held;
  }

  /**
   * The number of held samples that are compared, which is that of the seen ones.
   *
   * @return at least 0
   */
  public int heldCount() {
    return samples.rows() / 2;
  }

  /**
   * Decides whether there are samples enough for a decision.
   *
   * @return false for fewer than {@link #LEAST_HELD} held samples
   */
  public boolean isDecidable() {
    return heldCount() >= LEAST_HELD;
  }

  /**
   * Measures the copy share of points.
   *
   * @param points n x d, finite, not modified
   * @return the share and its band
   * @throws IllegalArgumentException if the dimension is another, or a point is not finite
   */
  public Result of(FloatMatrix points) {
    Guard.size("dimension of the points", mean.length, points.columns());
    if (points.rows() == 0 || heldCount() == 0) {
      return new Result(Double.NaN, Double.NaN, Double.NaN);
    }
    Votes votes = votes(points);
    double[] permuted = new double[PERMUTATIONS];
    for (int r = 0; r < PERMUTATIONS; r++) {
      permuted[r] = votes.share(permutedLabels(r));
    }
    Arrays.sort(permuted);
    return new Result(
        votes.share(labels()), permuted[OUTSIDE], permuted[PERMUTATIONS - 1 - OUTSIDE]);
  }

  /** True for the seen samples. */
  private boolean[] labels() {
    boolean[] seen = new boolean[samples.rows()];
    int row = 0;
    for (int size : sizes) {
      Arrays.fill(seen, row, row + size, true);
      row += 2 * size;
    }
    return seen;
  }

  private boolean[] permutedLabels(int r) {
    boolean[] seen = new boolean[samples.rows()];
    int row = 0;
    for (int k = 0; k < sizes.length; k++) {
      CounterRandom random = CounterRandom.at(seed, Streams.COPY_PERMUTATION, r, k);
      for (int i : random.sample(2 * sizes[k], sizes[k])) {
        seen[row + i] = true;
      }
      row += 2 * sizes[k];
    }
    return seen;
  }

  /**
   * The nearest samples of all points: permutations change their labels, and not which they are.
   *
   * @param points number of points
   * @param single for each sample the number of points that have it as the only nearest one
   * @param tied for every other point its nearest samples, which are equally near
   */
  private record Votes(int points, int[] single, List<int[]> tied) {
    double share(boolean[] seen) {
      double sum = 0;
      for (int j = 0; j < single.length; j++) {
        sum += seen[j] ? single[j] : 0;
      }
      for (int[] nearest : tied) {
        sum += share(nearest, seen);
      }
      return sum / points;
    }

    private static double share(int[] nearest, boolean[] seen) {
      for (int j : nearest) {
        if (seen[j] != seen[nearest[0]]) {
          return 0.5;
        }
      }
      return seen[nearest[0]] ? 1 : 0;
    }
  }

  private Votes votes(FloatMatrix points) {
    int[] single = new int[samples.rows()];
    List<int[]> tied = new ArrayList<>();
    int d = mean.length;
    for (int first = 0; first < points.rows(); first += POINT_TILE) {
      int rows = Math.min(POINT_TILE, points.rows() - first);
      float[] tile = Arrays.copyOfRange(points.values(), first * d, (first + rows) * d);
      Candidates[] candidates = candidates(centred(tile), rows);
      for (int i = 0; i < rows; i++) {
        int[] nearest = nearest(points, first + i, candidates[i]);
        if (nearest.length == 1) {
          single[nearest[0]]++;
        } else {
          tied.add(nearest);
        }
      }
    }
    return new Votes(points.rows(), single, tied);
  }

  /** The samples that may be nearest to a point, in ascending order. */
  private static final class Candidates {
    private double least = Double.POSITIVE_INFINITY;
    private int count;
    private int[] samples = new int[4];
    private double[] lowest = new double[4];

    /** A sample between two squared distances, both less the same number for all samples. */
    void add(int sample, double low, double high) {
      least = Math.min(least, high);
      if (!(low <= least)) {
        return;
      }
      if (count == samples.length) {
        prune();
        if (2 * count > samples.length) {
          samples = Arrays.copyOf(samples, 2 * samples.length);
          lowest = Arrays.copyOf(lowest, samples.length);
        }
      }
      samples[count] = sample;
      lowest[count++] = low;
    }

    private void prune() {
      int kept = 0;
      for (int i = 0; i < count; i++) {
        if (lowest[i] <= least) {
          samples[kept] = samples[i];
          lowest[kept++] = lowest[i];
        }
      }
      count = kept;
    }

    int[] found() {
      prune();
      return Arrays.copyOf(samples, count);
    }
  }

  private Candidates[] candidates(float[] points, int rows) {
    int d = mean.length;
    double[] pointNorms = norms(points);
    Candidates[] out = new Candidates[rows];
    Arrays.setAll(out, i -> new Candidates());
    for (int start = 0; start < samples.rows(); start += TILE) {
      int count = Math.min(TILE, samples.rows() - start);
      float[] columns = new float[Guard.length("a tile of samples, dimension x samples", d, count)];
      FloatMatrix.transpose(View.rowMajor(centred, start * d, count, d, d), columns);
      float[] products = new float[rows * count];
      MatrixProduct.addProduct(
          View.of(points, rows, d), View.of(columns, d, count), View.of(products, rows, count));
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < count; j++) {
          // The norm of the point is the same for all samples.
          double part = norms[start + j] - 2.0 * products[i * count + j];
          double error = ROUNDING * (pointNorms[i] + norms[start + j]);
          out[i].add(start + j, part - error, part + error);
        }
      }
    }
    return out;
  }

  /** The nearest samples among the candidates: several if they are exactly equally near. */
  private int[] nearest(FloatMatrix points, int i, Candidates candidates) {
    int[] found = candidates.found();
    double least = Double.POSITIVE_INFINITY;
    double[] distances = new double[found.length];
    for (int k = 0; k < found.length; k++) {
      distances[k] = squaredDistance(points, i, found[k]);
      least = Math.min(least, distances[k]);
    }
    int count = 0;
    for (int k = 0; k < found.length; k++) {
      if (distances[k] == least) {
        found[count++] = found[k];
      }
    }
    Guard.that(count > 0 && least < Double.POSITIVE_INFINITY, "point " + i + " is not finite");
    return Arrays.copyOf(found, count);
  }

  private double squaredDistance(FloatMatrix points, int i, int j) {
    double sum = 0;
    for (int k = 0; k < points.columns(); k++) {
      double difference = (double) points.get(i, k) - samples.get(j, k);
      sum += difference * difference;
    }
    return sum;
  }
}
