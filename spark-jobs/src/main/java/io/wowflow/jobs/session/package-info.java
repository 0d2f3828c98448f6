/**
 * The Spark session of a command: its settings, its serialisation and its metrics.
 *
 * <ul>
 *   <li>{@link io.wowflow.jobs.session.SparkSessions} opens the session on demand with the settings
 *       of this software under those of the user, and stops it at the end unless it was open
 *       before.
 *   <li>{@link io.wowflow.jobs.session.KryoClasses} registers the classes that travel between
 *       driver and executors. {@code RecordSerializer} writes records, which Spark's Kryo cannot
 *       construct; {@code ArraySerializers} copies arrays of numbers in chunks. A session of a
 *       caller that uses Kryo needs this registrator: {@link
 *       io.wowflow.jobs.session.KryoClasses#check}.
 *   <li>{@link io.wowflow.jobs.session.FlowMetricsPlugin} puts {@link
 *       io.wowflow.jobs.session.FlowGauges} among the metrics of the driver: step, objective,
 *       seconds and shuffled bytes per step.
 *   <li>{@code Bounded} waits a limited time for a session to stop.
 * </ul>
 *
 * <p>Begin reading with {@link io.wowflow.jobs.session.SparkSessions#settings}, where each setting
 * has its reason.
 */
package io.wowflow.jobs.session;
