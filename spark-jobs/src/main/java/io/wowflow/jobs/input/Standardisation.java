package io.wowflow.jobs.input;

import io.wowflow.jobs.conf.DescentConf;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.jobs.io.dataset.Units;
import io.wowflow.jobs.io.spread.SpreadDataset;
import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.data.LabelledDataset;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The map {@code z_j = (x_j - mean_j) / deviation_j} of every feature j and its inverse {@code x_j
 * = mean_j + deviation_j z_j}, both in 64 bits and rounded once. Mean and deviation are those of
 * all samples of the target, or of all datasets together, each sample counted once ({@code
 * deviation_j = sqrt(sum (x_j - mean_j)^2 / n)}). A feature that is constant among these samples
 * keeps deviation 1: it is moved to 0 and not scaled.
 */
public final class Standardisation implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final int NAMED = 3;

  private final double[] mean;
  private final double[] deviation;
  private final int[] constant;

  private Standardisation(FeatureStatistics statistics, Units units) {
    mean = new double[statistics.dimension()];
    deviation = new double[mean.length];
    for (int j = 0; j < mean.length; j++) {
      mean[j] = statistics.mean(j);
      // Of a constant feature 1 in the units of the input.
      deviation[j] =
          statistics.isConstant(j) ? Math.scalb(1.0, -units.exponent()) : statistics.deviation(j);
    }
    constant = IntStream.range(0, mean.length).filter(statistics::isConstant).toArray();
  }

  /**
   * The standardisation of datasets in the same units.
   *
   * @param by the samples whose statistics are used
   * @param target the target
   * @param others all other datasets of the job
   * @return the map
   */
  public static Standardisation of(
      DescentConf.Standardise by, LoadedDataset target, List<LoadedDataset> others) {
    FeatureStatistics statistics = FeatureStatistics.of(target.dataset());
    if (by == DescentConf.Standardise.POOLED) {
      for (LoadedDataset other : others) {
        statistics = statistics.with(FeatureStatistics.of(other.dataset()));
      }
    }
    return new Standardisation(statistics, target.units());
  }

  /**
   * Sentences about features that keep their unit.
   *
   * @param target has the names of the features
   * @return empty if no feature is constant
   */
  public List<String> notices(LoadedDataset target) {
    if (constant.length == 0) {
      return List.of();
    }
    String named =
        Arrays.stream(constant)
            .limit(NAMED)
            .mapToObj(j -> target.ranges().name(j))
            .collect(Collectors.joining(", "));
    String more = constant.length > NAMED ? " and " + (constant.length - NAMED) + " more" : "";
    return List.of("--standardise: constant and therefore not scaled: " + named + more);
  }

  /**
   * A dataset with standardised samples.
   *
   * @param dataset not modified
   * @return classes and weights as they are; samples that are not in memory are mapped when read
   * @throws JobException (usage) if a value in memory leaves the range of 32-bit floats
   */
  public LabelledDataset apply(LabelledDataset dataset) {
    Iterator<Boolean> areFinite =
        SpreadDataset.perClass(dataset, (number, c) -> seen(c.samples()).allFinite());
    List<LabelledClass> out = new ArrayList<>();
    for (LabelledClass c : dataset.classes()) {
      if (!areFinite.next()) {
        throw outOfRange();
      }
      out.add(
          c.source() instanceof FloatMatrix there
              ? c.withSamples(seen(there))
              : c.withSamples(c.source().derived(c.size(), this::seen)));
    }
    return dataset.withClasses(out);
  }

  private FloatMatrix seen(FloatMatrix samples) {
    float[] values = samples.values().clone();
    for (int i = 0; i < values.length; i++) {
      values[i] = seen(i % samples.columns(), values[i]);
    }
    return new FloatMatrix(samples.rows(), samples.columns(), values);
  }

  /**
   * Samples mapped back.
   *
   * @param samples standardised, not modified
   * @return as they would be without this map
   * @throws JobException (usage) if a value leaves the range of 32-bit floats
   */
  FloatMatrix undo(FloatMatrix samples) {
    float[] values = samples.values().clone();
    for (int i = 0; i < values.length; i++) {
      int j = i % samples.columns();
      values[i] = (float) Math.fma(values[i], deviation[j], mean[j]);
    }
    return finite(new FloatMatrix(samples.rows(), samples.columns(), values));
  }

  /** The number of features. */
  int dimension() {
    return mean.length;
  }

  /** A value of a feature as it is after the map. */
  float seen(int j, double value) {
    return (float) ((value - mean[j]) / deviation[j]);
  }

  private static FloatMatrix finite(FloatMatrix values) {
    if (!values.allFinite()) {
      throw outOfRange();
    }
    return values;
  }

  private static JobException outOfRange() {
    return JobException.usage(
        "--standardise moves some value beyond the range of 32-bit floats: a feature is nearly"
            + " constant among the samples that give the deviations; leave it out, or give"
            + " --standardise pooled");
  }

  /** The map as text, equal for equal maps only. */
  String text() {
    return Arrays.toString(Arrays.stream(mean).mapToObj(Double::toHexString).toArray())
        + Arrays.toString(Arrays.stream(deviation).mapToObj(Double::toHexString).toArray());
  }
}
