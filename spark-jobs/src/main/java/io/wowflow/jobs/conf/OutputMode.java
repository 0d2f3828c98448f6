package io.wowflow.jobs.conf;

/** Key {@code mode}: the treatment of an output that exists. */
public enum OutputMode {
  /** The run is refused. */
  ERROR,
  /** The old result is replaced once the new one is complete. */
  OVERWRITE,
  /** The run resumes from the newest snapshot of an unfinished run, or starts if there is none. */
  RESUME
}
