package io.wowflow.jobs.report;

import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.linalg.PrincipalAxes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The plane in which the target's samples vary most, for pictures of vectors. It depends only on
 * the target, so it is the same at every step and for a flow that is resumed.
 */
public final class PrincipalPlane {
  private static final int MOST_SAMPLES = 2000;
  private static final int MOST_VALUES = 1_000_000;

  private final PrincipalAxes axes;
  private final int dimension;

  private PrincipalPlane(PrincipalAxes axes, int dimension) {
    this.axes = axes;
    this.dimension = dimension;
  }

  /**
   * The plane of vectors, by the first samples of evenly spread target classes: at most 2000
   * samples and about a million values.
   *
   * @param source the dataset that moves
   * @param target the dataset to move onto
   * @return the plane; empty if samples are images or have at most two values
   */
  public static Optional<PrincipalPlane> of(LoadedDataset source, LoadedDataset target) {
    int d = target.dataset().dimension();
    if (d <= 2 || RecordedStates.imageShape(source, target).isPresent()) {
      return Optional.empty();
    }
    return Optional.of(new PrincipalPlane(PrincipalAxes.of(some(target, d), 2), d));
  }

  private static FloatMatrix some(LoadedDataset target, int d) {
    int most = Math.max(3, Math.min(MOST_SAMPLES, MOST_VALUES / d));
    int classes = Math.min(most, target.dataset().classCount());
    List<float[]> rows = new ArrayList<>();
    for (int c : RecordedStates.spread(target.dataset().classCount(), classes)) {
      LabelledClass one = target.dataset().get(c);
      float[] values = one.samples().values();
      for (int i = 0; i < Math.min(one.size(), Math.max(1, most / classes)); i++) {
        float[] row = new float[d];
        System.arraycopy(values, i * d, row, 0, d);
        rows.add(row);
      }
    }
    float[] all = new float[rows.size() * d];
    for (int i = 0; i < rows.size(); i++) {
      System.arraycopy(rows.get(i), 0, all, i * d, d);
    }
    return new FloatMatrix(rows.size(), d, all);
  }

  /**
   * Projects samples.
   *
   * @param samples n x d in the units of the input, not modified
   * @return n x 2, in the units of the input, from the mean of the target's samples
   */
  public FloatMatrix project(FloatMatrix samples) {
    return axes.project(samples);
  }

  RecordedStates.Axes axes() {
    return new RecordedStates.Axes(dimension, axes.share(0), axes.share(1));
  }
}
