/**
 * Datasets that are computed from a seed: {@code synthetic:rings}, {@code synthetic:rings-source}
 * and {@code synthetic:gaussians}, for first runs, tests and measurements.
 *
 * <pre>
 * SyntheticSpec        a parsed URI: name and parameters
 * SyntheticParameters  the parameters of one name, with defaults and limits
 * SyntheticDatasets    the samples
 * </pre>
 *
 * <p>Values come from the counter-based generator, keyed by seed, stream, class and position: the
 * source and the target of one run differ by their stream. Begin with {@link
 * io.wowflow.jobs.io.synthetic.SyntheticDatasets}.
 */
package io.wowflow.jobs.io.synthetic;
