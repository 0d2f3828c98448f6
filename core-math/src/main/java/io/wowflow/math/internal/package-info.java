/**
 * Machinery of this library: argument guards, threads, scratch arrays. Not part of its public API.
 *
 * <p>The classes are public because the other packages, and the engines of WowFlow on Spark, use
 * them. They may change without notice in any version; code outside WowFlow should not import them.
 *
 * <table>
 * <caption>Classes</caption>
 * <tr><th>class</th><th>role</th></tr>
 * <tr><td>{@link io.wowflow.math.internal.Guard}</td><td>refuses bad arguments, with a message that
 *     contains name, value and expectation</td></tr>
 * <tr><td>{@link io.wowflow.math.internal.VectorModule}</td><td>chooses a vector or a plain
 *     implementation when a class is loaded</td></tr>
 * <tr><td>{@link io.wowflow.math.internal.WorkPool}</td><td>the threads of a computation: numbered
 *     tasks, daemons, the first failure thrown as it is</td></tr>
 * <tr><td>{@link io.wowflow.math.internal.Workspace}</td><td>scratch arrays of one thread</td></tr>
 * <tr><td>{@link io.wowflow.math.internal.SumBuffers}</td><td>vectors of sums, used again</td></tr>
 * <tr><td>{@link io.wowflow.math.internal.LazyList}</td><td>a list that makes its elements on
 *     demand</td></tr>
 * </table>
 *
 * <p>The package uses only the JDK, and every other package may use it.
 */
package io.wowflow.math.internal;
