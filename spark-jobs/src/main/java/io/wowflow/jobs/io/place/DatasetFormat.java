package io.wowflow.jobs.io.place;

import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.jobs.io.rows.ReadOptions;
import java.io.IOException;

/** A file format of labelled datasets. */
public interface DatasetFormat {
  /** The name by which the format is forced. */
  String name();

  /** What {@link #recognises} looks for, for the message when nothing is recognised. */
  String signature();

  /** Whether the content, not the name alone, is of this format. */
  boolean recognises(InputPath input) throws IOException;

  /**
   * Reads the samples that the options draw. Only those are decoded and checked; what is wrong is a
   * {@link io.wowflow.jobs.conf.JobException}. Shape and resizing are the caller's.
   */
  LoadedDataset read(InputPath input, ReadOptions options) throws IOException;
}
