package io.wowflow.jobs.io.synthetic;

import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.io.dataset.LabelKind;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.jobs.io.dataset.ReadReport;
import io.wowflow.jobs.io.rows.ClassBuffers;
import io.wowflow.jobs.io.rows.ReadOptions;
import io.wowflow.jobs.io.rows.RowPlan;
import io.wowflow.jobs.io.rows.RowTable;
import io.wowflow.math.random.CounterRandom;
import io.wowflow.math.random.Streams;
import java.util.Arrays;
import java.util.Optional;

/**
 * Makes synthetic datasets; a value depends only on the seed, the stream, its class and its place.
 */
public final class SyntheticDatasets {
  private static final int RINGS = 3;
  private static final int RING_POINTS = 80;
  private static final double RING_RADIUS = 0.3;
  private static final double RING_DISTANCE = 0.75;
  private static final double BLOB_CENTRE = -0.3;
  private static final double BLOB_DEVIATION = 0.01;

  private SyntheticDatasets() {}

  /** Fills one sample after the other. */
  private interface ClassMaker {
    void next(int sample, float[] to);
  }

  /** Makes the samples of one class. */
  private interface DatasetMaker {
    ClassMaker ofClass(int c);
  }

  public static LoadedDataset make(String uri, SyntheticSpec spec, ReadOptions options) {
    if (spec instanceof SyntheticSpec.Gaussians g) {
      long stream = g.stream().orElse(options.defaultStream());
      RowTable rows = table(uri, g.classes(), g.samples());
      return fill(rows, options, g.dimension(), c -> gaussian(g, random(options, stream, c)));
    }
    RowTable rows = table(uri, RINGS, RING_POINTS);
    if (spec instanceof SyntheticSpec.Rings) {
      return fill(rows, options, 2, SyntheticDatasets::ring);
    }
    return fill(rows, options, 2, c -> blob(random(options, options.defaultStream(), c)));
  }

  private static RowTable table(String uri, int classes, int samples) {
    long count = (long) classes * samples;
    if (count > RowTable.MOST_ROWS) {
      throw JobException.usage(
          "'" + uri + "' asks for " + count + " samples; at most " + RowTable.MOST_ROWS);
    }
    RowTable rows = new RowTable(uri, LabelKind.INTEGER, (int) count, row -> "sample " + row);
    for (int row = 0; row < count; row++) {
      rows.label(row, Integer.toString(row / samples));
    }
    return rows;
  }

  private static LoadedDataset fill(
      RowTable rows, ReadOptions options, int dimension, DatasetMaker maker) {
    RowPlan plan = RowPlan.of(rows, options);
    ClassBuffers buffers = new ClassBuffers(plan, dimension);
    int samples = rows.size() / plan.classCount();
    float[] sample = new float[dimension];
    for (int c = 0; c < plan.classCount(); c++) {
      ClassMaker classMaker = maker.ofClass(c);
      for (int i = 0; i < samples; i++) {
        classMaker.next(i, sample);
        buffers.put(c * samples + i, sample);
      }
    }
    return buffers.build(
        Optional.empty(), ReadReport.of("synthetic", "the classes", "the generator"));
  }

  private static CounterRandom random(ReadOptions options, long stream, int c) {
    return CounterRandom.at(options.seed(), Streams.SYNTHETIC, stream, c);
  }

  private static ClassMaker ring(int c) {
    return (i, to) -> {
      double angle = 2 * Math.PI * i / RING_POINTS;
      to[0] = (float) (-RING_DISTANCE * c + RING_RADIUS * StrictMath.cos(angle));
      to[1] = (float) (RING_RADIUS * StrictMath.sin(angle));
    };
  }

  private static ClassMaker blob(CounterRandom random) {
    return (i, to) -> {
      to[0] = (float) (BLOB_CENTRE + BLOB_DEVIATION * random.nextGaussian());
      to[1] = (float) (BLOB_DEVIATION * random.nextGaussian());
    };
  }

  private static ClassMaker gaussian(SyntheticSpec.Gaussians g, CounterRandom random) {
    double[] mean = new double[g.dimension()];
    Arrays.setAll(mean, j -> g.shift() + random.nextGaussian());
    return (i, to) -> {
      for (int j = 0; j < mean.length; j++) {
        to[j] = (float) (mean[j] + random.nextGaussian());
      }
    };
  }
}
