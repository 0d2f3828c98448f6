/**
 * The surroundings of a job: Hadoop configuration, Spark session, cluster, interruption and
 * secrets.
 */
package io.wowflow.jobs.context;
