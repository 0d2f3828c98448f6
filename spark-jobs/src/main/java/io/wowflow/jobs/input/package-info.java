/**
 * Datasets as a flow sees them. The room {@code io} reads labelled datasets in the units of their
 * files; a flow sees them with weights of classes and with normalised values, and its outcome
 * returns to the units of the files.
 *
 * <pre>
 * read by io            LoadedDataset, source and target
 *   CommonUnits         reads again, centred in 64 bits, what 32-bit floats would not hold
 *   InputLabels         clusters or a file of labels in place of the labels of an input
 *   SharedClasses       the classes of equal label, and those without, where labels are shared
 *   StandIns            a source that is made from the classes of the target that the flow sees
 *   ClassWeights        weights of the classes: uniform, by size, or from a file
 *   Normalisation       (x - mean) / deviation, the clip range with it, and the way back
 *     Standardisation   the same by feature, with statistics of the data
 *   FeatureStatistics   range, mean and deviation of each feature
 *     SquareRange       refuses values that cannot be squared as 32-bit floats
 *     Spread            a notice about features of very different deviations
 * seen by the flow      LabelledDataset, seenSource and seenTarget of FlowInputs
 * </pre>
 *
 * <p>{@link io.wowflow.jobs.input.ClassParts} cuts every class of a dataset: the first samples,
 * drawn ones, or those that were not drawn, so that a test never sees what was trained on. {@link
 * io.wowflow.jobs.input.Shapes} compares dimensions and shapes of several datasets, {@link
 * io.wowflow.jobs.input.InputNames} names inputs in messages.
 *
 * <p>What is wrong with an input is refused here with the name of the dataset, the class and the
 * remedy. Begin reading with {@link io.wowflow.jobs.input.FlowInputs#of}.
 */
package io.wowflow.jobs.input;
