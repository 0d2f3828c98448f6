package io.wowflow.jobs.io.place;

import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.jobs.io.rows.ReadOptions;
import java.io.IOException;

/** A file format of labelled datasets. */
public interface DatasetFormat {
  /** The name by which the format is forced. */
  String name();

  /** The mark that {@link #recognises} looks for, for the message when nothing is recognised. */
  String signature();

  /** Recognises the format by the content, not only by the name. */
  boolean recognises(InputPath input) throws IOException;

  /**
   * Reads the samples that the options draw. Only those are decoded and checked; what is wrong is a
   * {@link io.wowflow.jobs.conf.JobException}. Shape and resizing are the caller's.
   */
  LoadedDataset read(InputPath input, ReadOptions options) throws IOException;
}
