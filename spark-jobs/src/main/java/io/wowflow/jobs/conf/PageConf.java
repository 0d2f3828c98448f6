package io.wowflow.jobs.conf;

import com.typesafe.config.Config;
import java.util.EnumSet;
import java.util.Optional;
import java.util.SortedMap;

/**
 * The configuration of the page of a flow.
 *
 * @param name key {@code name}: the output of the flow
 * @param output the page to write; if not given, it is written into the output of the flow
 * @param picture key {@code picture}: the file for a picture of the recorded particles
 * @param settings every key and its value as it was understood, in the order of the keys
 */
public record PageConf(
    String name, OutputConf output, Optional<String> picture, SortedMap<String, Object> settings)
    implements JobConf {
  private static final String COMMAND = "report";

  /**
   * Reads and checks the block {@code wowflow.report}.
   *
   * @param resolved a whole resolved configuration, {@link Settings#resolve}
   * @return the page
   * @throws JobException {@link ExitCode#USAGE} with all problems
   */
  public static PageConf of(Settings resolved) {
    return of(resolved.config());
  }

  static PageConf of(Config resolved) {
    ConfReader reader = ConfReader.of(resolved, COMMAND);
    PageConf conf =
        new PageConf(
            reader.required("name", Parsers.TEXT, ""),
            OutputConf.read(reader, false, EnumSet.of(OutputMode.ERROR, OutputMode.OVERWRITE)),
            reader.optional("picture", Parsers.TEXT),
            reader.settings());
    reader.finish();
    return conf;
  }
}
