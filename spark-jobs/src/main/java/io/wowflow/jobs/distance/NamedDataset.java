package io.wowflow.jobs.distance;

import io.wowflow.math.data.LabelledDataset;

/**
 * A dataset and its name in messages.
 *
 * @param name without secrets
 * @param dataset the dataset
 */
record NamedDataset(String name, LabelledDataset dataset) {}
