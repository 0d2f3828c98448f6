/**
 * The driver's side of the distributed engine: it plans the jobs of a step and owns what they leave
 * on the cluster. The code of the tasks is in {@code function}.
 *
 * <pre>
 *               class side                          direction side
 * X_k   class blocks, cached        --Phi_k--&gt;    panels by leaf, cached, pairwise sums
 *                                                       |  sums to the driver, weights back
 * X_k+1 class blocks, cached     &lt;--W_k x Phi_k--   mixed panels
 * </pre>
 *
 * <p>Roles:
 *
 * <ul>
 *   <li>{@link io.wowflow.jobs.engine.DistributedEngine} is the {@code FlowEngine}: measure, weigh,
 *       move.
 *   <li>{@code Distribution} sends the classes to the executors, {@link
 *       io.wowflow.jobs.engine.ClassBlocks} cuts them into blocks, {@link
 *       io.wowflow.jobs.engine.Grid} has the numbers of partitions.
 *   <li>{@code TargetRows} slices the targets of the next step ahead of time.
 *   <li>{@code StepResources} deletes shuffle files and broadcasts once nothing needs them, {@link
 *       io.wowflow.jobs.engine.Checkpoints} cuts the lineage of the state.
 *   <li>{@code StateView} brings a state to the driver, a few blocks at a time.
 * </ul>
 *
 * <p>Begin reading with {@code DistributedEngine.measure} and {@code move}.
 */
package io.wowflow.jobs.engine;
