/**
 * The records of a run that outlive it: what was configured, read, measured and made.
 *
 * <table>
 *   <caption>Files and their types</caption>
 *   <tr><td>{@code _MANIFEST.json}</td><td>{@link io.wowflow.jobs.record.Manifest}: run, settings,
 *       inputs, numerics, outcome and files; begin reading here</td></tr>
 *   <tr><td>{@code objective.csv}</td><td>{@link io.wowflow.jobs.record.ObjectiveLog}</td></tr>
 *   <tr><td>{@code matching.csv}</td><td>{@link io.wowflow.jobs.record.MatchingTable}</td></tr>
 *   <tr><td>{@code accuracy.csv}</td><td>{@link io.wowflow.jobs.record.AccuracyLog}</td></tr>
 *   <tr><td>{@code copying.csv}</td><td>{@link io.wowflow.jobs.record.CopyLog}</td></tr>
 *   <tr><td>{@code weights.csv}</td><td>{@link io.wowflow.jobs.record.WeightTable}</td></tr>
 *   <tr><td>results of one JSON file</td><td>{@link io.wowflow.jobs.record.JsonFile}</td></tr>
 * </table>
 *
 * <p>Identity: a run has a {@link io.wowflow.jobs.record.RunId}, data and states have a {@link
 * io.wowflow.jobs.record.Fingerprint} of their bits, files and settings a {@link
 * io.wowflow.jobs.record.Sha256}. Equal values are equal bytes: {@link io.wowflow.jobs.record.Json}
 * sorts keys, {@link io.wowflow.jobs.record.FloatBytes} is little-endian everywhere.
 *
 * <p>{@link io.wowflow.jobs.record.Redaction} removes secrets before anything is written, by
 * Spark's own setting. A manifest of an earlier version can be read: entries that it lacks are
 * null, entries of later versions are ignored.
 */
package io.wowflow.jobs.record;
