package io.wowflow.jobs.conf;

/** A format that a dataset is written in. */
public enum OutputFormat {
  /** A directory of Parquet files. */
  PARQUET,
  /** One NPZ file. */
  NPZ,
  /** One CSV file, compressed if its name ends in {@code .gz}. */
  CSV,
  /** A directory of PNG files, one sub-directory a class. */
  IMAGES;

  /**
   * Whether the output is one file.
   *
   * @return false for a directory
   */
  public boolean isFile() {
    return this == NPZ || this == CSV;
  }
}
