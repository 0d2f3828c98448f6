/**
 * Reader and writer of CSV tables, one sample per line, compressed by gzip or not.
 *
 * <pre>
 * CsvFormat    recognises a table, and runs the two passes
 * CsvFile      opens the file: encoding, gzip, the parser (FastCSV)
 * CsvColumns   decides from the first line which columns are label, weight, id and features
 * CsvTable     pass one: labels, weights and ids into the row table
 * CsvCells     pass two: the cells of kept lines as floats
 * CsvDatasets  the writer
 * </pre>
 *
 * <p>A refusal names file, line, column, value and remedy. Begin with {@link
 * io.wowflow.jobs.io.csv.CsvFormat}, then {@code CsvColumns}, which holds every guess about a
 * table.
 */
package io.wowflow.jobs.io.csv;
