package io.wowflow.jobs.input;

import io.wowflow.jobs.io.dataset.FlowedDataset;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.jobs.io.spread.SpreadDataset;
import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.array.MatrixSource;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.data.LabelledDataset;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * The least and the greatest value of a dataset.
 *
 * @param low the least
 * @param high the greatest
 */
public record DataRange(float low, float high) implements Serializable {
  /**
   * Finds the range.
   *
   * @param dataset finite values
   * @return the range of all features together
   */
  public static DataRange of(LabelledDataset dataset) {
    Iterator<DataRange> classes = SpreadDataset.perClass(dataset, (number, c) -> of(c));
    DataRange all = classes.next();
    while (classes.hasNext()) {
      DataRange next = classes.next();
      all = new DataRange(Math.min(all.low, next.low), Math.max(all.high, next.high));
    }
    return all;
  }

  private static DataRange of(LabelledClass c) {
    float low = Float.POSITIVE_INFINITY;
    float high = Float.NEGATIVE_INFINITY;
    for (float value : c.samples().values()) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    return new DataRange(low, high);
  }

  /**
   * The same particles, every value moved into the range.
   *
   * @param flowed the particles, not modified
   * @return the particles
   */
  public FlowedDataset clipped(FlowedDataset flowed) {
    LoadedDataset particles = flowed.particles();
    List<LabelledClass> out = new ArrayList<>();
    for (LabelledClass c : particles.dataset().classes()) {
      out.add(
          c.withSamples(
              c.source() instanceof FloatMatrix there
                  ? clipped(there)
                  : MatrixSource.of(c.size(), c.dimension(), () -> clipped(c.samples()))));
    }
    return new FlowedDataset(
        particles.withDataset(particles.dataset().withClasses(out)),
        flowed.labelKind(),
        flowed.targetLabels(),
        flowed.targetOf());
  }

  private FloatMatrix clipped(FloatMatrix samples) {
    float[] values = samples.values().clone();
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.min(high, Math.max(low, values[i]));
    }
    return new FloatMatrix(samples.rows(), samples.columns(), values);
  }
}
