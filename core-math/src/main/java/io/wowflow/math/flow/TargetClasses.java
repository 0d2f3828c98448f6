package io.wowflow.math.flow;

import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.internal.Guard;
import io.wowflow.math.internal.Workspace;
import io.wowflow.math.sliced.ClassKernel;
import io.wowflow.math.sliced.PanelRow;
import io.wowflow.math.sliced.Projector;
import java.util.List;

/**
 * The kernels of consecutive target classes of a flow, whole or in batches of samples keyed by
 * (seed, step, class).
 */
public final class TargetClasses {
  private final List<LabelledClass> classes;
  private final int first;
  private final Batches batches;
  private final int levels;
  private final float[][] points;
  private final ClassKernel[] slices;

  /**
   * Consecutive target classes.
   *
   * @param classes the classes, not modified
   * @param first the index of the first of them among all target classes
   * @param batches the samples that a step uses
   * @param levels Q
   * @throws IllegalArgumentException if a class has fewer samples than a batch
   */
  public TargetClasses(List<LabelledClass> classes, int first, Batches batches, int levels) {
    this.classes = classes;
    this.first = first;
    this.batches = batches;
    this.levels = levels;
    points = new float[classes.size()][];
    slices = new ClassKernel[classes.size()];
    for (int e = 0; e < points.length; e++) {
      LabelledClass c = classes.get(e);
      Guard.that(
          batches.targetSamples() <= c.size(),
          "a target batch of "
              + batches.targetSamples()
              + " needs as many samples, "
              + c
              + " has fewer");
      if (batches.targetSamples() == 0) {
        points[e] = c.samples().values();
        slices[e] = ClassKernel.of(c, levels);
      }
    }
  }

  /**
   * Projects and sorts a class on a block of directions and embeds it into a row of the panels.
   *
   * @param e the index of the class among all target classes
   * @param step k
   * @param projector the block
   * @param row the class's row, modified on the block's leaves
   * @param work scratch
   */
  public void embed(int e, int step, Projector projector, PanelRow row, Workspace work) {
    if (batches.targetSamples() == 0) {
      slices[e - first].embed(points[e - first], projector, row, null, work);
      return;
    }
    LabelledClass drawn = batches.target(classes.get(e - first), e, step);
    float[] x = drawn.samples().values();
    ClassKernel.of(drawn, levels).embed(x, projector, row, null, work);
  }
}
