package io.wowflow.jobs.launch;

import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/**
 * The words of a command line after {@code --}, read as spark-submit reads them: {@code --option
 * value}, {@code --option=value} or a switch. The last of several equal options counts, except for
 * {@code --extra-properties-file}.
 */
final class SparkWords {
  /** The options that have no value; every other option has one. */
  static final Set<String> SWITCHES =
      Set.of(
          "--help",
          "-h",
          "--load-spark-defaults",
          "--supervise",
          "--usage-error",
          "--verbose",
          "-v",
          "--version");

  private final List<String> words;
  private final Surroundings surroundings;

  SparkWords(List<String> words, Surroundings surroundings) {
    this.words = List.copyOf(words);
    this.surroundings = surroundings;
  }

  List<String> words() {
    return words;
  }

  /**
   * The value that spark-submit uses for a setting: that of its option, else of {@code --conf},
   * else of the properties files.
   *
   * @param option its option; empty if it has none
   * @param property its property
   * @return the value; absent if nothing sets it, or sets it to nothing
   */
  Optional<String> setting(String option, String property) {
    String value = lastOf(values(option));
    if (value.isEmpty()) {
      for (String pair : values("--conf")) {
        if (pair.startsWith(property + "=")) {
          value = pair.substring(property.length() + 1);
        }
      }
    }
    if (value.isEmpty()) {
      value = properties().getProperty(property, "").strip();
    }
    return value.isEmpty() ? Optional.empty() : Optional.of(value);
  }

  /** The master that spark-submit uses; absent if nothing names one, which means local. */
  Optional<String> master() {
    Optional<String> master = setting("--master", "spark.master");
    String variable = surroundings.variable("MASTER");
    return master.isPresent() || variable.isEmpty() ? master : Optional.of(variable);
  }

  /** True if the driver runs on the cluster, not here. */
  boolean isDriverOnCluster() {
    return setting("--deploy-mode", "spark.submit.deployMode").orElse("").equals("cluster");
  }

  private static String lastOf(List<String> values) {
    return values.isEmpty() ? "" : values.get(values.size() - 1);
  }

  private List<String> values(String option) {
    List<String> values = new ArrayList<>();
    for (Option given : options()) {
      if (given.name.equals(option)) {
        values.add(given.value);
      }
    }
    return values;
  }

  /**
   * An option with a value: its name, its value, and the index of the word that holds the value.
   */
  private record Option(String name, String value, int index) {}

  private List<Option> options() {
    List<Option> options = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      int equals = word.indexOf('=');
      if (word.startsWith("--") && equals > 2) {
        options.add(new Option(word.substring(0, equals), word.substring(equals + 1), i));
      } else if (word.startsWith("-") && !SWITCHES.contains(word) && i + 1 < words.size()) {
        i++;
        options.add(new Option(word.equals("-c") ? "--conf" : word, words.get(i), i));
      }
    }
    return options;
  }

  /** Extra files win over the one file, and both over the defaults, which the one file replaces. */
  private Properties properties() {
    String file = lastOf(values("--properties-file"));
    Properties properties = new Properties();
    if (file.isEmpty() || words.contains("--load-spark-defaults")) {
      load(new File(surroundings.sparkConfiguration(), "spark-defaults.conf"), properties);
    }
    if (!file.isEmpty()) {
      load(surroundings.file(file), properties);
    }
    for (String extra : values("--extra-properties-file")) {
      load(surroundings.file(extra), properties);
    }
    return properties;
  }

  private static void load(File file, Properties into) {
    if (!file.isFile()) {
      return;
    }
    try (Reader reader =
        new InputStreamReader(Files.newInputStream(file.toPath()), StandardCharsets.UTF_8)) {
      into.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      // spark-submit reads the same file and reports what is wrong with it.
      return;
    }
  }

  /** The same words and one more option after them, which wins over equal ones before it. */
  SparkWords with(String option, String value) {
    List<String> more = new ArrayList<>(words);
    more.add(option);
    more.add(value);
    return new SparkWords(more, surroundings);
  }

  /** The same words, with more files in an option whose value is a list with commas. */
  SparkWords withFiles(String option, String files) {
    List<String> more = new ArrayList<>(words);
    Option last = null;
    for (Option given : options()) {
      if (given.name.equals(option)) {
        last = given;
      }
    }
    if (last == null) {
      more.add(0, files);
      more.add(0, option);
    } else {
      // The last list replaces those before it, so that the files have to join the user's.
      more.set(last.index, more.get(last.index) + "," + files);
    }
    return new SparkWords(more, surroundings);
  }
}
