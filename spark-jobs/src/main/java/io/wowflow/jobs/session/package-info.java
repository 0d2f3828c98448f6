/** The SparkSession, Kryo registration, and scopes for what a driver holds. */
package io.wowflow.jobs.session;
