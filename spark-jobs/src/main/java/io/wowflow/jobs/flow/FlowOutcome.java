package io.wowflow.jobs.flow;

import io.wowflow.jobs.io.dataset.FlowedDataset;
import io.wowflow.jobs.record.MatchingTable;
import io.wowflow.jobs.record.ObjectiveLog;

/**
 * What a flow made. On a cluster the particles of a state too large for the driver's memory lie in
 * a temporary file of its process, and are read from there when they are asked for.
 *
 * @param flowed the particles in the units of the input, with the labels of their matched classes
 * @param objectives the reported objectives
 * @param matching which target class each source class was matched to, at what cost
 * @param steps steps made
 * @param stopReason why the flow ended
 * @param finalObjective the objective of the last state
 */
public record FlowOutcome(
    FlowedDataset flowed,
    ObjectiveLog objectives,
    MatchingTable matching,
    int steps,
    String stopReason,
    double finalObjective) {}
