package io.wowflow.jobs.job;

import io.wowflow.jobs.conf.FlowConf;
import io.wowflow.math.flow.Batches;
import io.wowflow.math.flow.FlowProblem;
import io.wowflow.math.flow.FlowState;
import io.wowflow.math.flow.InProcessEngine;
import io.wowflow.math.mmd.Kernel;
import io.wowflow.math.sliced.Directions;

/**
 * Everything that a flow needs but its kernel.
 *
 * @param conf the configuration
 * @param inputs the datasets
 * @param directions the directions
 * @param plan the plan
 */
record FlowSetting(FlowConf conf, FlowInputs inputs, Directions directions, FlowPlan plan) {

  Batches batches() {
    return FlowMethods.batches(conf);
  }

  FlowProblem problem(Kernel kernel) {
    return new FlowProblem(
        inputs.seenSource(), inputs.seenTarget(), kernel, directions, plan.sizes().levels());
  }

  int threads() {
    return conf.engine().threads().orElseGet(() -> Runtime.getRuntime().availableProcessors());
  }

  InProcessEngine engine(FlowProblem problem, FlowState start) {
    return new InProcessEngine(problem, batches(), start, threads());
  }

  /** An engine that uses every sample of the target. */
  InProcessEngine engineOnAll(FlowProblem problem, FlowState start) {
    return new InProcessEngine(problem, Batches.none(), start, threads());
  }
}
