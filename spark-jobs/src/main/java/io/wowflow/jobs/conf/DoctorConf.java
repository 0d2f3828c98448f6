package io.wowflow.jobs.conf;

import com.typesafe.config.Config;
import java.util.Optional;
import java.util.SortedMap;

/**
 * The configuration of the checks of a machine.
 *
 * @param output key {@code output}: the folder or file that results will be written to
 * @param json key {@code json}: print the findings as JSON
 * @param settings every key and its value as it was understood, in the order of the keys
 */
public record DoctorConf(Optional<String> output, boolean json, SortedMap<String, Object> settings)
    implements JobConf {
  private static final String COMMAND = "doctor";

  /**
   * Reads and checks the block {@code wowflow.doctor}.
   *
   * @param resolved a whole resolved configuration, {@link Settings#resolve}
   * @return the configuration of the checks
   * @throws JobException {@link ExitCode#USAGE} with all problems
   */
  public static DoctorConf of(Settings resolved) {
    return of(resolved.config());
  }

  static DoctorConf of(Config resolved) {
    ConfReader reader = ConfReader.of(resolved, COMMAND);
    DoctorConf conf =
        new DoctorConf(
            reader.optional("output", Parsers.TEXT),
            reader.value("json", Parsers.FLAG),
            reader.settings());
    reader.finish();
    return conf;
  }
}
