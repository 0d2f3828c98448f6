package io.wowflow.jobs.conf;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Resolves one configuration from three layers: the command line wins over the file of {@code
 * --config}, the file over {@code reference.conf}.
 */
public final class Settings {
  private final Config config;

  private Settings(Config config) {
    this.config = config;
  }

  /** The layers put together, references resolved. */
  Config config() {
    return config;
  }

  /**
   * Resolves the layers.
   *
   * @param command the command, one of {@link Reference#commands()}
   * @param commandLine the text of each key given on the command line
   * @param file the file of {@code --config}: HOCON, JSON or properties, local or any Hadoop path
   * @return the resolved configuration, unchecked: the records of this package check it
   * @throws JobException {@link ExitCode#USAGE} if the file is missing or malformed, or the command
   *     has no option of a key, with the nearest that it has
   */
  public static Settings resolve(
      String command, Map<String, String> commandLine, Optional<String> file) {
    Config given = ConfigFactory.empty();
    List<Reference.Option> options = Reference.options(command);
    checkKeys(command, commandLine.keySet(), options);
    for (Reference.Option option : options) {
      String text = commandLine.get(option.key());
      if (text != null) {
        given =
            given.withValue(option.path(), ConfigValueFactory.fromAnyRef(text, option.display()));
      }
    }
    try {
      Config fromFile = file.map(Settings::read).orElse(ConfigFactory.empty());
      Config defaults = fromFile.withFallback(Reference.config());
      requireSections(defaults.resolve());
      return new Settings(given.withFallback(defaults).resolve());
    } catch (ConfigException e) {
      String source = file.map(name -> "--config " + UserInfo.cut(name) + ": ").orElse("");
      throw JobException.of(ExitCode.USAGE, source + e.getMessage(), e);
    }
  }

  private static void checkKeys(String command, Set<String> keys, List<Reference.Option> options) {
    List<String> known = options.stream().map(Reference.Option::key).toList();
    for (String key : new TreeSet<>(keys)) {
      if (!known.contains(key)) {
        throw JobException.usage(
            command + " has no option '" + key + "'" + Parsers.hint(key, known));
      }
    }
  }

  // A value in place of a section would silently remove all defaults.
  private static void requireSections(Config config) {
    List<String> sections = new ArrayList<>(List.of(Reference.ROOT));
    Reference.commands().keySet().forEach(command -> sections.add(Reference.path(command)));
    for (String section : sections) {
      ConfigValue value = config.getValue(section);
      if (value.valueType() != ConfigValueType.OBJECT) {
        throw JobException.usage(
            section + " (" + value.origin().description() + ") must be a section { ... }");
      }
    }
  }

  private static Config read(String name) {
    ConfigParseOptions options = ConfigParseOptions.defaults().setAllowMissing(false);
    try {
      String location = located(name);
      if (!isRemote(location)) {
        File file = new File(localPath(location));
        if (!file.isFile()) {
          throw JobException.usage("--config " + name + ": no such file");
        }
        return ConfigFactory.parseFile(file, options);
      }
      try (Reader reader = new InputStreamReader(open(location), StandardCharsets.UTF_8)) {
        return ConfigFactory.parseReader(reader, options.setOriginDescription(UserInfo.cut(name)));
      }
    } catch (IOException | IllegalArgumentException e) {
      throw JobException.of(
          ExitCode.USAGE,
          "--config " + UserInfo.cut(name) + " cannot be read: " + UserInfo.cut(e.getMessage()),
          e);
    }
  }

  private static InputStream open(String location) throws IOException {
    Path path = new Path(location);
    try {
      return path.getFileSystem(new Configuration()).open(path);
    } catch (RuntimeException e) {
      // Hadoop wraps failures of hosts and connectors into these.
      throw new IOException(String.valueOf(e.getCause() == null ? e : e.getCause()), e);
    }
  }

  /**
   * With a driver on the cluster, {@code --files} brings the file into the working directory; a
   * standalone master only leaves its URI in {@code spark.files}.
   */
  private static String located(String name) {
    String shipped = System.getProperty("spark.files", "");
    if (isRemote(name) || new File(name).exists()) {
      return name;
    }
    for (String uri : shipped.split(",", -1)) {
      if (uri.substring(uri.lastIndexOf('/') + 1).equals(name)) {
        return uri;
      }
    }
    return name;
  }

  private static boolean isRemote(String location) {
    return location.matches("[a-zA-Z][a-zA-Z0-9+.-]+:/.*") && !location.startsWith("file:");
  }

  private static String localPath(String location) {
    return location.startsWith("file:") ? URI.create(location).getPath() : location;
  }
}
