/**
 * The flow as a value: a specification goes in, an outcome comes out, and nothing is written. The
 * room {@code files} runs the same flow from files to files.
 *
 * <p>Roles, in the order of a run:
 *
 * <pre>
 * FlowSpec       options, typed and checked
 * FlowJob        plans and runs a flow between two DataFrames   (DistillJob: from one)
 * FlowSetting    inputs, directions, plan, session: all but the kernel
 * FlowRun        resolves kernel and step size, drives the engine to the end
 * FlowMatching   matches the classes of a state by exact or sliced costs (FlowDistances)
 * FlowOutcome    particles with matched labels, objectives, matching, as rows too
 * </pre>
 *
 * <p>{@link io.wowflow.jobs.flow.Distillation} replaces the engine of a setting by one that acts on
 * features, and keeps labels. {@link io.wowflow.jobs.flow.Cancellation} ends a run early. The steps
 * themselves are in {@code io.wowflow.math.flow}; where they run is decided in {@code plan}, the
 * executors' side is in {@code engine} and {@code function}.
 *
 * <p>Begin reading with {@link io.wowflow.jobs.flow.FlowJob#run}; {@code
 * io.wowflow.examples.FlowExample} in the tests shows the whole interface.
 */
package io.wowflow.jobs.flow;
