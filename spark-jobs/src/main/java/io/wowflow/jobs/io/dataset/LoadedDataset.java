package io.wowflow.jobs.io.dataset;

import io.wowflow.math.data.LabelledDataset;
import java.util.List;
import java.util.Optional;

/**
 * A labelled dataset as it was read: the measure, and what the files said beside it.
 *
 * @param dataset classes in ascending order of their labels (integers by value, text by {@link
 *     String#compareTo}); in each class the samples in canonical order
 * @param labelKind the type of the labels; integer labels stand in {@link
 *     io.wowflow.math.data.LabelledClass#label()} as decimal text
 * @param ids for each class the id of each sample: the {@code id} column where there is one, else
 *     the sample's position in the canonical order of the whole input, before any drawing
 * @param shape the shape of the samples, where the input tells or the user said
 */
public record LoadedDataset(
    LabelledDataset dataset, LabelKind labelKind, List<long[]> ids, Optional<ImageShape> shape) {}
