/**
 * Publishing a result: one run at a time writes to an output, and readers see the old result or the
 * new one, whole.
 *
 * <table>
 *   <caption>Roles</caption>
 *   <tr><td>{@link io.wowflow.jobs.output.OutputTarget}</td><td>the output: checks, finished
 *       result, beginning of an attempt; begin reading here</td></tr>
 *   <tr><td>{@link io.wowflow.jobs.output.Attempt}</td><td>a result under construction, and its
 *       commit</td></tr>
 *   <tr><td>{@code Publisher}</td><td>the commit as a sequence of moves, each of which can be made
 *       again after a crash</td></tr>
 *   <tr><td>{@link io.wowflow.jobs.output.OutputLock}</td><td>the right to write, renewed every 10
 *       s; {@code LockFile} and {@code LockHolder} are its file and content</td></tr>
 *   <tr><td>{@code OutputLayout}, {@code OutputContents}</td><td>the names of an output, and the
 *       refusal of files that no run wrote</td></tr>
 *   <tr><td>{@code ResultFiles}, {@link io.wowflow.jobs.output.Verification}, {@link
 *       io.wowflow.jobs.output.VerifyJob}</td><td>length and SHA-256 of each file in the manifest,
 *       and the comparison with them</td></tr>
 *   <tr><td>{@link io.wowflow.jobs.output.Partitions}</td><td>a nightly table of outputs {@code
 *       run_date=DATE}</td></tr>
 * </table>
 *
 * <p>The life of an output directory, where renames are atomic:
 *
 * <pre>
 * begin    _LOCK   _attempt-ID/{_ATTEMPT, data/, tables}          the old result is whole
 * commit   _attempt-ID/{_MANIFEST.json, _COMMIT}                  from here the next run finishes it
 *          _previous-ID/ gets the old result, its _SUCCESS first
 *          _attempt-ID/_PUBLISH
 *          data/, tables, _MANIFEST.json and, last, _SUCCESS      the new result is whole
 * close    _LOCK deleted
 * </pre>
 *
 * <p>On an object store the attempt is {@code run=ID/} and stays where it is; the manifest in the
 * output names it.
 */
package io.wowflow.jobs.output;
