package io.wowflow.jobs.io.dataset;

import io.wowflow.jobs.conf.ImageShape;
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
 */
public record LoadedDataset(
    LabelledDataset dataset,
    LabelKind labelKind,
    List<long[]> ids,
    Optional<ImageShape> shape,
    Optional<SampleOrigins> origins) {

  /**
   * A dataset whose samples have no other origin than itself.
   *
   * @param dataset classes in ascending order of their labels
   * @param labelKind the type of the labels
   * @param ids for each class the id of each sample
   * @param shape the shape of the samples, if known
   */
  public LoadedDataset(
      LabelledDataset dataset, LabelKind labelKind, List<long[]> ids, Optional<ImageShape> shape) {
    this(dataset, labelKind, ids, shape, Optional.empty());
  }
}
