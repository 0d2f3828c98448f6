package io.wowflow.jobs.conf;

import com.typesafe.config.Config;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * The configuration of a synthetic dataset.
 *
 * @param name key {@code name}
 * @param classes key {@code classes}: of gaussians, which need it; empty for the others
 * @param samples key {@code samples}: likewise, of each class
 * @param dimension key {@code dimension}: likewise
 * @param stream key {@code stream}: the random stream of gaussians
 * @param shift key {@code shift}: the centre of the class means of gaussians, in every coordinate
 * @param seed key {@code seed}: of all random numbers
 * @param output the output to write
 * @param settings every key and its value as it was understood, in the order of the keys
 */
public record SynthConf(
    Name name,
    OptionalInt classes,
    OptionalInt samples,
    OptionalInt dimension,
    OptionalInt stream,
    OptionalDouble shift,
    long seed,
    OutputConf output,
    SortedMap<String, Object> settings)
    implements JobConf {
  private static final String COMMAND = "synth";
  private static final List<String> NEEDED = List.of("classes", "samples", "dimension");
  private static final List<String> OF_GAUSSIANS =
      List.of("classes", "samples", "dimension", "stream", "shift");

  /** The synthetic datasets. */
  public enum Name {
    /** Three circles. */
    RINGS,
    /** The cloud that flows onto the circles. */
    RINGS_SOURCE,
    /** Normal classes around normal means. */
    GAUSSIANS
  }

  /**
   * Reads and checks the block {@code wowflow.synth}.
   *
   * @param resolved a whole resolved configuration, {@link Settings#resolve}
   * @return the dataset
   * @throws JobException {@link ExitCode#USAGE} with all problems
   */
  public static SynthConf of(Settings resolved) {
    return of(resolved.config());
  }

  static SynthConf of(Config resolved) {
    ConfReader reader = ConfReader.of(resolved, COMMAND);
    SynthConf conf =
        new SynthConf(
            reader.required("name", Parsers.choice(Name.class), Name.RINGS),
            reader.count("classes"),
            reader.count("samples"),
            reader.count("dimension"),
            reader.integer("stream", Parsers.integer(0)),
            reader.number("shift", Parsers.FINITE),
            reader.value("seed", Parsers.LONG),
            OutputConf.read(reader, true, EnumSet.of(OutputMode.ERROR, OutputMode.OVERWRITE)),
            reader.settings());
    conf.checkGaussians(reader);
    reader.finish();
    return conf;
  }

  private void checkGaussians(ConfReader reader) {
    if (name == Name.GAUSSIANS) {
      NEEDED.stream()
          .filter(key -> !reader.has(key))
          .forEach(key -> reader.contradiction("--" + key + " is required for gaussians", key));
    } else {
      OF_GAUSSIANS.stream()
          .filter(reader::has)
          .forEach(
              key ->
                  reader.contradiction(
                      "--" + key + " belongs to gaussians, not to " + Parsers.text(name),
                      key,
                      "name"));
    }
  }

  /**
   * The same dataset as an input.
   *
   * @return {@code synthetic:NAME} with the given parameters
   */
  public String uri() {
    String parameters =
        OF_GAUSSIANS.stream()
            .filter(key -> settings.get(key) != null)
            .map(key -> key + "=" + settings.get(key))
            .collect(Collectors.joining("&"));
    return "synthetic:" + Parsers.text(name) + (parameters.isEmpty() ? "" : "?" + parameters);
  }
}
