package io.wowflow.jobs.conf;

/** The formats of written datasets. */
public enum OutputFormat {
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
