/**
 * From rows to classes: the part of reading that all formats share.
 *
 * <pre>
 * RowTable      label, weight, id and origin of every row, in canonical order (pass one)
 * RowPlan       which rows are kept: all, or a keyed draw per class ({@link
 *               io.wowflow.jobs.io.rows.SampleDraw})
 * ClassBuffers  the features of kept rows, put in any order (pass two), checked to be finite; notes
 *               the range of each feature, and keeps samples in the units of the options
 * Resize        images at another size; {@link io.wowflow.jobs.io.rows.Channels} in grey or colour
 * KnownNames    the usual names of columns, and how options name columns; {@link
 *               io.wowflow.jobs.io.rows.InapplicableOptions} refuses those that do not apply
 * ReadOptions   what the user chose: format, seed, draw, size, shape, place
 * SamplePlace   memory, or a temporary file ({@code SampleFile}) for large datasets
 * </pre>
 *
 * <p>A draw depends on the seed, the label and the position of a row in its class, on nothing else:
 * cores, partitions and the splitting of files change no draw. Begin with {@link
 * io.wowflow.jobs.io.rows.RowTable}.
 */
package io.wowflow.jobs.io.rows;
