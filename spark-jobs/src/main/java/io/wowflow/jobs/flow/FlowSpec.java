package io.wowflow.jobs.flow;

import io.wowflow.jobs.conf.FlowConf;
import io.wowflow.jobs.conf.Settings;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a flow on DataFrames is told: the options of the command {@code flow} by their names, with
 * the same defaults and the same checks.
 *
 * @param conf the checked configuration
 */
public record FlowSpec(FlowConf conf) {
  private static final String IN_MEMORY = "DataFrame";

  /**
   * A flow with some options.
   *
   * @param options option names without dashes, such as {@code steps} or {@code step-size}, and
   *     their values as on the command line; those about files (source, target, output, mode) do
   *     not apply
   * @return the specification
   * @throws io.wowflow.jobs.conf.JobException (usage) with all problems
   */
  public static FlowSpec of(Map<String, String> options) {
    Map<String, String> all = new HashMap<>(options);
    all.put("source", IN_MEMORY);
    all.put("target", IN_MEMORY);
    all.put("output", IN_MEMORY);
    return new FlowSpec(FlowConf.of(Settings.resolve("flow", all, Optional.empty())));
  }
}
