/**
 * Reader and writer of NumPy archives (NPZ) and the reader of single NPY files (directions).
 *
 * <pre>
 * NpzFormat    the reader: arrays x, y, weight, source_class, origin_id
 * NpzArchive   the zip file: first pass over its entries, second pass over the rows of x
 * NpzLayout    which axes of x are classes, samples and features
 * NpyHeader    type and shape of an array; NpyType its elements
 * NpzDatasets  the writer, through NpzWriter (zip) and NpyArray (one array)
 * NpyFiles     directions from a single file
 * </pre>
 *
 * <p>No header is trusted: nothing is allocated before the data were measured or bounded. Written
 * archives are the same bytes every time. Begin with {@link io.wowflow.jobs.io.npz.NpzFormat} and
 * {@code NpzLayout}, which holds every guess about axes.
 */
package io.wowflow.jobs.io.npz;
