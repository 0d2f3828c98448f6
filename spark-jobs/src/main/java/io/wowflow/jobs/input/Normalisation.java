package io.wowflow.jobs.input;

import io.wowflow.jobs.conf.DescentConf;
import io.wowflow.jobs.conf.ImageShape;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.jobs.io.dataset.Units;
import io.wowflow.jobs.io.spread.SpreadDataset;
import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.array.MatrixSource;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.data.LabelledDataset;
import io.wowflow.math.flow.Clip;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * The map from a value of a dataset to the value that the flow sees, and its inverse: {@code (x -
 * mean) / deviation} by channel, as {@code --normalise} gives it, or by feature, see {@link
 * Standardisation}. Inputs and outputs are in the units of the datasets, which may be centred
 * ({@link Units}); {@code --normalise} and {@code --clip} are in those of the input.
 */
public final class Normalisation {
  private final float[] mean;
  private final float[] deviation;
  private final Optional<Standardisation> standardised;
  private final Units units;
  private final Optional<Clip> clip;

  private Normalisation(
      float[] mean,
      float[] deviation,
      Optional<Standardisation> standardised,
      Units units,
      Optional<Clip> clip) {
    this.mean = mean;
    this.deviation = deviation;
    this.standardised = standardised;
    this.units = units;
    this.clip = clip;
  }

  /**
   * The normalisation of a flow.
   *
   * @param conf a checked configuration
   * @param source the source as it was read
   * @param target the target as it was read, in the same units
   * @return the normalisation
   * @throws JobException (usage) if it names channels that the samples do not have
   */
  static Normalisation of(DescentConf conf, LoadedDataset source, LoadedDataset target) {
    Units units = target.units();
    int entries = units.isAsRead() ? 1 : target.dataset().dimension();
    Optional<Clip> clip = conf.clip().map(range -> clip(range, units, entries));
    if (conf.normalise().isEmpty()) {
      return new Normalisation(
          new float[0],
          new float[0],
          conf.standardise().map(by -> Standardisation.of(by, target, List.of(source))),
          units,
          clip);
    }
    DescentConf.Normalise asked = conf.normalise().get();
    int channels = Math.max(asked.mean().size(), asked.deviation().size());
    Optional<ImageShape> shape = source.shape().or(target::shape);
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
    int maps = Math.max(channels, entries);
    float[] mean = new float[maps];
    for (int k = 0; k < maps; k++) {
      // A centred feature stays centred: no distance depends on a common mean.
      mean[k] = units.offset(k) == 0 ? (float) of(asked.mean(), k % channels) : 0;
    }
    return new Normalisation(
        mean, spread(asked.deviation(), channels, maps), Optional.empty(), units, clip);
  }

  private static double of(List<Double> values, int channel) {
    return values.get(values.size() == 1 ? 0 : channel);
  }

  private static float[] spread(List<Double> values, int channels, int count) {
    float[] out = new float[count];
    for (int k = 0; k < count; k++) {
      out[k] = (float) of(values, k % channels);
    }
    return out;
  }

  private static Clip clip(DescentConf.Clip range, Units units, int entries) {
    float[] low = new float[entries];
    float[] high = new float[entries];
    for (int j = 0; j < entries; j++) {
      low[j] = units.kept(j, range.low());
      high[j] = units.kept(j, range.high());
      if (!(low[j] < high[j])) {
        throw JobException.usage(
            "--clip " + range + " is not a range next to values near " + units.offset(j));
      }
    }
    return new Clip(low, high);
  }

  private boolean isIdentity() {
    return mean.length == 0 && standardised.isEmpty();
  }

  LabelledDataset apply(LabelledDataset dataset) {
    if (isIdentity()) {
      return dataset;
    }
    if (standardised.isPresent()) {
      return standardised.get().apply(dataset);
    }
    float[] means = mean;
    float[] deviations = deviation;
    MatrixSource.Derivation map = samples -> seen(samples, means, deviations);
    // Samples that were too many for the memory still are, and are looked at where they are.
    Iterator<Boolean> areFinite =
        SpreadDataset.perClass(dataset, (number, c) -> map.of(c.samples()).allFinite());
    List<LabelledClass> out = new ArrayList<>();
    for (LabelledClass c : dataset.classes()) {
      if (!areFinite.next()) {
        throw outOfRange("some value");
      }
      out.add(
          c.source() instanceof FloatMatrix there
              ? c.withSamples(map.of(there))
              : c.withSamples(c.source().derived(c.size(), map)));
    }
    return dataset.withClasses(out);
  }

  private static FloatMatrix seen(FloatMatrix samples, float[] mean, float[] deviation) {
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
   * Particles in the units of the datasets, within the clip range to the last bit.
   *
   * @param particles n x d in the units of the flow, not modified
   * @return n x d in the units of the datasets; the same object if nothing is normalised
   * @throws JobException (usage) if a value leaves the range of 32-bit floats
   */
  public FloatMatrix undo(FloatMatrix particles) {
    if (isIdentity()) {
      return particles;
    }
    if (standardised.isPresent()) {
      FloatMatrix out = standardised.get().undo(particles);
      clip(out.values(), out.columns());
      return out;
    }
    float[] values = particles.values().clone();
    for (int i = 0; i < values.length; i++) {
      int k = i % particles.columns() % mean.length;
      values[i] = Math.fma(values[i], deviation[k], mean[k]);
    }
    clip(values, particles.columns());
    return finite(new FloatMatrix(particles.rows(), particles.columns(), values));
  }

  private void clip(float[] values, int columns) {
    if (clip.isEmpty()) {
      return;
    }
    float[] low = clip.get().low();
    float[] high = clip.get().high();
    for (int i = 0; i < values.length; i++) {
      int k = i % columns % low.length;
      values[i] = Math.min(high[k], Math.max(low[k], values[i]));
    }
  }

  /**
   * The clip range in the units of the flow.
   *
   * @return the range, by channel or feature if values are normalised or centred; empty without a
   *     clip
   * @throws JobException (usage) if it is no range there
   */
  public Optional<Clip> clip() {
    if (isIdentity()) {
      return clip;
    }
    return clip.map(
        range -> {
          int maps = standardised.map(Standardisation::dimension).orElse(mean.length);
          float[] low = new float[maps];
          float[] high = new float[maps];
          for (int k = 0; k < maps; k++) {
            low[k] = seen(k, range.low()[k % range.low().length]);
            high[k] = seen(k, range.high()[k % range.high().length]);
            if (!(low[k] < high[k]) || Float.isInfinite(high[k] - low[k])) {
              throw outOfRange("the range of --clip");
            }
          }
          return new Clip(low, high);
        });
  }

  private float seen(int k, float value) {
    return standardised.isPresent()
        ? standardised.get().seen(k, value)
        : (value - mean[k]) / deviation[k];
  }

  /**
   * The part of the map that depends on the data and not on the configuration: data that differ in
   * it only look the same to the flow, but their outcomes differ.
   *
   * @return a text, equal for equal maps only; empty where there is no such part
   */
  public Optional<String> ofData() {
    return units.isAsRead() && standardised.isEmpty()
        ? Optional.empty()
        : Optional.of(units.text() + standardised.map(Standardisation::text).orElse(""));
  }

  /**
   * Sentences about features that are not scaled.
   *
   * @param target has the names of the features
   * @return empty if there are none
   */
  List<String> notices(LoadedDataset target) {
    return standardised.map(map -> map.notices(target)).orElse(List.of());
  }
}
