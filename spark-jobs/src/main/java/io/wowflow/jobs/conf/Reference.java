package io.wowflow.jobs.conf;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The options of every command, as {@code reference.conf} defines them: the only place where a key,
 * its default, its meaning and its attributes are written. The head of that file documents the
 * attributes.
 */
public final class Reference {
  private static final String RESOURCE = "io/wowflow/jobs/conf/reference.conf";

  /** The section that holds the commands. */
  static final String ROOT = "wowflow";

  private static final Pattern LABEL = Pattern.compile("\\[([^]]+)] (.*)");

  private Reference() {}

  /** A group of options in the help, in the order of the help. */
  public enum Group {
    /** Which samples take part. */
    DATA("Data"),
    /** How the result is computed. */
    METHOD("Method"),
    /** Which files are written. */
    OUTPUT("Output"),
    /** Where and how long the job runs. */
    RUN("Run");

    private final String heading;

    Group(String heading) {
      this.heading = heading;
    }

    /**
     * The heading of the group in the help.
     *
     * @return one word
     */
    public String heading() {
      return heading;
    }
  }

  /**
   * An option of a command.
   *
   * @param command the command
   * @param key the key in the command's block, which is also the option's name without dashes
   * @param label the form of a value; empty for a flag
   * @param meaning one or two sentences for the help
   * @param defaultText the default as text, where there is one
   * @param attributes the attributes of the key
   */
  public record Option(
      String command,
      String key,
      String label,
      String meaning,
      Optional<String> defaultText,
      Attributes attributes) {

    /**
     * Distinguishes flags, which are given without a value.
     *
     * @return true for a key whose default is true or false
     */
    public boolean isFlag() {
      return label.isEmpty();
    }

    /**
     * Distinguishes the command's argument, which is given without its name.
     *
     * @return true for the key {@code name}
     */
    public boolean isArgument() {
      return key.equals("name");
    }

    /**
     * The name of the option on the command line and in messages.
     *
     * @return {@code --key}, or {@code NAME} for the argument
     */
    public String display() {
      return isArgument() ? "NAME" : "--" + key;
    }

    /**
     * The path of the option in a configuration.
     *
     * @return {@code wowflow.command.key}
     */
    public String path() {
      return Reference.path(command) + "." + key;
    }

    /**
     * The text of the help.
     *
     * @return the meaning and the default, such as {@code Seed of the draw. Default: 0.}
     */
    public String help() {
      return attributes
          .defaultBy()
          .map(Reference.DefaultBy::text)
          .or(() -> defaultText)
          .map(text -> meaning + " Default: " + text + ".")
          .orElse(meaning);
    }
  }

  /**
   * The attributes of a key.
   *
   * @param group the group of the help
   * @param sharedWith the commands whose key of the same name gives its value to their flow
   * @param affectsResult false for a key that only decides where, how long and with which reports a
   *     command runs
   * @param defaultBy the default where it depends on another key
   * @param noEffect the conditions under which the key has no effect; one is enough
   */
  public record Attributes(
      Group group,
      Set<String> sharedWith,
      boolean affectsResult,
      Optional<DefaultBy> defaultBy,
      List<Condition> noEffect) {}

  /**
   * A default that depends on another key.
   *
   * @param key the other key
   * @param defaults the default for each value of that key
   */
  public record DefaultBy(String key, Map<String, String> defaults) {
    private String text() {
      return defaults.entrySet().stream()
          .map(entry -> entry.getValue() + " for " + entry.getKey())
          .collect(Collectors.joining(", "));
    }
  }

  /**
   * A condition on another key.
   *
   * @param key the other key
   * @param value the value that fulfils the condition; empty for any value other than false
   * @param negated true if the condition is fulfilled where the key has no such value
   */
  public record Condition(String key, Optional<String> value, boolean negated) {

    /** Evaluates the condition for a value of the key as it was understood, null for none. */
    boolean isMet(Object actual) {
      boolean present =
          value.isPresent()
              ? value.get().equals(String.valueOf(actual))
              : actual != null && !actual.equals(false);
      return present != negated;
    }

    /** The condition in a message: {@code with --steps}, {@code without --embed}. */
    String text() {
      return (negated ? "without --" : "with --") + key + value.map(v -> " " + v).orElse("");
    }
  }

  /** Parses the file once, when the first option is needed. */
  private static final class Parsed {
    static final Config CONFIG =
        ConfigFactory.parseResources(
            Reference.class.getClassLoader(),
            RESOURCE,
            ConfigParseOptions.defaults().setAllowMissing(false));
    static final Map<String, List<Option>> OPTIONS =
        commands().keySet().stream()
            .collect(Collectors.toUnmodifiableMap(c -> c, c -> options(CONFIG, c)));

    private Parsed() {}
  }

  /**
   * The whole file.
   *
   * @return a resolved configuration of defaults only
   */
  static Config config() {
    return Parsed.CONFIG;
  }

  /**
   * The commands with a description of each.
   *
   * @return one to four sentences per command, in the order of the file
   */
  public static Map<String, String> commands() {
    return inFileOrder(config(), ROOT).stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                entry -> String.join(" ", comments(entry.getValue())),
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
    return Parsed.OPTIONS.get(command);
  }

