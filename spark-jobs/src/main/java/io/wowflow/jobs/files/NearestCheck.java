package io.wowflow.jobs.files;

import io.wowflow.jobs.io.dataset.FlowedDataset;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.jobs.io.rows.SampleDraw;
import io.wowflow.jobs.report.RunReport;
import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.transport.NearestSamples;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.DoubleStream;

/**
 * Distances from flowed samples to the nearest samples of the target, for the page: copies are much
 * nearer than the target's samples are to each other.
 *
 * <p>The work is bounded: of at most 20 source classes, evenly spread, at most 100 samples are
 * looked up among as many samples of the matched target class as 500 million products of values
 * allow, at least 50. One class at a time is in memory.
 */
final class NearestCheck {
  private static final int MOST_CLASSES = 20;
  private static final int MOST_LOOKED_UP = 100;
  private static final int LEAST_AMONG = 50;
  private static final long MOST_PRODUCTS = 500_000_000;

  private final LoadedDataset target;
  private final long seed;
  private final DoubleStream.Builder distances = DoubleStream.builder();
  private final DoubleStream.Builder among = DoubleStream.builder();
  private final Map<Integer, Seen> seen = new TreeMap<>();
  private long flowed;

  /** The samples of a target class that were nearest, and the number of samples looked up. */
  private static final class Seen {
    private final int[] rows;
    private final BitSet used = new BitSet();
    private long lookedUp;

    Seen(int[] rows) {
      this.rows = rows;
    }
  }

  private NearestCheck(LoadedDataset target, long seed) {
    this.target = target;
    this.seed = seed;
  }

  /**
   * Looks up flowed samples.
   *
   * @param outcome the flowed dataset, in the units of the target
   * @param target the target as it was read
   * @param seed draws the samples
   * @return the distances, in these units
   */
  static RunReport.Nearest of(FlowedDataset outcome, LoadedDataset target, long seed) {
    NearestCheck check = new NearestCheck(target, seed);
    int count = outcome.particles().dataset().classCount();
    int classes = Math.min(MOST_CLASSES, count);
    for (int k = 0; k < classes; k++) {
      int c = classes == 1 ? 0 : (int) ((long) k * (count - 1) / (classes - 1));
      check.lookUp(outcome.particles().dataset().get(c), outcome.targetOf()[c]);
    }
    return check.found(classes);
  }

  private void lookUp(LabelledClass moved, int e) {
    LabelledClass matched = target.dataset().get(e);
    boolean isNew = !seen.containsKey(e);
    Seen here = seen.computeIfAbsent(e, unseen -> new Seen(drawn(matched, mostAmong(matched))));
    FloatMatrix samples = rows(matched, here.rows);
    FloatMatrix points = rows(moved, drawn(moved, MOST_LOOKED_UP));
    NearestSamples.Nearest nearest = NearestSamples.of(points, samples);
    Arrays.stream(nearest.distances()).forEach(distances::add);
    Arrays.stream(nearest.indices()).forEach(here.used::set);
    here.lookedUp += points.rows();
    flowed += points.rows();
    if (isNew && samples.rows() > 1) {
      int[] some =
          SampleDraw.draw(
              seed, matched.label(), samples.rows(), Math.min(MOST_LOOKED_UP, samples.rows()));
      double[] own = NearestSamples.amongThemselves(samples, some).distances();
      Arrays.stream(own).forEach(among::add);
    }
  }

  private static int mostAmong(LabelledClass matched) {
    long fits = MOST_PRODUCTS / MOST_LOOKED_UP / matched.dimension();
    return (int) Math.max(LEAST_AMONG, Math.min(Integer.MAX_VALUE, fits));
  }

  private int[] drawn(LabelledClass from, int most) {
    return SampleDraw.draw(seed, from.label(), from.size(), Math.min(most, from.size()));
  }

  private static FloatMatrix rows(LabelledClass from, int[] rows) {
    FloatMatrix all = from.samples();
    int d = all.columns();
    float[] values = new float[Math.multiplyExact(rows.length, d)];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(all.values(), rows[i] * d, values, i * d, d);
    }
    return new FloatMatrix(rows.length, d, values);
  }

  private RunReport.Nearest found(int classes) {
    long targets = 0;
    long ofTargets = 0;
    long used = 0;
    long usable = 0;
    for (Map.Entry<Integer, Seen> one : seen.entrySet()) {
      Seen here = one.getValue();
      targets += here.rows.length;
      ofTargets += target.dataset().get(one.getKey()).size();
      used += here.used.cardinality();
      usable += Math.min(here.rows.length, here.lookedUp);
    }
    return new RunReport.Nearest(
        classes,
        flowed,
        targets,
        ofTargets,
        quartiles(distances.build().toArray()),
        quartiles(among.build().toArray()),
        used,
        usable);
  }

  /** The quartiles, between two numbers by their mean in proportion; null without numbers. */
  private static RunReport.Quartiles quartiles(double[] numbers) {
    if (numbers.length == 0) {
      return null;
    }
    Arrays.sort(numbers);
    return new RunReport.Quartiles(
        quantile(numbers, 0.25), quantile(numbers, 0.5), quantile(numbers, 0.75));
  }

  private static double quantile(double[] sorted, double share) {
    double place = share * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(sorted.length - 1, below + 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }
}
