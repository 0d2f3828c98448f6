package io.wowflow.jobs.conf;

import static org.assertj.core.api.Assertions.assertThat;

import io.wowflow.math.mmd.Kernel;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The default step sizes. */
class StepSizeDefaultsTest {
  private static final double[] EQUAL = {0.25, 0.25, 0.25, 0.25};

  private static Settings settings(String command, String... options) {
    Map<String, String> all = new HashMap<>(Map.of("source", "a", "target", "b", "output", "c"));
    for (int i = 0; i < options.length; i += 2) {
      all.put(options[i], options[i + 1]);
    }
    return Settings.resolve(command, all, Optional.empty());
  }

  private static double ofFlow(String... options) {
    FlowConf conf = FlowConf.of(settings("flow", options));
    return conf.descent().stepSize(conf.kernel().kernel().of(1), EQUAL);
  }

  private static double ofAugmentation(String... options) {
    FlowConf conf = AugmentConf.flow(settings("augment", options));
    return conf.descent().stepSize(new Kernel.Riesz(1), EQUAL);
  }

  @Test
  void eachRuleAndCommandHasItsOwn() {
    assertThat(ofFlow()).isEqualTo(0.1);
    assertThat(ofFlow("step-rule", "matched")).isEqualTo(0.3);
    assertThat(ofAugmentation()).isEqualTo(1);
    assertThat(ofAugmentation("step-rule", "matched")).isEqualTo(0.3);
    assertThat(ofFlow("step-rule", "matched", "step-size", "0.7")).isEqualTo(0.7);
  }

  @Test
  void aGaussianKernelOfSmallBandwidthShortensTheStep() {
    FlowConf conf = FlowConf.of(settings("flow", "kernel", "gaussian"));
    assertThat(conf.settings().get("step-size")).isNull();
    double reach = 2 * (1 - 0.9) * 0.01 / 0.25;
    assertThat(conf.descent().stepSize(new Kernel.Gaussian(0.01), EQUAL)).isEqualTo(reach);
    assertThat(conf.descent().stepSize(new Kernel.Gaussian(100), EQUAL)).isEqualTo(0.1);
    assertThat(FlowConf.of(settings("flow")).settings().get("step-size")).isEqualTo(0.1);
  }
}
