package io.wowflow.jobs.conf;

import com.typesafe.config.Config;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;

/**
 * The configuration of a conversion.
 *
 * @param source the dataset to read
 * @param output the output to write
 * @param outputFormat key {@code output-format}: empty for the format by the output's name
 * @param samplesPerClass key {@code samples-per-class}: empty for all
 * @param pictures samples as pictures
 * @param preview key {@code preview}: the contact sheet to write, {@code FILE.png}
 * @param seed key {@code seed}: of the draw of samples
 * @param settings every key and its value as it was understood, in the order of the keys
 */
public record ConvertConf(
    InputConf source,
    OutputConf output,
    Optional<OutputConf.Format> outputFormat,
    OptionalInt samplesPerClass,
    PicturesConf pictures,
    Optional<String> preview,
    long seed,
    SortedMap<String, Object> settings)
    implements JobConf {
  private static final String COMMAND = "convert";

  /**
   * Reads and checks the block {@code wowflow.convert}.
   *
   * @param resolved a whole resolved configuration, {@link Settings#resolve}
   * @return the conversion
   * @throws JobException {@link ExitCode#USAGE} with all problems
   */
  public static ConvertConf of(Settings resolved) {
    return of(resolved.config());
  }

  static ConvertConf of(Config resolved) {
    ConfReader reader = ConfReader.of(resolved, COMMAND);
    ConvertConf conf =
        new ConvertConf(
            InputConf.read(reader, "source"),
            OutputConf.read(reader, true, EnumSet.of(OutputMode.ERROR, OutputMode.OVERWRITE)),
            reader.optional("output-format", Parsers.choice(OutputConf.Format.class)),
            reader.count("samples-per-class"),
            PicturesConf.read(reader),
            reader.optional("preview", ConvertConf::picture),
            reader.value("seed", Parsers.LONG),
            reader.settings());
    reader.finish();
    return conf;
  }

  private static String picture(String text) {
    if (!text.toLowerCase(Locale.ROOT).endsWith(".png")) {
      throw new IllegalArgumentException("a path of a file FILE.png");
    }
    return text;
  }
}
