package io.wowflow.jobs.function;

import io.wowflow.math.flow.Update;
import io.wowflow.math.internal.Workspace;
import io.wowflow.math.sliced.ClassKernel;
import io.wowflow.math.sliced.PanelRow;
import io.wowflow.math.sliced.Panels;
import io.wowflow.math.sliced.Projector;
import java.io.Serializable;
import java.util.Arrays;
import org.apache.spark.util.KnownSizeEstimation;

/**
 * Consecutive source classes with their particles at one step: the unit of the state on executors.
 * Its particles never change. The slices of its step are kept with them in memory, and are made
 * again from the particles, with the same bits, where they are missing (on another executor, or
 * after a stay on disk). The block knows its size, so that a cache need not walk through its
 * arrays.
 */
public final class ClassBlock implements Serializable, KnownSizeEstimation {
  private static final long serialVersionUID = 1L;

  private final int first;
  private final Particles[] classes;

  private transient volatile Slices slices;

  /**
   * The slices of a step.
   *
   * @param step k
   * @param order for each class and leaf which particle has each rank
   * @param quantiles the embedded slices, or null after they were taken
   */
  private record Slices(int step, int[][][] order, Panels quantiles) {
    long bytes() {
      long bytes = 0;
      for (int[][] ofClass : order) {
        for (int[] ofLeaf : ofClass) {
          bytes += Particles.OBJECT_BYTES + (long) Integer.BYTES * ofLeaf.length;
        }
      }
      for (int leaf = 0; quantiles != null && leaf < quantiles.leafCount(); leaf++) {
        bytes += Particles.OBJECT_BYTES + (long) Float.BYTES * quantiles.leaf(leaf).length;
      }
      return bytes;
    }
  }

  /**
   * A block.
   *
   * @param first the number of its first class
   * @param classes the particles of each class, handed over
   */
  public ClassBlock(int first, Particles[] classes) {
    this.first = first;
    this.classes = classes;
  }

  /**
   * The number of the first class.
   *
   * @return at least 0
   */
  public int first() {
    return first;
  }

  /**
   * Number of classes.
   *
   * @return at least 1
   */
  public int size() {
    return classes.length;
  }

  /**
   * The particles of a class.
   *
   * @param c the number of the class in the block, from 0
   * @return its particles, not to be modified
   */
  public Particles get(int c) {
    return classes[c];
  }

  /**
   * Its size in memory, slices included.
   *
   * @return bytes of its arrays and of their headers
   */
  @Override
  public long estimatedSize() {
    long bytes = 0;
    for (Particles of : classes) {
      bytes += of.bytes();
    }
    Slices held = slices;
    return held == null ? bytes : bytes + held.bytes();
  }

  /** The first class of the block with a particle that is NaN or infinite, or -1. */
  int firstNonFinite() {
    for (int c = 0; c < size(); c++) {
      if (!Update.allFinite(classes[c].positions())) {
        return first + c;
      }
    }
    return -1;
  }

  /** Makes the slices of a step, unless it has them. */
  ClassBlock sliced(FlowConstants flow, StepDirections directions, Workspace work) {
    slicesOf(flow, directions, work);
    return this;
  }

  /** The quantiles of a step, which the block releases when it hands them out. */
  Panels takeQuantiles(FlowConstants flow, StepDirections directions, Workspace work) {
    Slices held = slicesOf(flow, directions, work);
    if (held.quantiles == null) {
      held = slice(flow, directions, work);
    }
    slices = new Slices(held.step, held.order, null);
    return held.quantiles;
  }

  private Slices slicesOf(FlowConstants flow, StepDirections directions, Workspace work) {
    Slices held = slices;
    if (held == null || held.step != directions.step()) {
      held = slice(flow, directions, work);
      slices = held;
    }
    return held;
  }

  private Slices slice(FlowConstants flow, StepDirections directions, Workspace work) {
    int d = flow.directions().dimension();
    Panels quantiles = flow.panels(size());
    int[][][] order = new int[size()][][];
    for (int c = 0; c < size(); c++) {
      float[] x = classes[c].positions();
      ClassKernel operations = classes[c].operations(d, flow.levels());
      order[c] = new int[flow.leafCount()][operations.size() * Panels.LEAF_DIRECTIONS];
      for (Projector projector : directions.projectors()) {
        operations.embed(x, projector, new PanelRow(quantiles, c), order[c], work);
      }
    }
    return new Slices(directions.step(), order, quantiles);
  }

  /**
   * The block after a step.
   *
   * @param mixed the mixed quantiles of the block's classes
   * @param move step sizes, momentum and clip
   * @param flow the flow
   * @param directions the directions of the step
   * @param work scratch
   * @return a new block
   */
  ClassBlock moved(
      Panels mixed, Move move, FlowConstants flow, StepDirections directions, Workspace work) {
    int[][][] order = slicesOf(flow, directions, work).order;
    int d = flow.directions().dimension();
    Particles[] out = new Particles[size()];
    for (int c = 0; c < size(); c++) {
      Particles before = classes[c];
      int length = before.positions().length;
      ClassKernel operations = before.operations(d, flow.levels());
      float[] gradient = work.floats(Workspace.Use.GRADIENT, length);
      Arrays.fill(gradient, 0, length, 0f);
      for (Projector projector : directions.projectors()) {
        operations.addGradient(new PanelRow(mixed, c), projector, order[c], gradient, work);
      }
      float[] x = before.positions().clone();
      float[] v = before.velocities().clone();
      move.update().apply(x, v, gradient, move.factors()[first + c]);
      out[c] = new Particles(x, v, before.weights());
    }
    return new ClassBlock(first, out);
  }
}
