package io.wowflow.jobs.plan;

import io.wowflow.jobs.context.DriverPlace;

/**
 * The memory of the driver of a distributed flow. Datasets and states larger than a part of its
 * heap are on its disk; what it sends to executors, each once as objects and once as bytes, fills
 * Spark's part of the heap and goes to disk beyond it. Neither can make the driver fail, but while
 * they fill their parts, all else has to fit the rest.
 */
final class DriverMemory {
  /** The part of the heap that may be filled. */
  static final double SHARE = 0.9;

  /** Spark itself, pieces of a state on their way, and buffers of files that are written. */
  private static final double FIXED_BYTES = 160L << 20;

  /** Both datasets, the same normalised, and the last state: each in memory where it is small. */
  private static final int SETS_OF_SAMPLES = 6;

  /** Ids, keys and places of a sample. */
  private static final double SAMPLE_BYTES = 48;

  /** Spark's part of the heap, and the bytes that are not divided. */
  private static final double STORAGE_SHARE = 0.6;

  private static final double RESERVED_BYTES = 300L << 20;

  private DriverMemory() {}

  private static double sent(FlowSizes sizes) {
    return 2 * (sizes.stateBytes() + sizes.targetBytes());
  }

  private static double read(FlowSizes sizes) {
    return sizes.stateBytes() / 2 + sizes.targetBytes();
  }

  /** Bytes that may be on the driver's disk: both datasets, what is sent, and the last state. */
  static double diskBytes(FlowSizes sizes) {
    return read(sizes) + sent(sizes) + sizes.stateBytes();
  }

  /**
   * The memory of the flow in the smallest heap that is enough, {@link #SHARE} of it.
   *
   * @param sizes the flow
   * @param directionPartitions partitions that send their sums
   */
  static double bytes(FlowSizes sizes, int directionPartitions) {
    // The sums of all partitions on their way to the total, or at last the costs between classes or
    // samples; and some classes in several forms.
    double onTheirWay = 3 + 2.0 * directionPartitions;
    double always =
        FIXED_BYTES
            + SAMPLE_BYTES * sizes.heldSamples()
            + 8 * 4.0 * sizes.dimension() * sizes.mostSamples()
            + Math.max(
                onTheirWay * sizes.reportSumBytes(),
                Math.max(
                    sizes.matchingBytes(),
                    sizes.costBytes() + onTheirWay * sizes.distanceSumBytes()));
    double sent = sent(sizes);
    double read = 2 * read(sizes) + sizes.stateBytes();
    // always + min(sent, Spark's part) + min(read, our part of both datasets) has to fit; each
    // choice of the two alternatives is enough, so the smallest of their heaps is.
    double reading = SETS_OF_SAMPLES * DriverPlace.SHARE;
    double storage = STORAGE_SHARE * RESERVED_BYTES;
    double heap =
        Math.min(
            Math.min((always + sent + read) / SHARE, (always + sent) / (SHARE - reading)),
            Math.min(
                (always - storage + read) / (SHARE - STORAGE_SHARE),
                (always - storage) / (SHARE - STORAGE_SHARE - reading)));
    return Math.max(always, SHARE * heap);
  }
}
