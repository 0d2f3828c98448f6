package io.wowflow.math;

import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.data.LabelledDataset;
import io.wowflow.math.mmd.Kernel;
import io.wowflow.math.sliced.PairMeasure;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The whole step in plain double precision, pair by pair and without any quantile grid: every pair
 * of classes merges its two step functions on every direction. Slow and simple: the float path is
 * compared with it.
 */
public final class DoubleOracle {
  private final int dimension;
  private final double[] directions;
  private final Kernel kernel;

  /** Directions are L x d, row-major. */
  public DoubleOracle(int dimension, double[] directions, Kernel kernel) {
    this.dimension = dimension;
    this.directions = directions;
    this.kernel = kernel;
  }

  /** A class: its points n x d and its sample weights. */
  public record Cloud(double[] points, double[] weights) {
    public static Cloud uniform(double[] points, int dimension) {
      double[] w = new double[points.length / dimension];
      Arrays.fill(w, 1.0 / w.length);
      return new Cloud(points, w);
    }

    public static Cloud of(LabelledClass c) {
      double[] out = new double[c.samples().values().length];
      for (int i = 0; i < out.length; i++) {
        out[i] = c.samples().values()[i];
      }
      return new Cloud(out, c.weights());
    }

    public static List<Cloud> of(LabelledDataset dataset) {
      return dataset.classes().stream().map(Cloud::of).toList();
    }

    int size() {
      return weights.length;
    }
  }

  /** The objective and the gradient of one step: for each class n x d. */
  public record Step(double objective, List<double[]> gradient) {}

  /** SW_2^2, or SW_1 for an absolute measure. */
  public double distance(Cloud mu, Cloud nu) {
    return walk(mu, nu, null);
  }

  /** Objective and Wasserstein over Wasserstein gradient. */
  public Step step(List<Cloud> x, List<Cloud> y, double[] a, double[] b) {
    double objective = 0;
    List<double[]> gradients = x.stream().map(c -> new double[c.points.length]).toList();
    for (int c = 0; c < x.size(); c++) {
      for (int e = 0; e < x.size(); e++) {
        double s = 0;
        if (e != c) {
          double[] g = new double[x.get(c).points.length];
          s = walk(x.get(c), x.get(e), g);
          add(gradients.get(c), g, a[e] * kernel.derivative(s));
        }
        objective += 0.5 * a[c] * a[e] * kernel.value(s);
      }
      for (int e = 0; e < y.size(); e++) {
        double[] g = new double[x.get(c).points.length];
        double s = walk(x.get(c), y.get(e), g);
        add(gradients.get(c), g, -b[e] * kernel.derivative(s));
        objective -= a[c] * b[e] * kernel.value(s);
      }
    }
    for (int c = 0; c < y.size(); c++) {
      for (int e = 0; e < y.size(); e++) {
        double s = c == e ? 0 : walk(y.get(c), y.get(e), null);
        objective += 0.5 * b[c] * b[e] * kernel.value(s);
      }
    }
    return new Step(objective, gradients);
  }

  private static void add(double[] to, double[] from, double factor) {
    for (int i = 0; i < to.length; i++) {
      to[i] += factor * from[i];
    }
  }

  /** Distance, and its Wasserstein gradient at the points of mu unless the array is null. */
  private double walk(Cloud mu, Cloud nu, double[] gradient) {
    int count = directions.length / dimension;
    double sum = 0;
    for (int l = 0; l < count; l++) {
      double[] p = project(mu.points, l);
      double[] q = project(nu.points, l);
      Integer[] first = order(p);
      Integer[] second = order(q);
      int i = 0;
      int j = 0;
      double endFirst = mu.weights[first[0]];
      double endSecond = nu.weights[second[0]];
      double position = 0;
      while (i < p.length && j < q.length) {
        double end = Math.min(endFirst, endSecond);
        double difference = p[first[i]] - q[second[j]];
        double length = end - position;
        sum += length * power(difference);
        if (gradient != null) {
          double pull = length / mu.weights[first[i]] / count * slope(difference);
          for (int k = 0; k < dimension; k++) {
            gradient[first[i] * dimension + k] += pull * directions[l * dimension + k];
          }
        }
        position = end;
        if (endFirst <= end + 1e-12 && ++i < p.length) {
          endFirst += mu.weights[first[i]];
        }
        if (endSecond <= end + 1e-12 && ++j < q.length) {
          endSecond += nu.weights[second[j]];
        }
      }
    }
    return sum / count;
  }

  private double power(double difference) {
    return kernel.measure() == PairMeasure.SQUARED ? difference * difference : Math.abs(difference);
  }

  private double slope(double difference) {
    return kernel.measure() == PairMeasure.SQUARED ? 2 * difference : Math.signum(difference);
  }

  private double[] project(double[] points, int direction) {
    double[] out = new double[points.length / dimension];
    for (int i = 0; i < out.length; i++) {
      for (int k = 0; k < dimension; k++) {
        out[i] += points[i * dimension + k] * directions[direction * dimension + k];
      }
    }
    return out;
  }

  private static Integer[] order(double[] values) {
    Integer[] out = new Integer[values.length];
    Arrays.setAll(out, i -> i);
    Arrays.sort(out, Comparator.comparingDouble(i -> values[i]));
    return out;
  }
}
