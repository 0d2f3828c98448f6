/**
 * Linear algebra in a fixed order of operations: the matrix product and the Walsh-Hadamard
 * transform, which take nearly all the time of a flow.
 *
 * <p>The bits of a result depend only on the operands. {@link io.wowflow.math.linalg.MatrixProduct}
 * computes every entry as one chain of fused multiply-adds over ascending terms, {@link
 * io.wowflow.math.linalg.WalshHadamard} adds and subtracts level after level; tiles, vector lanes
 * and threads change which entries are computed together, never the chain of one entry. That is why
 * a flow gives the same bits on one thread, on many, on Spark and on other JDKs.
 *
 * <p>Each of these operations has two implementations, and a class that guards the arguments and
 * chooses once:
 *
 * <pre>
 * MatrixProduct -- VectorProduct    jdk.incubator.vector: register tiles of 6 rows by 2 vectors
 *               \- PlainProduct     loops that HotSpot turns into vector code
 * WalshHadamard -- VectorHadamard   jdk.incubator.vector: the first levels inside registers
 *               \- Plain            the textbook loops
 * </pre>
 *
 * <p>{@link io.wowflow.math.linalg.SymmetricSpectrum} has one implementation, in double.
 *
 * <p>The vector implementations need {@code --add-modules jdk.incubator.vector} and are loaded by
 * name only then. Begin with {@code MatrixProduct}; the plain classes show the order of operations.
 *
 * <p>{@link io.wowflow.math.linalg.PrincipalAxes} serves pictures, not flows: it projects samples
 * onto the plane in which they vary most.
 */
package io.wowflow.math.linalg;
