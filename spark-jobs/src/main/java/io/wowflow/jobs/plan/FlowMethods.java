package io.wowflow.jobs.plan;

import io.wowflow.jobs.conf.DescentConf;
import io.wowflow.jobs.conf.FlowConf;
import io.wowflow.jobs.input.Normalisation;
import io.wowflow.math.flow.Batches;
import io.wowflow.math.flow.FlowMethod;
import io.wowflow.math.flow.StepRule;
import io.wowflow.math.mmd.Kernel;
import java.util.Arrays;

/** How a configuration descends. */
public final class FlowMethods {
  private FlowMethods() {}

  public static Batches batches(FlowConf conf) {
    return new Batches(
        conf.seed(), conf.samples().classBatch().orElse(0), conf.samples().targetBatch().orElse(0));
  }

  public static FlowMethod method(FlowConf conf, double stepSize, Normalisation normalisation) {
    DescentConf descent = conf.descent();
    StepRule rule = descent.stepRule().of(stepSize, descent.stepDecay());
    return new FlowMethod(
        rule, descent.momentum(), normalisation.clip(), batches(conf), conf.report().reportEvery());
  }
}
