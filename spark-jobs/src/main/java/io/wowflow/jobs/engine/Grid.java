package io.wowflow.jobs.engine;

/**
 * The partitions of a flow on a cluster. No bit of the result depends on them.
 *
 * @param classesPerBlock classes that travel and are cached together, at least 1
 * @param classPartitions partitions of the class blocks, at least 1
 * @param directionPartitions partitions of the leaves of directions, at least 1
 * @param stepsPerCheckpoint steps between two writes of the state to the checkpoint directory,
 *     which end the growth of lineage and shuffle files; at least 1
 */
public record Grid(
    int classesPerBlock, int classPartitions, int directionPartitions, int stepsPerCheckpoint) {}