  /**
   * One option of a command.
   *
   * @throws IllegalStateException if the command has no such key
   */
  static Option option(String command, String key) {
    return options(command).stream()
        .filter(option -> option.key().equals(key))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(path(command) + " has no key " + key));
  }

  /** The keys that a command shares with the flow: it gives its values to its flow. */
  static List<String> shared(String command) {
    return options("flow").stream()
        .filter(option -> option.attributes().sharedWith().contains(command))
        .map(Option::key)
        .toList();
  }

  /** The keys of a command that do not affect its result. */
  static Set<String> withoutEffectOnResult(String command) {
    return options(command).stream()
        .filter(option -> !option.attributes().affectsResult())
        .map(Option::key)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** The path of a command's block in a configuration. */
  static String path(String command) {
    return ROOT + "." + command;
  }

  /**
   * Parses the block of one command.
   *
   * @throws IllegalStateException naming the path of the key and the attribute that is wrong
   */
  static List<Option> options(Config config, String command) {
    List<Option> options = new ArrayList<>();
    Optional<Group> group = Optional.empty();
    for (Map.Entry<String, ConfigValue> entry : inFileOrder(config, path(command))) {
      AttributeParser parser = new AttributeParser(config, command, entry.getKey(), group);
      Option option = option(parser, entry.getValue());
      group = Optional.of(option.attributes().group());
      options.add(option);
    }
    return List.copyOf(options);
  }

  private static Option option(AttributeParser parser, ConfigValue value) {
    List<String> text = new ArrayList<>();
    for (String line : comments(value)) {
      if (line.startsWith("@")) {
        parser.add(line);
      } else {
        text.add(line);
      }
    }
    String comment = String.join(" ", text);
    Matcher labelled = LABEL.matcher(comment);
    boolean hasLabel = labelled.matches();
    return new Option(
        parser.command,
        parser.key,
        hasLabel ? labelled.group(1) : "",
        hasLabel ? labelled.group(2) : comment,
        value.valueType() == ConfigValueType.NULL
            ? Optional.empty()
            : Optional.of(value.unwrapped().toString()),
        parser.attributes());
  }

  private static List<String> comments(ConfigValue value) {
    return value.origin().comments().stream().map(String::strip).toList();
  }

  // A configuration object has no order of its own; the help follows the file.
  private static List<Map.Entry<String, ConfigValue>> inFileOrder(Config config, String path) {
    return config.getObject(path).entrySet().stream()
        .sorted(Comparator.comparingInt(entry -> entry.getValue().origin().lineNumber()))
        .toList();
  }

  /** Collects the attributes of one key and checks that the keys they name exist. */
  private static final class AttributeParser {
    private final Config config;
    private final String command;
    private final String key;
    private Optional<Group> group;
    private final Set<String> sharedWith = new TreeSet<>();
    private boolean affectsResult = true;
    private Optional<DefaultBy> defaultBy = Optional.empty();
    private final List<Condition> noEffect = new ArrayList<>();

    AttributeParser(Config config, String command, String key, Optional<Group> group) {
      this.config = config;
      this.command = command;
      this.key = key;
      this.group = group;
    }

    void add(String line) {
      List<String> words = List.of(line.split(" +", -1));
      List<String> values = words.subList(1, words.size());
      boolean known =
          switch (words.get(0)) {
            case "@group" -> values.size() == 1 && begin(values.get(0));
            case "@shared" -> !values.isEmpty() && share(values);
            case "@no-effect-on-result" -> values.isEmpty() && hasNoEffectOnResult();
            case "@no-effect-with" -> values.size() == 1 && noEffect(values.get(0), false);
            case "@no-effect-without" -> values.size() == 1 && noEffect(values.get(0), true);
            case "@default-by" -> values.size() > 1 && defaultBy(values);
            default -> false;
          };
      if (!known) {
        throw wrong("attribute not understood: " + line);
      }
    }

    Attributes attributes() {
      return new Attributes(
          group.orElseThrow(() -> wrong("the first key of a command needs @group")),
          Set.copyOf(sharedWith),
          affectsResult,
          defaultBy,
          List.copyOf(noEffect));
    }

    private boolean begin(String name) {
      for (Group candidate : Group.values()) {
        if (candidate.name().toLowerCase(Locale.ROOT).equals(name)) {
          group = Optional.of(candidate);
          return true;
        }
      }
      return false;
    }

    private boolean hasNoEffectOnResult() {
      affectsResult = false;
      return true;
    }

    private boolean share(List<String> commands) {
      for (String other : commands) {
        requireKey(other, key);
      }
      return sharedWith.addAll(commands);
    }

    private boolean noEffect(String condition, boolean negated) {
      String[] parts = condition.split("=", 2);
      requireKey(command, parts[0]);
      Optional<String> value = parts.length == 2 ? Optional.of(parts[1]) : Optional.empty();
      return noEffect.add(new Condition(parts[0], value, negated));
    }

    private boolean defaultBy(List<String> values) {
      requireKey(command, values.get(0));
      Map<String, String> defaults = new LinkedHashMap<>();
      for (String value : values.subList(1, values.size())) {
        String[] parts = value.split("=", 2);
        if (parts.length < 2) {
          return false;
        }
        defaults.put(parts[0], parts[1]);
      }
      defaultBy = Optional.of(new DefaultBy(values.get(0), defaults));
      return true;
    }

    private void requireKey(String ofCommand, String required) {
      if (!config.hasPathOrNull(path(ofCommand) + "." + required)) {
        throw wrong(path(ofCommand) + "." + required + " is not a key");
      }
    }

    private IllegalStateException wrong(String problem) {
      return new IllegalStateException(
          "reference.conf: " + path(command) + "." + key + ": " + problem);
    }
  }
}
