package io.wowflow.jobs.io.csv;

import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.io.dataset.LabelKind;
import io.wowflow.jobs.io.dataset.ReadReport;
import io.wowflow.jobs.io.rows.KnownNames;
import io.wowflow.jobs.io.rows.RowTable;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Labels, weights and ids of CSV files, whose number of lines shows at their end only, and the
 * checks of the columns against them. The canonical order is by id, else by file and line.
 */
final class CsvTable {
  private static final Pattern INTEGER = Pattern.compile("-?(0|[1-9]\\d*)");
  private static final Pattern DECIMAL =
      Pattern.compile("-?(0|[1-9]\\d*)(\\.\\d*)?([eE][-+]?\\d{1,3})?");
  private static final int FEWEST_COUNTED = 5;

  private final String where;
  private final CsvColumns columns;
  private final CsvParts parts;
  private final CountingColumns counting;
  private final int[] firstRows;
  private final Map<String, Integer> codeOfLabel = new HashMap<>();
  private final List<String> labels = new ArrayList<>();
  private final List<Integer> rowOfLabel = new ArrayList<>();
  private int[] codes = new int[1024];
  private int[] lines = new int[1024];
  private double[] weights;
  private long[] ids;
  private boolean idLeftOut;
  private int size;
  private int[] rankOfRow;
  private RowTable rows;

  private CsvTable(CsvParts parts, CsvColumns columns, String where) {
    this.where = where;
    this.columns = columns;
    this.parts = parts;
    this.counting = CountingColumns.of(columns);
    this.firstRows = new int[parts.files().size()];
    this.weights = new double[columns.weight() == CsvColumns.NONE ? 0 : codes.length];
    this.ids = new long[columns.id() == CsvColumns.NONE ? 0 : codes.length];
  }

  /**
   * Reads all but the features.
   *
   * @param parts the files
   * @param columns what their columns are
   * @param where the input's name in messages
   * @throws JobException (input) if a line is invalid, or the labels contradict the column that was
   *     guessed
   */
  static CsvTable of(CsvParts parts, CsvColumns columns, String where) throws IOException {
    CsvTable table = new CsvTable(parts, columns, where);
    for (int part = 0; part < parts.files().size(); part++) {
      CsvFile file = parts.files().get(part);
      table.firstRows[part] = table.size;
      CsvCells cells =
          new CsvCells(columns, file, columns.where(), table.size, row -> false, table.counting);
      file.forEach(cells, table::add);
    }
    table.finish();
    return table;
  }

  private void add(CsvCells line) {
    if (size == codes.length) {
      grow();
    }
    codes[size] = codeOfLabel.computeIfAbsent(line.label(), this::newCode);
    lines[size] = (int) Math.min(Integer.MAX_VALUE, line.line());
    if (weights.length > 0) {
      weights[size] = line.weight();
    }
    if (ids.length > 0) {
      addId(line);
    }
    size++;
  }

  private void addId(CsvCells line) {
    if (columns.isIdGiven() || line.hasId()) {
      ids[size] = line.id();
    } else {
      idLeftOut = true;
      ids = new long[0];
    }
  }

  private int newCode(String label) {
    if (labels.size() == RowTable.MOST_LABELS) {
      throw RowTable.tooManyLabels(where);
    }
    labels.add(label);
    rowOfLabel.add(size);
    return labels.size() - 1;
  }

  private void grow() {
    if (size == RowTable.MOST_ROWS) {
      throw JobException.input(where + " has more than " + RowTable.MOST_ROWS + " lines; part it");
    }
    int length = (int) Math.min(RowTable.MOST_ROWS, 2L * size);
    codes = Arrays.copyOf(codes, length);
    lines = Arrays.copyOf(lines, length);
    weights = weights.length > 0 ? Arrays.copyOf(weights, length) : weights;
    ids = ids.length > 0 ? Arrays.copyOf(ids, length) : ids;
  }

  private void finish() {
    List<String> classes = classes();
    int[] rowOfRank = ids.length > 0 ? byId() : null;
    rankOfRow = rowOfRank == null ? null : inverse(rowOfRank);
    rows =
        new RowTable(
            where,
            LabelKind.of(classes),
            size,
            rank -> place(rowOfRank == null ? rank : rowOfRank[rank]));
    checkLabels(new HashSet<>(classes).size(), classes);
    long[] sorted = new long[rowOfRank == null ? 0 : size];
    for (int row = 0; row < size; row++) {
      rows.label(rank(row), classes.get(codes[row]));
      if (weights.length > 0) {
        rows.weight(rank(row), weights[row]);
      }
      if (rowOfRank != null) {
        sorted[rank(row)] = ids[row];
      }
    }
    if (rowOfRank != null) {
      rows.ids(sorted);
    }
  }

