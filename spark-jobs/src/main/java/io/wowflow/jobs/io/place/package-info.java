/**
 * Paths and file systems: where a dataset is read, where an output may go, and how a file gets its
 * content.
 *
 * <table>
 *   <caption>Roles</caption>
 *   <tr><td>{@link io.wowflow.jobs.io.place.DatasetUri}</td><td>the text of a {@code --source}:
 *       path, split or synthetic dataset</td></tr>
 *   <tr><td>{@link io.wowflow.jobs.io.place.InputPath}</td><td>an existing input: its entries and
 *       its bytes</td></tr>
 *   <tr><td>{@link io.wowflow.jobs.io.place.SplitNames}</td><td>the splits of a folder by the names
 *       in it</td></tr>
 *   <tr><td>{@link io.wowflow.jobs.io.place.ForeignTables}</td><td>folders and files that are not
 *       the data that they seem to be</td></tr>
 *   <tr><td>{@link io.wowflow.jobs.io.place.DatasetFormat}</td><td>a format that recognises and
 *       reads inputs; {@link io.wowflow.jobs.io.place.Gzip} recognises compressed ones</td></tr>
 *   <tr><td>{@link io.wowflow.jobs.io.place.OutputPlace}</td><td>refusals that need no data: an
 *       output below a file, inside an input, out of reach of the executors</td></tr>
 *   <tr><td>{@link io.wowflow.jobs.io.place.AtomicFile}</td><td>a file replaced when it is whole;
 *       every single file is written by it</td></tr>
 *   <tr><td>{@link io.wowflow.jobs.io.place.FileSystems}, {@link
 *       io.wowflow.jobs.io.place.StrictFiles}</td><td>Hadoop's file systems, and one whose
 *       operations throw where Hadoop's return false</td></tr>
 *   <tr><td>{@link io.wowflow.jobs.io.place.DiskErrors}</td><td>Hadoop's {@code FSError} as the
 *       {@code IOException} that it is</td></tr>
 * </table>
 *
 * <p>Rules: a new file under its final name goes through {@code AtomicFile}; a stream of Hadoop's
 * goes through {@code DiskErrors} where it is opened; a path in a message goes through {@link
 * io.wowflow.jobs.conf.UserInfo#cut}. Begin reading with {@code AtomicFile}, whose table lists how
 * file systems differ.
 */
package io.wowflow.jobs.io.place;
