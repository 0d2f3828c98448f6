package io.wowflow.jobs.conf;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Options of a command whose datasets are DataFrames: those of the command line by their names
 * without dashes, with the same defaults and the same checks, but for the options that name or
 * write files.
 */
public final class FrameOptions {
  /** The name of a DataFrame in messages, in the place of the URI of a dataset. */
  public static final String FRAME = "DataFrame";

  private static final Set<String> OF_FILES =
      Set.of(
          "dry-run",
          "evaluate-every",
          "evaluate-with",
          "mode",
          "more",
          "output",
          "run-date",
          "save-model",
          "shared-filesystem",
          "snapshot-every",
          "source",
          "source-format",
          "target",
          "target-format",
          "test",
          "test-format",
          "train",
          "train-format");

  /** Keys of text in files, which also have twins for each side, as {@code target-header}. */
  private static final List<String> OF_TEXT = List.of("delimiter", "header");

  /** Keys without which a command has no input or output. */
  private static final List<String> REQUIRED =
      List.of("source", "target", "train", "test", "output");

  private FrameOptions() {}

  /**
   * The value of an option that is one of some names.
   *
   * @param constant such as {@code IN_PROCESS}
   * @return its name as on the command line, such as {@code in-process}
   */
  public static String text(Enum<?> constant) {
    return Parsers.text(constant);
  }

  /**
   * The configuration of a command with some options.
   *
   * @param command the command, one of {@link Reference#commands()}
   * @param options keys and their values as on the command line, not modified
   * @return the configuration, unchecked: the records of this package check it
   * @throws JobException {@link ExitCode#USAGE} if the command has no such option, with the nearest
   *     that it has, or the option names or writes files
   */
  public static Settings resolve(String command, Map<String, String> options) {
    for (String key : new TreeSet<>(options.keySet())) {
      if (OF_FILES.contains(key) || OF_TEXT.stream().anyMatch(key::endsWith)) {
        throw JobException.usage(
            key
                + " is an option of datasets in files, and here both datasets are DataFrames and"
                + " nothing is written: leave it out");
      }
    }
    Map<String, String> all = new HashMap<>(options);
    List<String> known = Reference.options(command).stream().map(Reference.Option::key).toList();
    REQUIRED.stream().filter(known::contains).forEach(key -> all.put(key, FRAME));
    return Settings.resolve(command, all, Optional.empty());
  }
}