  /** The class of each label: its text, or the integer if all are integers, also those as 3.0. */
  private List<String> classes() {
    List<String> numbers = new ArrayList<>();
    String missing = null;
    for (String label : labels) {
      String number = integer(label.strip());
      if (number == null && CsvStart.isMissing(label.strip())) {
        missing = label;
      } else {
        numbers.add(number);
      }
    }
    if (numbers.isEmpty() || numbers.contains(null)) {
      return labels;
    }
    if (missing != null) {
      throw JobException.input(
          String.format(
              Locale.ROOT,
              "%s, %s, %s is '%s', the others are integers; every sample needs a label: leave the"
                  + " line out",
              where,
              place(rowOfLabel.get(labels.indexOf(missing))),
              columns.name(columns.label()),
              missing));
    }
    return numbers;
  }

  private static String integer(String label) {
    if (INTEGER.matcher(label).matches() || !DECIMAL.matcher(label).matches()) {
      return LabelKind.of(List.of(label)) == LabelKind.INTEGER ? label : null;
    }
    try {
      return Long.toString(new BigDecimal(label).longValueExact());
    } catch (ArithmeticException e) {
      return null;
    }
  }

  private void checkLabels(int distinct, List<String> classes) {
    if (!columns.areLabelsReplaced()
        && distinct == 1
        && classes.get(0).equals("-1")
        && !columns.isLabelGiven()) {
      throw JobException.input(
          where
              + ": all labels in "
              + columns.name(columns.label())
              + " are -1, as in test sets without labels; read another file, or name the column of"
              + " the labels with --label-column NAME (this one too, if -1 is a class)");
    }
    if (distinct == size && size > 1 && columns.isLabelGuessed()) {
      throw JobException.input(
          String.format(
              Locale.ROOT,
              "%s: %s has a value of its own in each of the %d rows, so that it is not a class; name"
                  + " the column of the labels with --label-column NAME (this one too, if it is)%s",
              where,
              columns.name(columns.label()),
              size,
              columns.areLabelsReplaced() ? KnownNames.OR_A_FEATURE : ""));
    }
  }

  private int[] byId() {
    List<Integer> order = new ArrayList<>(size);
    for (int row = 0; row < size; row++) {
      order.add(row);
    }
    order.sort((a, b) -> Long.compare(ids[a], ids[b]));
    for (int rank = 1; rank < size; rank++) {
      if (ids[order.get(rank)] == ids[order.get(rank - 1)]) {
        throw JobException.input(
            String.format(
                Locale.ROOT,
                "%s, %s: id %d is that of %s already; ids are unique",
                where,
                place(order.get(rank)),
                ids[order.get(rank)],
                place(order.get(rank - 1))));
      }
    }
    return order.stream().mapToInt(Integer::intValue).toArray();
  }

  /** Where a row is, within the input. */
  private String place(int row) {
    String line = "line " + lines[row];
    if (parts.files().size() == 1) {
      return line;
    }
    int part = Arrays.binarySearch(firstRows, row);
    // The last of several files that begin at this row: those before have no samples.
    part = part < 0 ? -part - 2 : part;
    while (part + 1 < firstRows.length && firstRows[part + 1] == row) {
      part++;
    }
    return parts.files().get(part).path().getName() + ", " + line;
  }

  private static int[] inverse(int[] rowOfRank) {
    int[] out = new int[rowOfRank.length];
    for (int rank = 0; rank < out.length; rank++) {
      out[rowOfRank[rank]] = rank;
    }
    return out;
  }

  /** The report of the read, and what a person should look at. */
  ReadReport report(String format) {
    ReadReport report =
        columns.report(format, parts.files().size(), idLeftOut).withSplit(parts.split());
    if (idLeftOut) {
      report =
          report.withNotice(
              columns.name(columns.id())
                  + " has text and orders nothing; ids are positions in the file");
    }
    if (weights.length > 0 && !columns.isWeightGiven()) {
      report =
          report.withNotice(
              columns.name(columns.weight())
                  + " was taken as the weights of the samples; --weight-column none reads it as a"
                  + " feature");
    }
    if (!columns.areLabelsReplaced()) {
      report = rows.noticed(report, columns.name(columns.label()));
    }
    int[] counted = size < FEWEST_COUNTED ? new int[0] : counting.found();
    for (int column : Arrays.copyOf(counted, Math.min(3, counted.length))) {
      report =
          report.withNotice(
              columns.name(column)
                  + " counts the rows and was read as a feature; leave it out with --drop-columns "
                  + columns.argument(column));
    }
    return report;
  }

  RowTable rows() {
    return rows;
  }

  /** Number of samples. */
  int size() {
    return size;
  }

  /** The number of samples in the files before one. */
  int firstRow(int part) {
    return firstRows[part];
  }

  /** The place of a line's sample in the canonical order. */
  int rank(int row) {
    return rankOfRow == null ? row : rankOfRow[row];
  }
}
