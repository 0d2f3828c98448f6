package io.wowflow.math.transport;

import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.internal.Guard;
import java.util.Arrays;

/**
 * The silhouette of a clustering (Rousseeuw, "Silhouettes: a graphical aid to the interpretation
 * and validation of cluster analysis", J. Comput. Appl. Math. 20, 1987): near 1 where clusters are
 * far apart for their width, near 0 where they touch, negative where samples are nearer to another
 * cluster than to their own.
 */
public final class Silhouette {
  private Silhouette() {}

  /**
   * The mean over all samples of {@code s_i = (b_i - a_i) / max(a_i, b_i)}, where a_i is the mean
   * Euclidean distance of sample i to the other samples of its cluster and b_i the smallest mean
   * distance to the samples of another cluster. A sample that is alone in its cluster has s_i = 0,
   * and so has one with a_i = b_i = 0. As {@code silhouette_score} of scikit-learn.
   *
   * <p>Time {@code n^2 d}: thin large sets first.
   *
   * @param samples n x d, not modified
   * @param clusterOf for each sample the index of its cluster, from 0, not modified; indices that
   *     do not occur are clusters without samples, which are left out
   * @return from -1 to 1; NaN if all samples are in one cluster
   * @throws IllegalArgumentException if the sizes differ or an index is negative
   */
  public static double mean(FloatMatrix samples, int[] clusterOf) {
    int n = samples.rows();
    Guard.size("number of clusters of samples", n, clusterOf.length);
    int count = 0;
    for (int cluster : clusterOf) {
      Guard.that(cluster >= 0, "the index of a cluster must not be negative, was " + cluster);
      count = Math.max(count, cluster + 1);
    }
    int[] sizes = new int[count];
    for (int cluster : clusterOf) {
      sizes[cluster]++;
    }
    double sum = 0;
    double[] distances = new double[count];
    for (int i = 0; i < n; i++) {
      Arrays.fill(distances, 0);
      for (int j = 0; j < n; j++) {
        distances[clusterOf[j]] += distance(samples, i, j);
      }
      sum += ofSample(distances, sizes, clusterOf[i]);
    }
    return sum / n;
  }

  private static double ofSample(double[] distances, int[] sizes, int own) {
    double other = Double.POSITIVE_INFINITY;
    for (int k = 0; k < sizes.length; k++) {
      if (k != own && sizes[k] > 0) {
        other = Math.min(other, distances[k] / sizes[k]);
      }
    }
    if (other == Double.POSITIVE_INFINITY) {
      return Double.NaN;
    }
    if (sizes[own] == 1) {
      return 0;
    }
    double within = distances[own] / (sizes[own] - 1);
    double larger = Math.max(within, other);
    return larger == 0 ? 0 : (other - within) / larger;
  }

  private static double distance(FloatMatrix samples, int i, int j) {
    int d = samples.columns();
    float[] values = samples.values();
    double sum = 0;
    for (int f = 0; f < d; f++) {
      double difference = (double) values[i * d + f] - values[j * d + f];
      sum += difference * difference;
    }
    return Math.sqrt(sum);
  }
}
