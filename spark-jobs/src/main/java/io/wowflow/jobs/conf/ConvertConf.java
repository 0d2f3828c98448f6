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
 * @param firstClasses key {@code first-classes}: empty for all
 * @param pictures samples as pictures
 * @param align the map that moves the samples
 * @param clip key {@code clip}: the range of the values that are written
 * @param preview key {@code preview}: the contact sheet to write, {@code FILE.png}
 * @param seed key {@code seed}: of the draw of samples
 * @param settings every key and its value as it was understood, in the order of the keys
 */
public record ConvertConf(
    InputConf source,
    OutputConf output,
    Optional<OutputConf.Format> outputFormat,
    OptionalInt samplesPerClass,
    OptionalInt firstClasses,
    PicturesConf pictures,
    Align align,
    Optional<DescentConf.Clip> clip,
    Optional<String> preview,
    long seed,
    SortedMap<String, Object> settings)
    implements JobConf {
  private static final String COMMAND = "convert";

  /**
   * A map that moves the samples of a dataset towards those of another.
   *
   * @param alignTo key {@code align-to}: the other dataset; empty if no sample moves
   * @param alignToFormat key {@code align-to-format}: empty if it is to be found from the content
   * @param align key {@code align}
   * @param alignClasses key {@code align-classes}
   * @param alignRegularisation key {@code align-regularisation}: added to the variances of both
   *     datasets, above 0, in squared units of the input
   */
  public record Align(
      Optional<String> alignTo,
      Optional<String> alignToFormat,
      Map align,
      Classes alignClasses,
      double alignRegularisation) {
    /** A kind of affine map. */
    public enum Map {
      /** The mean becomes that of the other samples. */
      MEAN,
      /** Mean and covariance become those of the other samples: whitened, then coloured. */
      CORAL,
      /** Mean and covariance become those of the other samples on the shortest way. */
      LINEAR;

      /**
       * The map as an option's value.
       *
       * @return such as {@code coral}
       */
      public String text() {
        return Parsers.text(this);
      }
    }

    /** The samples that a map is made of. */
    public enum Classes {
      /** One map from all samples to all others. */
      POOLED,
      /** A map per class, to the samples of the class with its label. */
      EACH
    }

    private static Align read(ConfReader reader) {
      return new Align(
          reader.optional("align-to", Parsers.TEXT),
          reader.optional("align-to-format", Parsers.TEXT),
          reader.value("align", Parsers.choice(Map.class)),
          reader.value("align-classes", Parsers.choice(Classes.class)),
          reader.value("align-regularisation", Parsers.POSITIVE));
    }
  }

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
            reader.count("first-classes"),
            PicturesConf.read(reader),
            Align.read(reader),
            reader.optional("clip", DescentConf.Clip::parse),
            reader.optional("preview", ConvertConf::picture),
            reader.value("seed", Parsers.LONG),
            reader.settings());
    reader.finish();
    return conf;
  }

  /**
   * The dataset to align the samples to.
   *
   * @return the dataset, with the columns of the source; empty if no sample moves
   */
  public Optional<InputConf> alignTo() {
    return align.alignTo.map(uri -> new InputConf(uri, align.alignToFormat, source.columns()));
  }

  private static String picture(String text) {
    if (!text.toLowerCase(Locale.ROOT).endsWith(".png")) {
      throw new IllegalArgumentException("a path of a file FILE.png");
    }
    return text;
  }
}
