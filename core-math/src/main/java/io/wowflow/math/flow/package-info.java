/**
 * The flow of a labelled dataset onto another: gradient descent of their MMD, class by class.
 *
 * <p>Problem, method, state, result and observer are five types. {@link io.wowflow.math.flow.Flow}
 * is the loop; an engine holds the particles and carries out the steps.
 *
 * <table>
 * <caption>Roles</caption>
 * <tr><th>role</th><th>class</th></tr>
 * <tr><td>problem</td><td>{@link io.wowflow.math.flow.FlowProblem}: source, target, kernel,
 *     directions, quantile levels</td></tr>
 * <tr><td>method</td><td>{@link io.wowflow.math.flow.FlowMethod}: {@link
 *     io.wowflow.math.flow.StepRule}, momentum, {@link io.wowflow.math.flow.Clip}, {@link
 *     io.wowflow.math.flow.Batches}</td></tr>
 * <tr><td>end</td><td>{@link io.wowflow.math.flow.StopRule}, {@link
 *     io.wowflow.math.flow.Convergence} of the objective, {@link io.wowflow.math.flow.FlowResult};
 *     {@link io.wowflow.math.flow.FlowDivergedException}</td></tr>
 * <tr><td>state</td><td>{@link io.wowflow.math.flow.FlowState}: step, positions, velocities;
 *     {@link io.wowflow.math.flow.FunctionalState}: plan or class weights</td></tr>
 * <tr><td>engine</td><td>{@link io.wowflow.math.flow.FlowEngine}, {@link
 *     io.wowflow.math.flow.InProcessEngine}</td></tr>
 * <tr><td>matching</td><td>{@link io.wowflow.math.flow.Rematch}: thousands of classes without the
 *     distances of all pairs</td></tr>
 * <tr><td>observer</td><td>{@link io.wowflow.math.flow.FlowObserver}: begin, objective, moved,
 *     finish</td></tr>
 * </table>
 *
 * <p>A step is three calls of the engine:
 *
 * <pre>
 * measure(interaction)  project, sort, embed X_k; distances between classes   -> PairSums
 * weights(distances)    derivative of the objective by each distance          -> PairWeights
 * move(weights, tau)    gradient, momentum, clip                              -> X_(k+1)
 * </pre>
 *
 * <p>All engines give the same bits. Begin with {@code Flow.run}, then {@code InProcessEngine}; the
 * example {@code MoveADataset} among the tests runs a whole flow.
 */
package io.wowflow.math.flow;
