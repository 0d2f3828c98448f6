package io.wowflow.jobs.main;

import io.wowflow.jobs.conf.Build;
import io.wowflow.jobs.conf.Reference;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** The syntax of the command line, made from {@link Reference}. Values stay text here. */
final class Syntax {
  private static final String CONFIG = "--config";
  private static final String[] FOOTER = {
    "",
    "Options after -- go to spark-submit: submit/wowflow COMMAND [options] -- --master URL",
    "",
    "Exit codes: 0 done, 1 failure, 2 wrong usage or configuration, 3 input invalid,",
    "4 output exists or is held by another run, 5 the flow diverged,",
    "143 SIGTERM: a flow first ends its step and writes a snapshot for --mode resume."
  };

  private Syntax() {}

  static CommandLine commandLine() {
    Build build = Build.current();
    CommandSpec root =
        CommandSpec.create()
            .name("wowflow")
            .version("wowflow " + build.version() + " (commit " + build.commit() + ")");
    root.usageMessage()
        .description("Flows one labelled dataset onto another.")
        .synopsisSubcommandLabel("COMMAND")
        .footer(FOOTER);
    root.addOption(help());
    root.addOption(
        OptionSpec.builder("-V", "--version")
            .type(boolean.class)
            .versionHelp(true)
            .description("Print version and commit.")
            .build());
    Reference.commands().forEach((name, meaning) -> root.addSubcommand(name, spec(name, meaning)));
    return new CommandLine(root)
        .setExpandAtFiles(false)
        .setInterpolateVariables(false)
        .setUsageHelpWidth(100)
        .setUsageHelpLongOptionsMaxWidth(40);
  }

  private static CommandSpec spec(String command, String meaning) {
    CommandSpec spec = CommandSpec.create().name(command);
    spec.usageMessage()
        .description(meaning)
        .abbreviateSynopsis(true)
        .sortOptions(false)
        .footer(FOOTER);
    for (Reference.Option option : Reference.options(command)) {
      String described =
          option.meaning() + option.defaultText().map(text -> " Default: " + text).orElse("");
      if (option.isArgument()) {
        spec.addPositional(
            PositionalParamSpec.builder()
                .index("0")
                .arity("0..1")
                .type(String.class)
                .paramLabel(option.display())
                .description(option.label() + ": " + described)
                .build());
      } else {
        spec.addOption(option(option, described));
      }
    }
    spec.addOption(
        OptionSpec.builder(CONFIG)
            .type(String.class)
            .paramLabel("FILE")
            .description(
                "File (HOCON) that holds what differs from the defaults, as wowflow."
                    + command
                    + ".KEY. The command line wins over it.")
            .build());
    spec.addOption(help());
    return spec;
  }

  private static OptionSpec option(Reference.Option option, String description) {
    OptionSpec.Builder builder = OptionSpec.builder("--" + option.key()).description(description);
    return option.isFlag()
        ? builder.type(boolean.class).build()
        : builder.type(String.class).paramLabel(option.label()).build();
  }

  private static OptionSpec help() {
    return OptionSpec.builder("-h", "--help")
        .type(boolean.class)
        .usageHelp(true)
        .description("Print this help.")
        .build();
  }

  /** The text of each key given on the command line. */
  static Map<String, String> given(ParseResult parsed, String command) {
    Map<String, String> texts = new LinkedHashMap<>();
    for (Reference.Option option : Reference.options(command)) {
      Object value =
          option.isArgument()
              ? parsed.matchedPositionalValue(0, null)
              : parsed.matchedOptionValue("--" + option.key(), null);
      if (value != null) {
        texts.put(option.key(), value.toString());
      }
    }
    return texts;
  }

  /** The file of {@code --config}. */
  static Optional<String> configFile(ParseResult parsed) {
    return Optional.ofNullable(parsed.matchedOptionValue(CONFIG, null));
  }
}
