package io.wowflow.jobs.learn;

import io.wowflow.jobs.conf.Architecture;
import io.wowflow.jobs.conf.TrainingConf;
import java.io.Serializable;
import scala.Tuple2;

/**
 * Numbers of linear, mlp and knn that are given by options or chosen by samples before a training;
 * see {@link Networks#fitted}.
 *
 * @param scaled true to standardise each feature
 * @param l2 the penalty of linear, at least 0; NaN if it is to be chosen
 * @param neighbours the voters of knn, at least 1; 0 if it is to be chosen
 * @param mean subtracted from each feature; empty if it is to be computed. Not modified
 * @param factor what each feature is multiplied by after that; empty likewise. Not modified
 */
public record Fitting(boolean scaled, double l2, int neighbours, float[] mean, float[] factor)
    implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final double ROUNDOFF = 1e-6;

  /** Nothing given, features to be standardised. */
  public static final Fitting OPEN = of(TrainingConf.Vectors.DEFAULTS);

  /**
   * The numbers that options give.
   *
   * @param options the options
   * @return the numbers; those not given are to be chosen
   */
  public static Fitting of(TrainingConf.Vectors options) {
    return new Fitting(
        options.scaleInputs() == TrainingConf.Scaling.YES,
        options.l2().orElse(Double.NaN),
        options.neighbours().orElse(0),
        new float[0],
        new float[0]);
  }

  /** The numbers as a result of a task: Kryo does not construct records by itself. */
  Tuple2<long[], float[][]> packed() {
    return new Tuple2<>(
        new long[] {Double.doubleToRawLongBits(l2), neighbours}, new float[][] {mean, factor});
  }

  /** The same fitting with the numbers of {@link #packed}. */
  Fitting unpacked(Tuple2<long[], float[][]> packed) {
    return new Fitting(
        scaled,
        Double.longBitsToDouble(packed._1()[0]),
        (int) packed._1()[1],
        packed._2()[0],
        packed._2()[1]);
  }

  Fitting withL2(double chosen) {
    return new Fitting(scaled, chosen, neighbours, mean, factor);
  }

  Fitting withNeighbours(int chosen) {
    return new Fitting(scaled, l2, chosen, mean, factor);
  }

  /** True if no number is missing that a classifier uses. */
  boolean isWhole(Architecture architecture) {
    return mean.length > 0
        && (architecture != Architecture.LINEAR || !Double.isNaN(l2))
        && (architecture != Architecture.KNN || neighbours > 0);
  }

  /**
   * The numbers with mean and factor of samples: {@code 1 / deviation}, where the deviation is that
   * of the samples taken as the population, {@code sqrt(sum (x - mean)^2 / n)}. A feature whose
   * deviation is below 1e-6 of the largest one or of its mean's absolute value differs by roundoff
   * only; its factor is 1. Without scaling the mean is 0 and the factor 1.
   */
  Fitting withScale(LabelledSamples samples) {
    int d = samples.shape().dimension();
    int n = samples.count();
    float[] values = samples.values();
    double[] means = new double[d];
    double[] deviations = new double[d];
    for (int i = 0; i < values.length; i++) {
      means[i % d] += values[i];
    }
    for (int j = 0; j < d; j++) {
      means[j] /= n;
    }
    for (int i = 0; i < values.length; i++) {
      double difference = values[i] - means[i % d];
      deviations[i % d] += difference * difference;
    }
    double largest = 0;
    for (int j = 0; j < d; j++) {
      deviations[j] = Math.sqrt(deviations[j] / n);
      largest = Math.max(largest, deviations[j]);
    }
    float[] centres = new float[d];
    float[] factors = new float[d];
    for (int j = 0; j < d; j++) {
      float factor = (float) (1 / deviations[j]);
      boolean roundoff = deviations[j] <= ROUNDOFF * Math.max(largest, Math.abs(means[j]));
      centres[j] = scaled ? (float) means[j] : 0;
      factors[j] = scaled && !roundoff && Float.isFinite(factor) ? factor : 1;
    }
    return new Fitting(scaled, l2, neighbours, centres, factors);
  }
}
