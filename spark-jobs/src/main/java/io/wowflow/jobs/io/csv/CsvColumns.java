package io.wowflow.jobs.io.csv;

import io.wowflow.jobs.conf.Amount;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.io.dataset.ReadReport;
import io.wowflow.jobs.io.parquet.RowColumns;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The columns of a CSV file. The first line is a header if one of its cells is {@code label} or a
 * cell after the first is not a number.
 *
 * @param names their names, from the header or {@code column 1}, {@code column 2} and so on
 * @param hasHeader whether the first line holds the names
 * @param label position of the label: the column of that name, else the first
 * @param weight position of the column {@code weight}, or {@link #NONE}
 * @param id position of the column {@code id}, or {@link #NONE}
 */
record CsvColumns(List<String> names, boolean hasHeader, int label, int weight, int id) {
  static final int NONE = -1;

  static CsvColumns of(List<String> firstLine, String where) {
    boolean hasHeader =
        firstLine.contains(RowColumns.LABEL)
            || firstLine.stream().skip(1).anyMatch(cell -> !isNumber(cell));
    List<String> names = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (int column = 0; column < firstLine.size(); column++) {
      String name = hasHeader ? firstLine.get(column) : "column " + (column + 1);
      if (hasHeader && !name.isEmpty() && !seen.add(name)) {
        throw JobException.input(
            where + ", line 1: two columns are called '" + name + "'; rename one");
      }
      names.add(name);
    }
    int weight = hasHeader ? names.indexOf(RowColumns.WEIGHT) : NONE;
    int id = hasHeader ? names.indexOf(RowColumns.ID) : NONE;
    int label = names.indexOf(RowColumns.LABEL);
    if (label == NONE && (weight == 0 || id == 0)) {
      throw JobException.input(
          where
              + ", line 1: no column is called 'label', and the first is '"
              + names.get(0)
              + "'; name the column of the labels");
    }
    CsvColumns columns = new CsvColumns(names, hasHeader, Math.max(label, 0), weight, id);
    if (columns.dimension() < 1) {
      throw JobException.input(
          where + ", line 1: no columns are left for features next to " + names + "; add them");
    }
    return columns;
  }

  /** Number of features: all other columns. */
  int dimension() {
    return names.size() - 1 - (weight == NONE ? 0 : 1) - (id == NONE ? 0 : 1);
  }

  /** Whether a column holds features. */
  boolean isFeature(int column) {
    return column != label && column != weight && column != id;
  }

  /** A column in messages. */
  String name(int column) {
    return hasHeader ? "column '" + names.get(column) + "'" : names.get(column);
  }

  /** What is read of the file. */
  ReadReport report(String format) {
    String features = Amount.of(dimension(), "column");
    return ReadReport.of(format, name(label), features)
        .withWeight(weight == NONE ? Optional.empty() : Optional.of(name(weight)))
        .withId(id == NONE ? Optional.empty() : Optional.of(name(id)));
  }

  private static boolean isNumber(String cell) {
    try {
      Double.parseDouble(cell);
      return true;
    } catch (NumberFormatException e) {
      return false;
    }
  }
}
