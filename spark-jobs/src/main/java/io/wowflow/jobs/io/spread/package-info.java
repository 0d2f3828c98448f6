/**
 * Datasets whose samples stay on the executors of a cluster. The driver has a table of classes and
 * never the rows: it fetches a few classes where a person is to see them.
 *
 * <pre>
 * rows as read  --RowPacker-->  RowChunk, by partition of classes  --AssembleClasses-->  ClassRows
 *                          \->  RowNotes, in a partition of their own  -->  the driver
 * </pre>
 *
 * {@link io.wowflow.jobs.io.spread.SpreadClasses} is the result of a reading: sources of samples,
 * weights and ids for a {@link io.wowflow.math.data.LabelledDataset} like any other. {@link
 * io.wowflow.jobs.io.spread.SpreadDataset} finds out that the samples of such a dataset are on
 * executors, also after a part of it was chosen or its values were changed by derivations, and
 * gives its classes as records there, or a value for each of them.
 *
 * <p>Neither the partitions of the rows nor those of the classes, lost executors or repeated tasks
 * change a bit: rows are placed by key, observations have a merge law, and values per class are
 * used in the order of the classes.
 */
package io.wowflow.jobs.io.spread;
