/**
 * The surroundings of a job: whatever a job uses and does not own.
 *
 * <table>
 * <caption>Roles</caption>
 * <tr><td>{@link io.wowflow.jobs.context.JobContext}</td>
 *     <td>Hadoop configuration, session, notices, progress, interruption: one argument of a
 *     job</td></tr>
 * <tr><td>{@link io.wowflow.jobs.context.Cluster}</td>
 *     <td>executors, tasks at a time and heaps of an open session</td></tr>
 * <tr><td>{@link io.wowflow.jobs.context.PlannedCluster}</td>
 *     <td>the same from settings only, for a dry run</td></tr>
 * <tr><td>{@link io.wowflow.jobs.context.DriverPlace}</td>
 *     <td>memory or disk for the samples that the driver holds</td></tr>
 * <tr><td>{@link io.wowflow.jobs.context.Interruption}</td>
 *     <td>SIGTERM, heeded between two steps</td></tr>
 * <tr><td>{@link io.wowflow.jobs.context.Secrets}</td>
 *     <td>what is cut from manifests and logs</td></tr>
 * </table>
 *
 * <p>A session is opened on demand: a command that needs no executor never starts Spark. Begin
 * reading with {@link io.wowflow.jobs.context.JobContext}.
 */
package io.wowflow.jobs.context;
