/**
 * Reader and writer of NumPy archives (NPZ) and the reader of single NPY files (directions).
 *
 * <pre>
 * NpzFormat    the reader, in the order of the steps below
 * NpzPlace     1. the files: one archive, a directory of splits, samples and labels in two archives
 * NpzArchive   2. the zip file: first pass over its entries, second pass over the samples
 * NpzArrays    3. which arrays are samples, labels, weights and ids, by options, names or positions
 * NpzLabels    4. labels as integers, text, columns or one-hot rows
 * NpzLayout    5. which axes of the samples are classes, samples, pixels and channels
 * NpzSamples   6. the values, in row-major or Fortran order
 * NpyHeader    type, byte order and shape of an array; NpyType its elements; NpyValues all of a
 *              small array
 * NpzDatasets  the writer, through NpzWriter (zip) and NpyArray (one array)
 * NpyFiles     directions from a single file
 * </pre>
 *
 * <p>No header is trusted: nothing is allocated before the data were measured or bounded. An array
 * that is not read may be of any type, also of Python objects. Written archives are the same bytes
 * every time. Begin with {@link io.wowflow.jobs.io.npz.NpzFormat}; every guess is in {@code
 * NpzArrays} and {@code NpzLayout}.
 */
package io.wowflow.jobs.io.npz;
