/**
 * Reader and writer of Parquet, and of Spark's rows.
 *
 * <pre>
 * ParquetFormat  finds the files of an input and reads them through Spark
 * RowColumns     decides which columns are label, features or image, weight, id, origin
 * KeyedRows      brings keyed rows to the driver in two passes
 * FeatureRow     a row of the second pass, as Spark encodes it
 * RowDatasets    the same for a DataFrame of the Java API, and datasets as DataFrames
 * ParquetFiles   the writer, without a Spark session; ParquetRows its columns
 * StableParquet  makes the bytes of a file depend only on its content
 * </pre>
 *
 * <p>The canonical order of rows is by {@code id} where there is one, else by file and row. Rows
 * are placed by key, never by arrival, so that partitions change nothing. Begin with {@code
 * ParquetFormat.read}, then {@code KeyedRows.collect}.
 */
package io.wowflow.jobs.io.parquet;
