package io.wowflow.math.flow;

import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.array.Guard;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.data.LabelledDataset;
import io.wowflow.math.random.CounterRandom;
import io.wowflow.math.random.Streams;
import io.wowflow.math.sliced.ClassSlices;
import io.wowflow.math.sliced.PanelRow;
import io.wowflow.math.sliced.Projector;
import io.wowflow.math.sliced.Workspace;

/** The target classes of a flow, whole or in batches of samples keyed by (seed, step, class). */
final class TargetClasses {
  private final LabelledDataset target;
  private final Batches batches;
  private final int levels;
  private final float[][] points;
  private final ClassSlices[] slices;

  TargetClasses(LabelledDataset target, Batches batches, int levels) {
    this.target = target;
    this.batches = batches;
    this.levels = levels;
    points = new float[target.classCount()][];
    slices = new ClassSlices[target.classCount()];
    for (int e = 0; e < points.length; e++) {
      LabelledClass c = target.get(e);
      Guard.that(
          batches.targetSamples() <= c.size(),
          "a target batch of "
              + batches.targetSamples()
              + " needs as many samples, "
              + c
              + " has fewer");
      if (batches.targetSamples() == 0) {
        points[e] = c.samples().values();
        slices[e] = ClassSlices.of(c, levels);
      }
    }
  }

  void embed(int e, int step, Projector projector, PanelRow row, Workspace work) {
    if (batches.targetSamples() == 0) {
      slices[e].embed(points[e], projector, row, null, work);
      return;
    }
    LabelledClass drawn = draw(e, step);
    float[] x = drawn.samples().values();
    ClassSlices.of(drawn, levels).embed(x, projector, row, null, work);
  }

  private LabelledClass draw(int e, int step) {
    LabelledClass c = target.get(e);
    int[] chosen =
        CounterRandom.at(batches.seed(), Streams.TARGET_BATCH, step, e)
            .sample(c.size(), batches.targetSamples());
    int d = c.dimension();
    float[] values = new float[chosen.length * d];
    double[] weights = new double[chosen.length];
    for (int i = 0; i < chosen.length; i++) {
      System.arraycopy(c.samples().values(), chosen[i] * d, values, i * d, d);
      weights[i] = c.weight(chosen[i]);
    }
    FloatMatrix samples = new FloatMatrix(chosen.length, d, values);
    return LabelledClass.weighted(c.label(), samples, weights);
  }
}
