package io.wowflow.jobs.io.parquet;

import static org.apache.spark.sql.functions.col;

import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.io.dataset.LabelKind;
import io.wowflow.jobs.io.rows.KnownNames;
import io.wowflow.jobs.io.rows.RowTable;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.LongFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The refusals of rows of a table: the same sentence whether the driver or an executor finds the
 * fault. Each names the input, the row, the value and the remedy.
 */
final class RowFaults {
  private static final String CLEAN = "clean the row or leave it out";

  private final RowColumns columns;
  private final Dataset<Row> keyed;
  private final LongFunction<String> rowName;

  RowFaults(RowColumns columns, Dataset<Row> keyed, LongFunction<String> rowName) {
    this.columns = columns;
    this.keyed = keyed;
    this.rowName = rowName;
  }

  JobException tooManyRows(long count) {
    return JobException.input(
        columns.where() + " has " + count + " rows; at most " + RowTable.MOST_ROWS + " are read");
  }

  JobException nullId(String label) {
    return JobException.input(
        columns.where() + ": a row with label '" + label + "' has a null id; fill or drop it");
  }

  JobException nullValue(long key, String column) {
    return JobException.input(
        String.format(
            Locale.ROOT,
            "%s, %s: %s is null; fill it or leave the row out",
            columns.where(),
            rowName.apply(key),
            column));
  }

  JobException twice(long key) {
    return JobException.input(
        columns.where() + ": " + rowName.apply(key) + " is given twice; ids are unique");
  }

  JobException changed(String how) {
    return JobException.of(
        ExitCode.FAILURE, columns.where() + " changed while it was read (" + how + "); run again");
  }

  JobException isNew(long key) {
    return changed(rowName.apply(key) + " is new");
  }

  JobException fraction(long key, String label) {
    return JobException.input(
        String.format(
            Locale.ROOT,
            "%s, %s: label %s in column '%s' is not an integer; labels are integers or text:"
                + " cast it, or name another column with --label-column",
            columns.where(),
            rowName.apply(key),
            label,
            columns.label().name()));
  }

  /** Whether labels of this table have to be integers and are not. */
  boolean hasFractions(Collection<String> distinct) {
    return columns.label().mayBeFraction() && LabelKind.of(distinct) != LabelKind.INTEGER;
  }

  /** Refuses labels that are no labels, or no classes. */
  void checkLabels(Set<String> distinct, long rows, boolean unlabelled) {
    String name = columns.label().name();
    if (!unlabelled && distinct.equals(Set.of("-1")) && !columns.label().isGiven()) {
      throw JobException.input(
          columns.where()
              + ": all labels in column '"
              + name
              + "' are -1, as in test splits without labels; read another split, or name the column"
              + " of the labels with --label-column NAME (this one too, if -1 is a class)");
    }
    if (columns.label().isGuessed() && distinct.size() == rows && rows > 1) {
      throw JobException.input(
          String.format(
              Locale.ROOT,
              "%s: column '%s' has a value of its own in each of the %d rows, so that it is not a"
                  + " class; name the column of the labels with --label-column NAME (this one too, if"
                  + " it is)%s",
              columns.where(),
              name,
              rows,
              unlabelled ? KnownNames.OR_A_FEATURE : ""));
    }
  }

  /** The notice that all rows have one label. */
  String oneLabel(String label) {
    return "all samples have the label '"
        + KnownNames.shortened(label)
        + "' of column '"
        + columns.label().name()
        + "'";
  }

  /** Features that are not all numbers. */
  JobException features(long key, String problem) {
    return row(key, columns.features().areColumns() ? ofColumn(key, problem) : problem, CLEAN);
  }

  JobException dimension(long key, int found, int dimension) {
    return row(
        key,
        "it has " + found + " features, another row has " + dimension,
        "all rows need equally many");
  }

  JobException indices(long key) {
    return row(key, "its sparse vector has wrong indices", "write the row again");
  }

  JobException row(long key, String found, String remedy) {
    return RowTable.invalid(columns.where(), rowName.apply(key), found, remedy);
  }

  /** The name of a feature in messages. */
  String feature(int j) {
    return columns.features().areColumns()
        ? "column '" + columns.features().names().get(j) + "'"
        : "feature " + j;
  }

  /** The notice that a feature counts the rows. */
  String counts(int j) {
    String name = columns.features().names().get(j);
    return "column '"
        + name
        + "' counts the rows and was read as a feature; leave it out with --drop-columns '"
        + name
        + "'";
  }

  /** The problem with the name of the column that has it, for which the row is read again. */
  private String ofColumn(long key, String problem) {
    List<Row> again =
        keyed
            .filter(col(RowColumns.KEY).equalTo(key))
            .select(col(RowColumns.FEATURES).cast("array<double>"))
            .takeAsList(1);
    List<Double> values = again.isEmpty() ? List.of() : again.get(0).getList(0);
    for (int j = 0; j < values.size(); j++) {
      Double value = values.get(j);
      if (value == null || value.isNaN()) {
        return feature(j) + " is " + (value == null ? "null" : "NaN");
      }
    }
    return problem;
  }
}
