package io.wowflow.math.mmd;

import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.data.LabelledDataset;
import io.wowflow.math.internal.Guard;
import io.wowflow.math.internal.SumBuffers;
import io.wowflow.math.internal.WorkPool;
import io.wowflow.math.sliced.ClassKernel;
import io.wowflow.math.sliced.Directions;
import io.wowflow.math.sliced.GaussianDirections;
import io.wowflow.math.sliced.Interaction;
import io.wowflow.math.sliced.PairKernel;
import io.wowflow.math.sliced.PairMeasure;
import io.wowflow.math.sliced.PairSums;
import io.wowflow.math.sliced.PanelRow;
import io.wowflow.math.sliced.Panels;
import io.wowflow.math.sliced.Projector;
import io.wowflow.math.sliced.QuantileLevels;
import io.wowflow.math.sliced.TreeSum;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures the distances between all classes of two datasets over Gaussian directions, in groups
 * whose spread gives a standard error ({@link GramGroups}). An immutable value.
 *
 * @param measure the distance, {@code SW_2^2} or {@code SW_1}
 * @param seed the seed of the directions
 * @param directionCount number of directions, at least 2; above {@link #MOST_GROUPS} it is rounded
 *     up to a multiple of that
 * @param threads number of threads, at least 1; no bit depends on it
 */
public record GramSampling(PairMeasure measure, long seed, int directionCount, int threads) {
  /** The number of groups, where there are as many directions. */
  public static final int MOST_GROUPS = 20;

  /** Levels where the sizes have no common multiple; fewer where panels would be over 128 MB. */
  private static final int FINE = 4096;

  private static final long MOST_VALUES = 1L << 25;

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if there are fewer than 2 directions or no thread
   */
  public GramSampling {
    Guard.that(directionCount >= 2, "direction count must be at least 2, was " + directionCount);
    Guard.positive("threads", threads);
  }

  /**
   * Number of groups.
   *
   * @return at least 2, at most {@link #MOST_GROUPS}
   */
  public int groupCount() {
    return Math.min(MOST_GROUPS, directionCount);
  }

  /**
   * Number of directions of each group.
   *
   * @return {@code ceil(directionCount / groupCount())}
   */
  public int directionsOfGroup() {
    return (int) ((directionCount - 1L + groupCount()) / groupCount());
  }

  /**
   * The quantile levels that the distances are measured with. They are those of a flow where these
   * are exact. Where they are not, there are more of them: averages over few levels make the
   * distances smaller, and a distance, unlike the step of a flow, is measured once.
   *
   * @param source C classes
   * @param target C' classes
   * @return the levels, at most 4096 unless a class has more samples
   */
  public QuantileLevels levels(LabelledDataset source, LabelledDataset target) {
    List<LabelledClass> all = all(source, target);
    int[] sizes = all.stream().mapToInt(LabelledClass::size).toArray();
    boolean uniform = all.stream().allMatch(LabelledClass::isUniform);
    QuantileLevels ofFlow = QuantileLevels.forSizes(sizes, uniform);
    if (ofFlow.exact()) {
      return ofFlow;
    }
    long rows = (long) all.size() * Panels.LEAF_DIRECTIONS * Panels.leafCount(directionsOfGroup());
    long most = Math.max(ofFlow.levels(), Math.min(FINE, MOST_VALUES / rows));
    return QuantileLevels.upTo((int) most, sizes, uniform);
  }

  private static List<LabelledClass> all(LabelledDataset source, LabelledDataset target) {
    List<LabelledClass> all = new ArrayList<>(source.classes());
    all.addAll(target.classes());
    return all;
  }

  /**
   * Measures the distances. All samples are read and held in memory at once.
   *
   * @param source C classes in R^d; a class of one sample is a point mass and needs no care
   * @param target C' classes in R^d
   * @return the distances of every group; NaN or infinite where a sample is, or where squares of
   *     its differences overflow single precision
   * @throws IllegalArgumentException if the dimensions differ, or panels or sums exceed the largest
   *     array
   */
  public GramGroups between(LabelledDataset source, LabelledDataset target) {
    Guard.size("dimension of the target", source.dimension(), target.dimension());
    List<SlicedGram> groups = new ArrayList<>();
    try (WorkPool pool = new WorkPool(threads)) {
      Measurement measurement = new Measurement(source, target, pool);
      for (int group = 0; group < groupCount(); group++) {
        // Every step has directions of its own.
        groups.add(SlicedGram.of(measurement.ofStep(group)));
      }
    }
    return new GramGroups(groups);
  }

  /** The panels of all classes, filled again for each group. */
  private final class Measurement {
    private final WorkPool pool;
    private final Directions directions;
    private final PairKernel pairs;
    private final Panels panels;
    private final ClassKernel[] slices;
    private final float[][] points;
    private final Projector[] projectors;

    Measurement(LabelledDataset source, LabelledDataset target, WorkPool pool) {
      this.pool = pool;
      directions = new GaussianDirections(seed, source.dimension(), directionsOfGroup());
      Interaction dense = Interaction.dense(source.classCount(), target.classCount());
      pairs = new PairKernel(source.classCount(), dense, measure, true);
      int levels = levels(source, target).levels();
      panels = new Panels(pairs.rows(), directions.count(), levels);
      List<LabelledClass> all = all(source, target);
      slices = new ClassKernel[all.size()];
      points = new float[all.size()][];
      for (int c = 0; c < slices.length; c++) {
        slices[c] = ClassKernel.of(all.get(c), levels);
        points[c] = all.get(c).samples().values();
      }
      projectors = new Projector[directions.blockCount()];
    }

    PairSums ofStep(int step) {
      int blocks = projectors.length;
      pool.run(blocks, (b, work) -> projectors[b] = directions.block(step, b, projectors[b]));
      pool.run(
          Guard.length("tasks of a group, classes x direction blocks", slices.length, blocks),
          (task, work) -> {
            int c = task / blocks;
            PanelRow row = new PanelRow(panels, c);
            slices[c].embed(points[c], projectors[task % blocks], row, null, work);
          });
      SumBuffers buffers = new SumBuffers();
      TreeSum tree = new TreeSum(panels.leafCount(), buffers);
      pool.run(
          panels.leafCount(),
          (leaf, work) -> {
            float[] panel = panels.leaf(leaf);
            PairKernel.centre(panel, panels.rows(), panels.columns(), work);
            double[] sums = buffers.take(pairs.length());
            pairs.sums(leaf, panel, panels.columns(), sums, work);
            tree.add(leaf, sums);
          });
      return PairSums.of(pairs, tree.total(), directions, panels.levels());
    }
  }
}
