package io.wowflow.jobs.main;

import io.wowflow.jobs.conf.Build;
import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.conf.Reference;
import java.io.File;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * The syntax of the command line, made from {@link Reference}: commands, options in the groups of
 * the help, completion. Values stay text here; the records of {@code conf} parse them.
 */
final class Syntax {
  private static final int HELP_WIDTH = 100;
  private static final String CONFIG = "--config";
  private static final String FOOTER =
      "Options after -- are passed to spark-submit: submit/wowflow COMMAND [options] -- --master URL";

  private static final Pattern SENTENCES = Pattern.compile("(?<=\\.) ");
  private static final ITypeConverter<String> AS_IT_IS = text -> text;
  private static final Pattern WORD = Pattern.compile("[a-z][a-z0-9-]*");
  private static final Pattern A_PATH = Pattern.compile("(PATH|FILE|DIR|DATASET)\\b.*");

  private Syntax() {}

  /** The command line with help texts of {@value #HELP_WIDTH} columns. */
  static CommandLine commandLine() {
    return commandLine(HELP_WIDTH);
  }

  /** The width of the terminal, if it is between 80 and 120 columns, else the nearest of these. */
  static int helpWidth(Map<String, String> environment) {
    String columns = environment.getOrDefault(ProgressObserver.TERMINAL_COLUMNS, "");
    return columns.matches("[1-9][0-9]{0,5}")
        ? Math.min(120, Math.max(80, Integer.parseInt(columns)))
        : HELP_WIDTH;
  }

  /** The command line with help texts of a given width. */
  static CommandLine commandLine(int helpWidth) {
    Build build = Build.current();
    CommandSpec root =
        CommandSpec.create()
            .name("wowflow")
            .version("wowflow " + build.version() + " (commit " + build.commit() + ")");
    root.usageMessage()
        .description("Moves one labelled dataset onto another, class by class.")
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
        .setUsageHelpWidth(helpWidth)
        .setUsageHelpLongOptionsMaxWidth(Math.min(40, helpWidth * 2 / 5));
  }

  /** Adds the exit codes and the remark on spark-submit to a help text and manual page. */
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
      case VERDICT ->
          "the job ran and its verdict forbids the result: trying again gives the same verdict";
      case INTERRUPTED ->
          "SIGTERM: a flow first ends its step and, except in augment, writes a snapshot to"
              + " resume from";
    };
  }

  private static CommandSpec spec(String command, String meaning) {
    CommandSpec spec = CommandSpec.create().name(command);
    spec.usageMessage()
        .description(SENTENCES.split(meaning))
        .abbreviateSynopsis(true)
        .sortOptions(false);
    addEnding(spec);
    Map<Reference.Group, List<ArgSpec>> groups = new EnumMap<>(Reference.Group.class);
    for (Reference.Option option : Reference.options(command)) {
      ArgSpec argument = option.isArgument() ? argument(option) : option(option);
      groups.computeIfAbsent(option.attributes().group(), g -> new ArrayList<>()).add(argument);
    }
    List<ArgSpec> last = groups.computeIfAbsent(Reference.Group.RUN, g -> new ArrayList<>());
    if (!Reference.options(command).isEmpty()) {
      last.add(config(command));
    }
    last.add(help());
    int order = 0;
    for (Map.Entry<Reference.Group, List<ArgSpec>> group : groups.entrySet()) {
      spec.addArgGroup(section(group.getKey(), order++, group.getValue()));
    }
    return spec;
  }

  /** A section of the help. It restricts nothing: options of a group may be given together. */
  private static ArgGroupSpec section(Reference.Group group, int order, List<ArgSpec> arguments) {
    ArgGroupSpec.Builder section =
        ArgGroupSpec.builder()
            .heading("%n" + group.heading() + ":%n")
            .order(order)
            .exclusive(false)
            .validate(false);
    arguments.forEach(section::addArg);
    return section.build();
  }

  private static OptionSpec config(String command) {
    return OptionSpec.builder(CONFIG)
        .type(File.class)
        .converters(AS_IT_IS)
        .paramLabel("FILE")
        .description(
            "File (HOCON) with the values that differ from the defaults, as wowflow."
                + command
                + ".KEY. The command line wins over it.")
        .build();
  }

  private static PositionalParamSpec argument(Reference.Option option) {
    Completed completed = Completed.by(option.label());
    return PositionalParamSpec.builder()
        .index("0")
        .arity("0..1")
        .type(completed.type())
        .converters(AS_IT_IS)
        .completionCandidates(completed.words())
        .paramLabel(option.display())
        .description(option.label() + ": " + option.help())
        .build();
  }

  private static OptionSpec option(Reference.Option option) {
    OptionSpec.Builder builder = OptionSpec.builder("--" + option.key()).description(option.help());
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
   * The candidates for the completion of a value by bash.
   *
   * @param type {@code File} for files; the value is kept as text all the same
   * @param words the possible values; null if they are not known
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

  /**
   * The text of each key given on the command line.
   *
   * @throws ParameterException if an option is given twice
   */
  static Map<String, String> given(ParseResult parsed, String command) {
    refuseRepeated(parsed);
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

  // The parser refuses repeated options too, but not those of a group.
  private static void refuseRepeated(ParseResult parsed) {
    for (ArgSpec argument : parsed.commandSpec().args()) {
      if (argument.originalStringValues().size() > 1) {
        String name =
            argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
        throw new ParameterException(
            parsed.commandSpec().commandLine(),
            name + " is given more than once: give it only once");
      }
    }
  }

  /** The file of {@code --config}. */
  static Optional<String> configFile(ParseResult parsed) {
    return Optional.ofNullable(parsed.matchedOptionValue(CONFIG, null));
  }
}
