/** Reader and writer of Parquet tables and Spark rows. */
package io.wowflow.jobs.io.parquet;
