/**
 * Reader and writer of CSV tables, one sample per line, compressed by gzip or not, in one file or
 * in the files of a folder.
 *
 * <pre>
 * CsvFormat        recognises a table, and runs the two passes
 * CsvParts         the files of an input: one, or those of a folder that belong to one split
 * CsvFile          opens a file: encoding, gzip, the parser (FastCSV)
 * NotCsv           names what is taken for CSV and is not: UTF-16, ARFF, libsvm, JSON, workbooks
 * CsvStart         the first lines: delimiter and cells
 * CsvColumns       which columns are labels, weights, ids and features: options, then known names
 * CsvTable         pass one: labels, weights and ids into the row table, checked against the columns
 * CountingColumns  pass one: the features that count the rows
 * CsvCells         pass two: the cells of kept lines as numbers
 * CsvDatasets      the writer
 * </pre>
 *
 * <p>Nothing is guessed but what the file contains: a column is the label by the option, or by one
 * of the names of {@link io.wowflow.jobs.io.rows.KnownNames}, and a guess that the data contradict
 * is refused with the option as remedy. A refusal names file, line, column, value and remedy. Begin
 * with {@link io.wowflow.jobs.io.csv.CsvFormat}, then {@code CsvColumns}, which holds every guess
 * about a table.
 */
package io.wowflow.jobs.io.csv;
