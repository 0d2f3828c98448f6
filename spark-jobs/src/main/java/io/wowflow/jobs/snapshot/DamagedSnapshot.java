package io.wowflow.jobs.snapshot;

/** Why a snapshot is not whole; the one before it may be. */
final class DamagedSnapshot extends Exception {
  private static final long serialVersionUID = 1L;

  DamagedSnapshot(String why) {
    super(why);
  }
}
