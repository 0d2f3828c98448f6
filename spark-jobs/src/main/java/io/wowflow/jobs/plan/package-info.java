/**
 * The plan of a flow: sizes, memory, engine and grid, computed from numbers before anything runs.
 * Nothing here uses Spark or reads samples, so a dry run prints the plan of a cluster that it does
 * not connect to.
 *
 * <pre>
 * FlowConf, FlowInputs, Directions
 *     |
 * FlowSizes        what each part of a flow takes in bytes and operations
 *     |            refuses arrays that no JVM makes
 * FlowPlan         in-process or distributed, and why
 *     |
 * GridPlan         partitions such that every task fits a core's share of a heap
 * DriverMemory     the least heap of the driver of a distributed flow
 * </pre>
 *
 * <p>A plan counts what must be in memory at the same time and leaves out what Spark may put on
 * disk. What does not fit is refused with the option that would make it fit. The plan decides the
 * engine and the partitions; no bit of a result depends on either.
 *
 * <p>{@link io.wowflow.jobs.plan.DirectionSource}, {@link io.wowflow.jobs.plan.FlowMethods} and
 * {@link io.wowflow.jobs.plan.MatchingChoice} turn a configuration into the directions, the method
 * and the matching of {@code core-math}. Begin reading with {@link
 * io.wowflow.jobs.plan.FlowPlan#of}.
 */
package io.wowflow.jobs.plan;
