package io.wowflow.jobs.output;

import io.wowflow.jobs.record.Manifest;
import java.util.List;
import java.util.Optional;

/**
 * The comparison of a finished result with its manifest.
 *
 * @param state how it ended
 * @param reason why the result is not whole, in words that follow its name; empty if it is
 * @param files number of files that the manifest names
 * @param bytes length of all of them
 */
public record Verification(State state, String reason, int files, long bytes) {
  /** How a comparison ends. */
  public enum State {
    /** Every file has the length and the SHA-256 of the manifest, and there is no other one. */
    WHOLE,
    /** A file is missing, has changed or was added. */
    DAMAGED,
    /** The manifest names no files: an earlier version wrote it. */
    UNKNOWN
  }

  static Verification of(List<Manifest.DataFile> named, Optional<String> damage) {
    return new Verification(
        damage.isEmpty() ? State.WHOLE : State.DAMAGED,
        damage.map(what -> "is damaged: " + what).orElse(""),
        named.size(),
        named.stream().mapToLong(Manifest.DataFile::bytes).sum());
  }

  static Verification impossible() {
    return new Verification(
        State.UNKNOWN,
        "cannot be verified: an earlier version wrote it, whose manifest names no files",
        0,
        0);
  }

  /**
   * Why the result may not be used as it is.
   *
   * @return {@code is damaged: ...} or {@code cannot be verified: ...}, to follow the result's
   *     name; empty if it is whole
   */
  public Optional<String> fault() {
    return state == State.WHOLE ? Optional.empty() : Optional.of(reason);
  }
}
