/**
 * Reader and writer of Parquet, and of Spark's rows.
 *
 * <pre>
 * ParquetFormat  reads an input: files, footers, table, rows
 * ParquetParts   finds the files: partitions, splits, configurations, the result of a run
 * PartFooters    reads their schemas and sizes, without Spark
 * RowColumns     the columns that are label, features or pictures, weight, id, origin
 * ColumnChoice   decides it by names, types and options
 * PartTables     compares the files and makes one table of them, whose rows have keys
 * KeyedRows      brings keyed rows to the driver in two passes
 * SpreadRows     leaves them on executors instead, with the same result
 * RowFaults      the refusals of rows, the same sentences for both
 * FeatureRows    rows with features for both, each a FeatureRow as Spark encodes it
 * RowDatasets    the same for a DataFrame of the Java API, and datasets as DataFrames
 * ParquetFiles   the writer, without a Spark session; ParquetRows its columns
 * StableParquet  makes the bytes of a file depend only on its content
 * </pre>
 *
 * <p>The canonical order of rows is by {@code id} where there is one, else by file and row. Rows
 * are placed by key, never by arrival, so that partitions change nothing. Whatever makes the files
 * more than one dataset (two splits, two configurations, columns in some files only, a table of
 * other software) is found before the first row is read. Begin with {@code ParquetFormat.read},
 * then {@code KeyedRows.collect}.
 */
package io.wowflow.jobs.io.parquet;
