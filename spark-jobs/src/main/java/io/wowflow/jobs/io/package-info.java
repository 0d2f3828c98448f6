/**
 * Readers and writers of labelled datasets: any supported format becomes one {@link
 * io.wowflow.jobs.io.dataset.LoadedDataset}, and such a dataset becomes a file or directory.
 *
 * <p>{@link io.wowflow.jobs.io.DatasetReader} finds the format of an input from its content, or
 * uses the one that an option names, and leaves the reading to it; {@link
 * io.wowflow.jobs.io.DatasetWriter} chooses the format by the name of the output. Each format is a
 * room of its own:
 *
 * <pre>
 * io            DatasetReader, DatasetWriter: the only two that know all formats
 * io.binary     IDX (MNIST) and CIFAR files
 * io.csv        CSV
 * io.image      folders of PNG and JPEG files, and encoded images of any origin
 * io.npz        NumPy archives and single NPY files
 * io.parquet    Parquet and Spark rows
 * io.synthetic  datasets that are computed
 * io.rows       shared by all formats: the row table, the draw, the buffers of the classes
 * io.place      paths, file systems, one file written whole
 * io.dataset    the values: dataset, labels, shapes, splits
 * </pre>
 *
 * <p>Every reader works in two passes. The first reads labels, weights and ids into a {@link
 * io.wowflow.jobs.io.rows.RowTable} in canonical order; a {@link io.wowflow.jobs.io.rows.RowPlan}
 * decides which rows are kept; the second pass puts the features of these rows into {@link
 * io.wowflow.jobs.io.rows.ClassBuffers}. So a draw costs memory only for what is drawn, and it
 * depends neither on cores nor on how files are split.
 *
 * <p>To follow one sample, begin at {@code DatasetReader.read}, then one format ({@code
 * binary.IdxFormat} is the shortest), then {@code io.rows}.
 */
package io.wowflow.jobs.io;
