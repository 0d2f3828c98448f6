package io.wowflow.jobs.input;

import io.wowflow.jobs.conf.DescentConf;
import io.wowflow.jobs.conf.ImageShape;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.array.MatrixSource;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.data.LabelledDataset;
import io.wowflow.math.flow.Clip;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The map from a value of the input to the value that the flow sees, {@code (x - mean) / deviation}
 * by channel, and its inverse: inputs and outputs are in the input's units.
 */
public final class Normalisation {
  private final float[] mean;
  private final float[] deviation;
  private final Optional<DescentConf.Clip> clip;

  private Normalisation(float[] mean, float[] deviation, Optional<DescentConf.Clip> clip) {
    this.mean = mean;
    this.deviation = deviation;
    this.clip = clip;
  }

  /**
   * The normalisation of a flow.
   *
   * @param conf a checked configuration
   * @param shape the shape of the samples, where it is known
   * @return the normalisation
   * @throws JobException (usage) if it names channels that the samples do not have
   */
  static Normalisation of(DescentConf conf, Optional<ImageShape> shape) {
    if (conf.normalise().isEmpty()) {
      return new Normalisation(new float[0], new float[0], conf.clip());
    }
    DescentConf.Normalise asked = conf.normalise().get();
    int channels = Math.max(asked.mean().size(), asked.deviation().size());
    int there = shape.map(ImageShape::channels).orElse(1);
    if (channels > 1 && channels != there) {
      throw JobException.usage(
          "--normalise "
              + asked
              + " names "
              + channels
              + " channels, the samples "
              + (shape.isPresent()
                  ? "have " + there
                  : "have no known shape: give it with --shape HxWxC"));
    }
    return new Normalisation(
        spread(asked.mean(), channels), spread(asked.deviation(), channels), conf.clip());
  }

  private static float[] spread(List<Double> values, int channels) {
    float[] out = new float[channels];
    for (int k = 0; k < channels; k++) {
      out[k] = values.get(values.size() == 1 ? 0 : k).floatValue();
    }
    return out;
  }

  private boolean isIdentity() {
    return mean.length == 0;
  }

  LabelledDataset apply(LabelledDataset dataset) {
    if (isIdentity()) {
      return dataset;
    }
    List<LabelledClass> out = new ArrayList<>();
    for (LabelledClass c : dataset.classes()) {
      FloatMatrix seen = finite(seen(c.samples()));
      // Samples that were too many for the memory still are.
      out.add(
          c.source() instanceof FloatMatrix
              ? c.withSamples(seen)
              : c.withSamples(MatrixSource.of(c.size(), c.dimension(), () -> seen(c.samples()))));
    }
    return dataset.withClasses(out);
  }

  private FloatMatrix seen(FloatMatrix samples) {
    float[] values = samples.values().clone();
    for (int i = 0; i < values.length; i++) {
      int k = i % samples.columns() % mean.length;
      values[i] = (values[i] - mean[k]) / deviation[k];
    }
    return new FloatMatrix(samples.rows(), samples.columns(), values);
  }

  private static FloatMatrix finite(FloatMatrix values) {
    if (!values.allFinite()) {
      throw outOfRange("some value");
    }
    return values;
  }

  private static JobException outOfRange(String what) {
    return JobException.usage(
        "--normalise moves "
            + what
            + " beyond the range of 32-bit floats: give a MEAN and an STD of the size of the data");
  }

  /**
   * Particles in the input's units, within the clip range to the last bit.
   *
   * @param particles n x d in the units of the flow, not modified
   * @return n x d in the units of the input; the same object if nothing is normalised
   * @throws JobException (usage) if a value leaves the range of 32-bit floats
   */
  public FloatMatrix undo(FloatMatrix particles) {
    if (isIdentity()) {
      return particles;
    }
    float[] values = particles.values().clone();
    for (int i = 0; i < values.length; i++) {
      int k = i % particles.columns() % mean.length;
      values[i] = Math.fma(values[i], deviation[k], mean[k]);
      if (clip.isPresent()) {
        float low = (float) clip.get().low();
        values[i] = Math.min((float) clip.get().high(), Math.max(low, values[i]));
      }
    }
    return finite(new FloatMatrix(particles.rows(), particles.columns(), values));
  }

  /**
   * The clip range in the units of the flow.
   *
   * @return the range, by channel if values are normalised; empty without a clip
   * @throws JobException (usage) if it is no range there
   */
  public Optional<Clip> clip() {
    return clip.map(
        range -> {
          if (isIdentity()) {
            return Clip.of((float) range.low(), (float) range.high());
          }
          float[] low = new float[mean.length];
          float[] high = new float[mean.length];
          for (int k = 0; k < mean.length; k++) {
            low[k] = ((float) range.low() - mean[k]) / deviation[k];
            high[k] = ((float) range.high() - mean[k]) / deviation[k];
            if (!(low[k] < high[k]) || Float.isInfinite(high[k] - low[k])) {
              throw outOfRange("the range of --clip");
            }
          }
          return new Clip(low, high);
        });
  }
}
