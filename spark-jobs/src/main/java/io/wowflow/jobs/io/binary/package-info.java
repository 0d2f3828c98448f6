/**
 * Readers of binary formats with fixed records: IDX, the format of MNIST, and the batches of
 * CIFAR-10 and CIFAR-100.
 *
 * <p>Each has two classes. The format ({@link io.wowflow.jobs.io.binary.IdxFormat}, {@link
 * io.wowflow.jobs.io.binary.CifarFormat}) recognises an input, picks the files of a split and feeds
 * the row table; the file ({@code IdxFile}, {@code CifarFile}) reads one file sequentially, through
 * gzip or not, and refuses a length that contradicts its header.
 *
 * <pre>
 * PATH#train -> format: files of the split -> file: labels  (pass one)
 *                                          -> file: pixels  (pass two), bytes / 255
 * </pre>
 *
 * <p>Pixels are unsigned bytes scaled to [0, 1]; channels come last in the features, though CIFAR
 * stores one plane per channel. Begin with {@code IdxFormat.read}.
 */
package io.wowflow.jobs.io.binary;
