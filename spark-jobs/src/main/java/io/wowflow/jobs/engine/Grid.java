package io.wowflow.jobs.engine;

/**
 * How a flow is spread over a cluster. No bit of the result depends on it.
 *
 * @param classesPerBlock classes that travel and are cached together, at least 1
 * @param classPartitions partitions of the class blocks, at least 1
 * @param directionPartitions partitions of the leaves of directions, at least 1
 * @param stepsPerCheckpoint after how many steps the state is written to the checkpoint directory,
 *     so that neither lineage nor shuffle files grow further; at least 1
 */
public record Grid(
    int classesPerBlock, int classPartitions, int directionPartitions, int stepsPerCheckpoint) {}
