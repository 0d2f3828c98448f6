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

  /**
   * The step size: as given, else the rule's default. A Gaussian kernel pulls hardest at a distance
   * of one bandwidth and not at all beyond a few: its default step is so short that momentum
   * carries a class past no more than about one bandwidth, {@code 2 (1 - m) h / max b}, where that
   * is below 0.1.
   */
  public static double stepSize(DescentConf descent, Kernel kernel, double[] targetWeights) {
    if (descent.stepSize().isPresent()) {
      return descent.stepSize().getAsDouble();
    }
    double otherwise = descent.stepRule().defaultStepSize();
    if (descent.stepRule() == DescentConf.StepRule.FIXED
        && kernel instanceof Kernel.Gaussian gaussian) {
      double heaviest = Arrays.stream(targetWeights).max().orElse(1);
      double reach = 2 * (1 - descent.momentum()) * gaussian.parameter() / heaviest;
      return Math.min(otherwise, reach);
    }
    return otherwise;
  }

  public static FlowMethod method(FlowConf conf, double stepSize, Normalisation normalisation) {
    DescentConf descent = conf.descent();
    StepRule rule =
        descent.stepRule() == DescentConf.StepRule.MATCHED
            ? new StepRule.Matched(stepSize, descent.stepDecay())
            : new StepRule.Fixed(stepSize, descent.stepDecay());
    return new FlowMethod(
        rule, descent.momentum(), normalisation.clip(), batches(conf), conf.report().reportEvery());
  }
}
