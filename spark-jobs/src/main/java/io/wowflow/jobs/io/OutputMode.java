package io.wowflow.jobs.io;

/** What happens to an output that exists. */
public enum OutputMode {
  /** It is kept, and the job is refused. */
  ERROR,
  /** It is replaced, once the new one is whole. */
  OVERWRITE
}
