/**
 * Matrices: row-major numbers in flat arrays, the storage of everything else in this library.
 *
 * <p>Flat arrays keep kernels free of pointers, and a shape next to the array keeps them free of
 * guesses. No class here copies an array that it is given, and none computes anything but a
 * transpose.
 *
 * <table>
 * <caption>Classes</caption>
 * <tr><th>class</th><th>holds</th></tr>
 * <tr><td>{@link io.wowflow.math.array.FloatMatrix}</td><td>samples and particles, in single
 *     precision</td></tr>
 * <tr><td>{@link io.wowflow.math.array.DoubleMatrix}</td><td>costs and distances, in double</td></tr>
 * <tr><td>{@link io.wowflow.math.array.MatrixSource}</td><td>a matrix that is in memory, or is read
 *     whenever it is needed</td></tr>
 * <tr><td>{@link io.wowflow.math.array.View}</td><td>a rectangle of a flat array, with strides: the
 *     operand of a matrix product</td></tr>
 * </table>
 *
 * <p>Every array parameter of the library documents its layout, its shape and whether the method
 * modifies it. A size that exceeds the largest array is refused with a message that contains the
 * sizes. Begin with {@code FloatMatrix}.
 */
package io.wowflow.math.array;
