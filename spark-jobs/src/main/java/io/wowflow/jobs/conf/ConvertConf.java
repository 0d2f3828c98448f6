package io.wowflow.jobs.conf;

import com.typesafe.config.Config;
import java.util.EnumSet;
import java.util.List;
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
 * @param part the samples and classes to keep
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
    Part part,
    PicturesConf pictures,
    Align align,
    Optional<DescentConf.Clip> clip,
    Optional<String> preview,
    long seed,
    SortedMap<String, Object> settings)
    implements JobConf {
  private static final String COMMAND = "convert";

  /**
   * The part of a dataset that is kept.
   *
   * @param skip key {@code skip}: number of first samples of each class that are left out
   * @param first key {@code first}: number of samples of each class that are kept of those after;
   *     empty for all
   * @param firstClasses key {@code first-classes}: number of classes that are kept, in the order of
   *     their labels; empty for all
   */
  public record Part(int skip, OptionalInt first, OptionalInt firstClasses) {
    /** A whole dataset. */
    public static final Part WHOLE = new Part(0, OptionalInt.empty(), OptionalInt.empty());

    private static Part read(ConfReader reader) {
      Part part =
          new Part(
              reader.value("skip", Parsers.integer(0)),
              reader.count("first"),
              reader.count("first-classes"));
      for (String cut : List.of("skip", "first")) {
        boolean cuts = cut.equals("skip") ? part.skip > 0 : part.first.isPresent();
        if (cuts && reader.has("samples-per-class")) {
          reader.contradiction(
              "--samples-per-class draws from all samples of a class: leave it out, or --" + cut,
              "samples-per-class",
              cut);
        }
      }
      return part;
    }
  }

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
            Part.read(reader),
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
