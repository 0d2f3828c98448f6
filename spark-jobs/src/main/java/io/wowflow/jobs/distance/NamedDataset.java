package io.wowflow.jobs.distance;

import io.wowflow.math.data.LabelledDataset;

/**
 * A dataset and what messages call it.
 *
 * @param name fit to be shown
 * @param dataset the dataset
 */
record NamedDataset(String name, LabelledDataset dataset) {}
