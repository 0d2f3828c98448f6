package io.wowflow.jobs.plan;

import io.wowflow.jobs.conf.DescentConf;
import io.wowflow.jobs.conf.FlowConf;
import io.wowflow.jobs.input.Normalisation;
import io.wowflow.math.flow.Batches;
import io.wowflow.math.flow.FlowMethod;
import io.wowflow.math.flow.StepRule;

/** The descent of a configuration. */
public final class FlowMethods {
  private FlowMethods() {}

  /**
   * The batches of a step.
   *
   * @param conf a checked configuration
   * @return classes and samples that a step draws
   */
  public static Batches batches(FlowConf conf) {
    return new Batches(
        conf.seed(), conf.samples().classBatch().orElse(0), conf.samples().targetBatch().orElse(0));
  }

  /**
   * The method of a flow.
   *
   * @param conf a checked configuration
   * @param stepSize tau or eta, as resolved
   * @param normalisation clips in the units of the flow
   * @return step rule, momentum, clip, batches and reports
   * @throws io.wowflow.jobs.conf.JobException (usage) if the clip range is empty after
   *     normalisation
   */
  public static FlowMethod method(FlowConf conf, double stepSize, Normalisation normalisation) {
    DescentConf descent = conf.descent();
    StepRule rule = descent.stepRule().of(stepSize, descent.stepDecay());
    return new FlowMethod(
        rule, descent.momentum(), normalisation.clip(), batches(conf), conf.report().reportEvery());
  }
}
