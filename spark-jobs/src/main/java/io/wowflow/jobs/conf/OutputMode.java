package io.wowflow.jobs.conf;

/** Key {@code mode}: what a run does with an output that is there already. */
public enum OutputMode {
  /** Refuses it. */
  ERROR,
  /** Replaces the old result once the new one is complete. */
  OVERWRITE,
  /** Goes on from the newest snapshot of an unfinished run, or starts when there is none. */
  RESUME
}
