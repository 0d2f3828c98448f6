package io.wowflow.jobs.conf;

import java.util.Optional;

/**
 * What a flow tells about itself.
 *
 * @param reportEvery key {@code report-every}: steps between two objectives, at least 1
 * @param snapshotEvery key {@code snapshot-every}: steps between two snapshots; 0 for none
 * @param stateHash key {@code state-hash}: whether reports carry a hash of the state
 * @param matching key {@code matching}: the cost that matches classes; empty for the default rule
 */
public record ReportConf(
    int reportEvery, int snapshotEvery, boolean stateHash, Optional<Matching> matching) {
  /** The cost between classes behind the matching of labels. */
  public enum Matching {
    /** Exact squared Wasserstein distances. */
    EXACT,
    /** Squared sliced Wasserstein distances. */
    SLICED
  }

  static ReportConf read(ConfReader reader) {
    return new ReportConf(
        reader.value("report-every", Parsers.integer(1)),
        reader.value("snapshot-every", Parsers.integer(0)),
        reader.value("state-hash", Parsers.FLAG),
        reader.optional("matching", Parsers.choice(Matching.class)));
  }
}
