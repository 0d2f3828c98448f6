package io.wowflow.jobs.launch;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigResolveOptions;
import java.io.File;
import java.util.Arrays;
import java.util.List;

/**
 * The jars of neural networks. They are a hundred times as large as the job's own jar, so that only
 * a command that uses them gets them.
 */
final class Learning {
  private static final List<String> KEYS = List.of("evaluate-with", "embed", "like");

  private Learning() {}

  /**
   * Decides if a command line needs the jars.
   *
   * @param job the words before {@code --}
   * @param surroundings where the files of {@code --config} are located
   * @return true for a command that trains, and for one whose options or file name a classifier, a
   *     random network or a dataset to stand in for; for {@code doctor}, which reports on the jars,
   *     if they exist
   */
  static boolean isNeeded(JobWords job, Surroundings surroundings) {
    String command = job.command();
    if (command.equals("doctor")) {
      return folder(surroundings).isDirectory();
    }
    if (command.equals("evaluate") || command.equals("augment")) {
      return true;
    }
    for (String key : KEYS) {
      if (job.has("--" + key)) {
        return true;
      }
    }
    for (String name : job.configurations()) {
      File file = surroundings.file(name);
      if (file.isFile() && isNeeded(command, file)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isNeeded(String command, File file) {
    try {
      Config config =
          ConfigFactory.parseFile(file, ConfigParseOptions.defaults().setAllowMissing(false))
              .resolve(ConfigResolveOptions.defaults().setAllowUnresolved(true));
      for (String key : KEYS) {
        if (isGiven(config, "wowflow." + command + "." + key)) {
          return true;
        }
      }
      // A distillation has the other options of its flow from the block of the flow.
      return command.equals("distill") && isGiven(config, "wowflow.flow.evaluate-with");
    } catch (ConfigException e) {
      // The job reads the same file and reports what is wrong with it.
      return false;
    }
  }

  private static boolean isGiven(Config config, String path) {
    try {
      return config.hasPath(path) && !config.getValue(path).unwrapped().toString().equals("false");
    } catch (ConfigException.NotResolved e) {
      // It refers to a default, which only the job knows: better too many jars than too few.
      return true;
    }
  }

  /** The folder into which the build copies the jars. */
  static File folder(Surroundings surroundings) {
    return surroundings.target().resolve("learn").toFile();
  }

  /**
   * The jars as the value of {@code --jars}.
   *
   * @param folder the folder whose jars are listed
   * @param location the folder or URI under which they are named
   * @return their names in order, with commas; empty if there are none
   */
  static String jars(File folder, String location) {
    String[] names = folder.list((parent, name) -> name.endsWith(".jar"));
    StringBuilder jars = new StringBuilder();
    if (names != null) {
      Arrays.sort(names);
      for (String name : names) {
        jars.append(jars.length() == 0 ? "" : ",").append(location).append('/').append(name);
      }
    }
    return jars.toString();
  }
}
