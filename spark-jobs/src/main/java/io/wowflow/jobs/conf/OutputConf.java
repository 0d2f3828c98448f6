package io.wowflow.jobs.conf;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The output to write.
 *
 * @param output key {@code output}: a directory or {@code FILE.npz}; empty only for a dry run
 * @param mode key {@code mode}
 */
public record OutputConf(Optional<String> output, OutputMode mode) {
  /** The formats of written datasets. */
  public enum Format {
    /** A directory of Parquet files. */
    PARQUET,
    /** One NPZ file. */
    NPZ,
    /** One CSV file, compressed if its name ends in {@code .gz}. */
    CSV,
    /** A directory of PNG files, one sub-directory per class. */
    IMAGES;

    /**
     * Distinguishes files from directories.
     *
     * @return true if the output is one file, false for a directory
     */
    public boolean isFile() {
      return this == NPZ || this == CSV;
    }
  }

  /**
   * The output of a run that is not a dry run.
   *
   * @return a directory or {@code FILE.npz}
   * @throws IllegalStateException for a dry run without an output
   */
  public String uri() {
    return output.orElseThrow(() -> new IllegalStateException("this dry run has no output"));
  }

  /**
   * Recognises outputs that are one NPZ file.
   *
   * @param output as given
   * @return true if it ends in {@code .npz}, in upper or lower case
   */
  public static boolean isNpz(String output) {
    return output.toLowerCase(Locale.ROOT).endsWith(".npz");
  }

  static OutputConf read(ConfReader reader, boolean required, Set<OutputMode> modes) {
    Optional<String> output =
        required
            ? Optional.of(reader.required("output", Parsers.TEXT, ""))
            : reader.optional("output", Parsers.TEXT);
    return new OutputConf(output, reader.value("mode", Parsers.choice(modes)));
  }
}
