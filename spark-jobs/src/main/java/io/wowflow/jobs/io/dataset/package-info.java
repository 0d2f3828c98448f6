/**
 * Datasets as they are read and written: the values that all formats and jobs exchange.
 *
 * <pre>
 * LoadedDataset     a labelled dataset, and the type of its labels, ids, shape, origins
 * FlowedDataset     particles with the labels of the target classes that they were matched to
 * AugmentedDataset  a target dataset and the flowed samples that enlarge it
 * SampleOrigins     the source class and id of each flowed sample
 * Units             the units in which samples are kept as 32-bit floats: as in the input, or centred
 * FeatureRanges     the range of each feature in the input, in 64 bits
 * ReadReport        what was read, and why
 * LabelKind         integers or text; decides the order of classes
 * Split             train or test
 * </pre>
 *
 * <p>Samples are 32-bit floats. Where these would not hold the values of an input, jobs have it
 * read again in other {@code Units}; writers add offsets again and write 64-bit floats.
 *
 * <p>They are immutable by convention: the flat arrays inside are shared, not copied. Samples may
 * be on disk (a {@link io.wowflow.math.array.MatrixSource} that reads when asked), so a dataset can
 * exceed the memory. Begin with {@link io.wowflow.jobs.io.dataset.LoadedDataset}.
 */
package io.wowflow.jobs.io.dataset;
