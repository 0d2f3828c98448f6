package io.wowflow.jobs.conf;

import java.util.SortedMap;

/**
 * The configuration of a verification.
 *
 * @param name key {@code name}: the output to compare with its manifest
 * @param settings every key and its value as it was understood, in the order of the keys
 */
public record VerifyConf(String name, SortedMap<String, Object> settings) implements JobConf {
  private static final String COMMAND = "verify";

  /**
   * Reads and checks the block {@code wowflow.verify}.
   *
   * @param resolved a whole resolved configuration, {@link Settings#resolve}
   * @return what to verify
   * @throws JobException {@link ExitCode#USAGE} with all problems
   */
  public static VerifyConf of(Settings resolved) {
    ConfReader reader = ConfReader.of(resolved.config(), COMMAND);
    VerifyConf conf = new VerifyConf(reader.required("name", Parsers.TEXT, ""), reader.settings());
    reader.finish();
    return conf;
  }
}
