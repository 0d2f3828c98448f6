package io.wowflow.jobs.conf;

import java.util.OptionalInt;

/**
 * Directions and quantiles.
 *
 * @param directions key {@code directions}: the way they are drawn, or a file {@code FILE.npy}
 * @param directionCount key {@code direction-count}: 500 when absent for gaussian and orthonormal;
 *     empty for one block of hadamard and for a file
 * @param levels key {@code levels}: quantile levels Q; empty for the default rule
 */
public record DirectionsConf(
    OrFile<Kind> directions, OptionalInt directionCount, OptionalInt levels) {
  /** The ways in which directions are drawn. */
  public enum Kind {
    /** Blocks of randomised Hadamard transforms. */
    HADAMARD,
    /** Normalised Gaussian vectors. */
    GAUSSIAN,
    /** Rows of random rotations. */
    ORTHONORMAL
  }

  private static final int DEFAULT_COUNT = 500;

  static DirectionsConf read(ConfReader reader) {
    OrFile<Kind> directions = reader.value("directions", OrFile.parser(Kind.class, ".npy"));
    OptionalInt count = reader.count("direction-count");
    if (directions.file().isPresent() && count.isPresent()) {
      reader.contradiction(
          "--direction-count has no effect with --directions "
              + directions
              + ", of which all directions are used: leave it out",
          "directions",
          "direction-count");
    }
    boolean drawnOneByOne = directions.name().filter(kind -> kind != Kind.HADAMARD).isPresent();
    if (drawnOneByOne && count.isEmpty()) {
      reader.useDefault("direction-count", DEFAULT_COUNT);
      count = OptionalInt.of(DEFAULT_COUNT);
    }
    return new DirectionsConf(directions, count, reader.count("levels"));
  }
}
