package io.wowflow.jobs.io.dataset;

import io.wowflow.jobs.conf.ImageShape;
import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.data.LabelledDataset;
import java.util.List;
import java.util.Optional;

/**
 * A labelled dataset as it was read: the measure, and what else its files contain.
 *
 * @param dataset classes in ascending order of their labels (integers by value, text by {@link
 *     String#compareTo}); in each class the samples in canonical order
 * @param labelKind the type of the labels; integer labels are decimal text in {@link
 *     io.wowflow.math.data.LabelledClass#label()}
 * @param ids for each class the id of each sample: the {@code id} column where there is one, else
 *     the sample's position in the canonical order of the whole input, before any drawing
 * @param shape the shape of the samples, where the input contains it or the user gave it
 * @param origins the origin of each sample, where the input is the output of a flow or an
 *     augmentation
 * @param report what was read, and why
 * @param ranges the range of each feature in the input, {@link FeatureRanges#UNKNOWN} where samples
 *     were made or changed
 * @param units the units of the samples in {@code dataset}; files get the values of the input
 */
public record LoadedDataset(
    LabelledDataset dataset,
    LabelKind labelKind,
    List<long[]> ids,
    Optional<ImageShape> shape,
    Optional<SampleOrigins> origins,
    ReadReport report,
    FeatureRanges ranges,
    Units units) {
  private static final ReadReport MADE = ReadReport.of("memory", "memory", "memory");

  /**
   * A dataset that was made, not read.
   *
   * @param dataset classes in ascending order of their labels
   * @param labelKind the type of the labels
   * @param ids for each class the id of each sample
   * @param shape the shape of the samples, if known
   */
  public LoadedDataset(
      LabelledDataset dataset, LabelKind labelKind, List<long[]> ids, Optional<ImageShape> shape) {
    this(dataset, labelKind, ids, shape, Optional.empty(), MADE);
  }

  /**
   * A dataset with samples in the units of its input, of unknown ranges.
   *
   * @param dataset classes in ascending order of their labels
   * @param labelKind the type of the labels
   * @param ids for each class the id of each sample
   * @param shape the shape of the samples, if known
   * @param origins the origin of each sample, if known
   * @param report what was read, and why
   */
  public LoadedDataset(
      LabelledDataset dataset,
      LabelKind labelKind,
      List<long[]> ids,
      Optional<ImageShape> shape,
      Optional<SampleOrigins> origins,
      ReadReport report) {
    this(dataset, labelKind, ids, shape, origins, report, FeatureRanges.UNKNOWN, Units.AS_READ);
  }

  /**
   * The same labels, ids and units with other samples, which have no origin.
   *
   * @param other as many classes with as many samples
   * @return the dataset
   */
  public LoadedDataset withDataset(LabelledDataset other) {
    return new LoadedDataset(
        other, labelKind, ids, shape, Optional.empty(), report, FeatureRanges.UNKNOWN, units);
  }

  /**
   * The same dataset with the origins of its samples.
   *
   * @param other one per sample
   * @return the dataset
   */
  public LoadedDataset withOrigins(SampleOrigins other) {
    return new LoadedDataset(
        dataset, labelKind, ids, shape, Optional.of(other), report, ranges, units);
  }

  /**
   * The same dataset with another report.
   *
   * @param other what was read
   * @return the dataset
   */
  public LoadedDataset withReport(ReadReport other) {
    return new LoadedDataset(dataset, labelKind, ids, shape, origins, other, ranges, units);
  }

  /**
   * The same dataset, its samples declared to be in other units.
   *
   * @param other the units that the samples are in
   * @return the dataset
   */
  public LoadedDataset withUnits(Units other) {
    return new LoadedDataset(dataset, labelKind, ids, shape, origins, report, ranges, other);
  }

  /**
   * The samples in the units of the input, as 32-bit floats.
   *
   * @return the same samples if the units are those of the input; else rounded again
   */
  public LabelledDataset inInputUnits() {
    if (units.isAsRead()) {
      return dataset;
    }
    return dataset.withClasses(
        dataset.classes().stream()
            .map(
                c ->
                    c.withSamples(
                        c.source().derived(c.size(), samples -> inInputUnits(samples, units))))
            .toList());
  }

  private static FloatMatrix inInputUnits(FloatMatrix samples, Units units) {
    float[] values = samples.values().clone();
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) units.value(i % samples.columns(), values[i]);
    }
    return new FloatMatrix(samples.rows(), samples.columns(), values);
  }

  /**
   * The same dataset with the shape of its samples.
   *
   * @param given of as many features
   * @return the dataset
   */
  public LoadedDataset withShape(ImageShape given) {
    return new LoadedDataset(
        dataset, labelKind, ids, Optional.of(given), origins, report, ranges, units);
  }

  /**
   * The dataset as one line, as {@link ReadReport#line}.
   *
   * @return what was read
   */
  public String line() {
    return report.line(this);
  }
}
