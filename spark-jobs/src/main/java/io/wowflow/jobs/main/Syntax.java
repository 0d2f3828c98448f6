package io.wowflow.jobs.main;

import io.wowflow.jobs.conf.Build;
import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.conf.Reference;
import java.io.File;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** The syntax of the command line, made from {@link Reference}. Values stay text here. */
final class Syntax {
  private static final String CONFIG = "--config";
  private static final String FOOTER =
      "Everything after -- goes to it: submit/wowflow COMMAND [options] -- --master URL";

  private static final Pattern SENTENCES = Pattern.compile("(?<=\\.) ");
  private static final ITypeConverter<String> AS_IT_IS = text -> text;
  private static final Pattern WORD = Pattern.compile("[a-z][a-z0-9-]*");
  private static final Pattern A_PATH = Pattern.compile("(PATH|FILE|DIR|DATASET)\\b.*");

  private Syntax() {}

  static CommandLine commandLine() {
    Build build = Build.current();
    CommandSpec root =
        CommandSpec.create()
            .name("wowflow")
            .version("wowflow " + build.version() + " (commit " + build.commit() + ")");
    root.usageMessage()
        .description("Flows one labelled dataset onto another.")
        .synopsisSubcommandLabel("COMMAND");
    addEnding(root);
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

  /** What stands at the end of every help text and manual page. */
  private static void addEnding(CommandSpec spec) {
    Map<String, String> codes = new LinkedHashMap<>();
    for (ExitCode code : ExitCode.values()) {
      codes.put(String.valueOf(code.code()), meaning(code));
    }
    spec.usageMessage()
        .exitCodeListHeading("%nExit codes:%n")
        .exitCodeList(codes)
        .footerHeading("%nspark-submit:%n")
        .footer(FOOTER);
  }

  private static String meaning(ExitCode code) {
    return switch (code) {
      case DONE -> "done";
      case FAILURE -> "failure: trying again may help";
      case USAGE -> "wrong usage or configuration";
      case INPUT -> "input invalid";
      case OUTPUT -> "output exists or is held by another run";
      case DIVERGED -> "the flow diverged";
      case INTERRUPTED ->
          "SIGTERM: a flow first ends its step and, but in augment, writes a snapshot to resume"
              + " from";
    };
  }

  private static CommandSpec spec(String command, String meaning) {
    CommandSpec spec = CommandSpec.create().name(command);
    spec.usageMessage()
        .description(SENTENCES.split(meaning))
        .abbreviateSynopsis(true)
        .sortOptions(false);
    addEnding(spec);
    for (Reference.Option option : Reference.options(command)) {
      String described =
          option.meaning() + option.defaultText().map(text -> " Default: " + text).orElse("");
      if (option.isArgument()) {
        spec.addPositional(argument(option, described));
      } else {
        spec.addOption(option(option, described));
      }
    }
    spec.addOption(
        OptionSpec.builder(CONFIG)
            .type(File.class)
            .converters(AS_IT_IS)
            .paramLabel("FILE")
            .description(
                "File (HOCON) that holds what differs from the defaults, as wowflow."
                    + command
                    + ".KEY. The command line wins over it.")
            .build());
    spec.addOption(help());
    return spec;
  }

  private static PositionalParamSpec argument(Reference.Option option, String description) {
    Completed completed = Completed.by(option.label());
    return PositionalParamSpec.builder()
        .index("0")
        .arity("0..1")
        .type(completed.type())
        .converters(AS_IT_IS)
        .completionCandidates(completed.words())
        .paramLabel(option.display())
        .description(option.label() + ": " + description)
        .build();
  }

  private static OptionSpec option(Reference.Option option, String description) {
    OptionSpec.Builder builder = OptionSpec.builder("--" + option.key()).description(description);
    return option.isFlag()
        ? builder.type(boolean.class).build()
        : valued(builder, option.label()).build();
  }

  private static OptionSpec.Builder valued(OptionSpec.Builder builder, String label) {
    Completed completed = Completed.by(label);
    return builder
        .type(completed.type())
        .converters(AS_IT_IS)
        .completionCandidates(completed.words())
        .paramLabel(label);
  }

  /**
   * What bash completes a value by.
   *
   * @param type {@code File} for files; the text that was given is kept all the same
   * @param words what the value may be; null if that is not known
   */
  private record Completed(Class<?> type, List<String> words) {
    static Completed by(String label) {
      List<String> words =
          Stream.of(label.split("\\|", -1)).filter(word -> WORD.matcher(word).matches()).toList();
      if (!words.isEmpty()) {
        return new Completed(String.class, words);
      }
      return new Completed(A_PATH.matcher(label).matches() ? File.class : String.class, null);
    }
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
