package io.wowflow.jobs.conf;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The options of every command, as {@code reference.conf} defines them: the only place where a key,
 * its default and its meaning are written.
 */
public final class Reference {
  private static final String RESOURCE = "io/wowflow/jobs/conf/reference.conf";
  static final String ROOT = "wowflow";
  private static final Pattern LABEL = Pattern.compile("\\[([^]]+)] (.*)");

  private Reference() {}

  /**
   * An option of a command.
   *
   * @param command the command
   * @param key the key in the command's block, which is also the option's name without dashes
   * @param label what a value looks like; empty for a flag
   * @param meaning one or two sentences for the help
   * @param defaultText the default as text, where there is one
   */
  public record Option(
      String command, String key, String label, String meaning, Optional<String> defaultText) {
    /**
     * Whether the option is a flag, given without a value.
     *
     * @return true for a key whose default is true or false
     */
    public boolean isFlag() {
      return label.isEmpty();
    }

    /**
     * Whether the option is the command's argument, given without its name.
     *
     * @return true for the key {@code name}
     */
    public boolean isArgument() {
      return key.equals("name");
    }

    /**
     * What the option is called on the command line and in messages.
     *
     * @return {@code --key}, or {@code NAME} for the argument
     */
    public String display() {
      return isArgument() ? "NAME" : "--" + key;
    }

    /**
     * Where the option stands in a configuration.
     *
     * @return {@code wowflow.command.key}
     */
    public String path() {
      return Reference.path(command) + "." + key;
    }
  }

  /**
   * The whole file.
   *
   * @return a resolved configuration, without what other files or the command line say
   */
  static Config config() {
    return ConfigFactory.parseResources(
        Reference.class.getClassLoader(),
        RESOURCE,
        ConfigParseOptions.defaults().setAllowMissing(false));
  }

  /**
   * The commands and what each does.
   *
   * @return one sentence a command, in the order of the file
   */
  public static Map<String, String> commands() {
    return inFileOrder(config(), ROOT).stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                entry -> comment(entry.getValue()),
                (first, second) -> first,
                LinkedHashMap::new));
  }

  /**
   * The options of a command.
   *
   * @param command one of {@link #commands()}
   * @return all its options, in the order of the file
   */
  public static List<Option> options(String command) {
    return inFileOrder(config(), path(command)).stream()
        .map(entry -> option(command, entry.getKey(), entry.getValue()))
        .toList();
  }

  /** Where a command's block stands in a configuration. */
  static String path(String command) {
    return ROOT + "." + command;
  }

  private static Option option(String command, String key, ConfigValue value) {
    String comment = comment(value);
    Matcher labelled = LABEL.matcher(comment);
    boolean hasLabel = labelled.matches();
    Optional<String> defaultText =
        value.valueType() == ConfigValueType.NULL
            ? Optional.empty()
            : Optional.of(value.unwrapped().toString());
    return new Option(
        command,
        key,
        hasLabel ? labelled.group(1) : "",
        hasLabel ? labelled.group(2) : comment,
        defaultText);
  }

  private static String comment(ConfigValue value) {
    return value.origin().comments().stream().map(String::strip).collect(Collectors.joining(" "));
  }

  // A configuration object has no order of its own; the help follows the file.
  private static List<Map.Entry<String, ConfigValue>> inFileOrder(Config config, String path) {
    return config.getObject(path).entrySet().stream()
        .sorted(Comparator.comparingInt(entry -> entry.getValue().origin().lineNumber()))
        .toList();
  }
}
