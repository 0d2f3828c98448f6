package io.wowflow.jobs.conf;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Reads the block of one command, key by key, and collects every problem on the way; {@link
 * #finish} reports them all in one message. A value that cannot be read is replaced by its default
 * until then.
 */
final class ConfReader {
  private final ConfigObject block;
  private final Map<String, Reference.Option> options = new HashMap<>();
  private final List<String> problems = new ArrayList<>();
  private final Set<String> failed = new HashSet<>();
  private final SortedMap<String, Object> settings = new TreeMap<>();

  private ConfReader(Config resolved, String command) {
    Config reference = Reference.config();
    checkKeys("", resolved.root(), reference.root());
    block = resolved.getObject(Reference.path(command));
    Reference.options(command).forEach(option -> options.put(option.key(), option));
  }

  /** A reader of a command's block; unknown keys anywhere in the configuration are problems. */
  static ConfReader of(Config resolved, String command) {
    return new ConfReader(resolved, command);
  }

  private void checkKeys(String prefix, ConfigObject given, ConfigObject known) {
    for (Map.Entry<String, ConfigValue> entry : given.entrySet()) {
      String path = prefix + entry.getKey();
      ConfigValue expected = known.get(entry.getKey());
      String where = path + " (" + entry.getValue().origin().description() + ")";
      if (expected == null) {
        String remedy =
            path.startsWith("spark")
                ? "; settings of Spark go after -- on the command line"
                : Parsers.hint(entry.getKey(), known.keySet());
        problems.add("unknown key " + where + remedy);
      } else if (expected instanceof ConfigObject section
          && entry.getValue() instanceof ConfigObject object) {
        checkKeys(path + ".", object, section);
      }
    }
  }

  /** A value with a default in the reference. */
  <T> T value(String key, Function<String, T> parser) {
    String text =
        option(key)
            .defaultText()
            .orElseThrow(() -> new IllegalStateException(key + " has no default"));
    return required(key, parser, parser.apply(text));
  }

  /** A value that must be given; {@code placeholder} replaces it after a problem. */
  <T> T required(String key, Function<String, T> parser, T placeholder) {
    Optional<T> value = optional(key, parser);
    if (value.isEmpty() && !failed.contains(key)) {
      fail(key, option(key).display() + " is required (" + option(key).label() + ")");
    }
    return value.orElse(placeholder);
  }

  /** A value that may be absent, or that could not be read. */
  <T> Optional<T> optional(String key, Function<String, T> parser) {
    option(key);
    ConfigValue given = block.get(key);
    settings.put(key, null);
    if (given == null || given.valueType() == ConfigValueType.NULL) {
      return Optional.empty();
    }
    if (given.valueType() == ConfigValueType.OBJECT) {
      fail(key, where(key, given) + ": a section { ... } is given where a value is expected");
      return Optional.empty();
    }
    String text = text(given.unwrapped());
    try {
      T value = parser.apply(text);
      settings.put(key, canonical(value));
      return Optional.of(value);
    } catch (IllegalArgumentException e) {
      fail(key, where(key, given) + ": '" + text + "' is not " + e.getMessage());
      return Optional.empty();
    }
  }

  /** A value that may be absent; {@code otherwise} is its default. */
  <T> T optionalOr(String key, Function<String, T> parser, T otherwise) {
    Optional<T> value = optional(key, parser);
    useDefault(key, value.orElse(otherwise));
    return value.orElse(otherwise);
  }

  /** An optional number of things, at least 1. */
  OptionalInt count(String key) {
    return integer(key, Parsers.integer(1));
  }

  /** An optional integer. */
  OptionalInt integer(String key, Function<String, Integer> parser) {
    return optional(key, parser).map(OptionalInt::of).orElseGet(OptionalInt::empty);
  }

  /** An optional number. */
  OptionalDouble number(String key, Function<String, Double> parser) {
    return optional(key, parser).map(OptionalDouble::of).orElseGet(OptionalDouble::empty);
  }

  private String where(String key, ConfigValue given) {
    String display = option(key).display();
    String origin = given.origin().description();
    return origin.equals(display) ? display : display + " (" + origin + ")";
  }

  /** Recognises a key that the command has. */
  boolean knows(String key) {
    return options.containsKey(key);
  }

  /** Recognises a key that is given on the command line, not in a file. */
  boolean isOnCommandLine(String key) {
    ConfigValue given = block.get(key);
    return given != null && given.origin().description().equals(option(key).display());
  }

  /** Recognises a key whose value was not understood. */
  boolean failed(String key) {
    return failed.contains(key);
  }

  /** Records the default of an absent value. */
  void useDefault(String key, Object value) {
    settings.put(key, canonical(value));
  }

  /** Recognises a key with a value that was understood. */
  boolean has(String key) {
    return settings.get(key) != null;
  }

  /** Adds a problem of several keys together, unless one of them has a problem itself. */
  void contradiction(String message, String... keys) {
    if (List.of(keys).stream().noneMatch(failed::contains)) {
      problems.add(message);
    }
  }

  /**
   * Options on the command line that have no effect are problems; in a file they may be meant for
   * other runs.
   */
  private void refuseWithoutEffect() {
    for (Reference.Option option : options.values()) {
      if (isOnCommandLine(option.key())) {
        option.attributes().noEffect().stream()
            .filter(condition -> condition.isMet(settings.get(condition.key())))
            .findFirst()
            .ifPresent(
                condition ->
                    contradiction(
                        option.display() + " has no effect " + condition.text() + ": leave it out",
                        option.key(),
                        condition.key()));
      }
    }
  }

  private void fail(String key, String message) {
    failed.add(key);
    problems.add(message);
  }

  /** A view of every key that was read and its typed value, user info cut from URIs. */
  SortedMap<String, Object> settings() {
    return Collections.unmodifiableSortedMap(settings);
  }

  /**
   * Ends the reading.
   *
   * @throws JobException {@link ExitCode#USAGE} with all problems in one message
   */
  void finish() {
    refuseWithoutEffect();
    if (problems.size() == 1) {
      throw JobException.usage(problems.get(0));
    }
    if (!problems.isEmpty()) {
      throw JobException.usage(
          problems.stream()
              .sorted()
              .collect(
                  Collectors.joining(
                      "\n  - ", problems.size() + " problems in the configuration:\n  - ", "")));
    }
  }

  private Reference.Option option(String key) {
    Reference.Option option = options.get(key);
    if (option == null) {
      throw new IllegalStateException(key + " is not in the reference");
    }
    return option;
  }

  // Lists are another way to write "lo,hi" and "m:m:m,s:s:s".
  private static String text(Object unwrapped) {
    return unwrapped instanceof List<?> outer ? joined(outer, ",") : String.valueOf(unwrapped);
  }

  private static String joined(List<?> items, String separator) {
    return items.stream()
        .map(item -> item instanceof List<?> inner ? joined(inner, ":") : String.valueOf(item))
        .collect(Collectors.joining(separator));
  }

  private static Object canonical(Object value) {
    if (value instanceof Number || value instanceof Boolean) {
      return value;
    }
    return value instanceof Enum<?> constant
        ? Parsers.text(constant)
        : UserInfo.cut(value.toString());
  }
}
