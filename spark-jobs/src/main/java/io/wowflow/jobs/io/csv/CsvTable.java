package io.wowflow.jobs.io.csv;

import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.io.dataset.LabelKind;
import io.wowflow.jobs.io.rows.RowTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Labels, weights and ids of a CSV file, whose number of lines shows at its end only. The canonical
 * order is by id, else by line.
 */
final class CsvTable {
  private final String where;
  private final Map<String, Integer> codeOfLabel = new HashMap<>();
  private final List<String> labels = new ArrayList<>();
  private int[] codes = new int[1024];
  private int[] lines = new int[1024];
  private double[] weights;
  private long[] ids;
  private int size;
  private int[] rankOfRow;
  private RowTable rows;

  private CsvTable(CsvColumns columns, String where) {
    this.where = where;
    this.weights = new double[columns.weight() == CsvColumns.NONE ? 0 : codes.length];
    this.ids = new long[columns.id() == CsvColumns.NONE ? 0 : codes.length];
  }

  static CsvTable of(CsvFile file, CsvColumns columns, String where) throws IOException {
    CsvTable table = new CsvTable(columns, where);
    file.forEach(new CsvCells(columns, where, row -> false), table::add);
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
      ids[size] = line.id();
    }
    size++;
  }

  private int newCode(String label) {
    if (labels.size() == RowTable.MOST_LABELS) {
      throw RowTable.tooManyLabels(where);
    }
    labels.add(label);
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
    int[] rowOfRank = ids.length > 0 ? byId() : null;
    rankOfRow = rowOfRank == null ? null : inverse(rowOfRank);
    rows =
        new RowTable(
            where,
            LabelKind.of(labels),
            size,
            rank -> "line " + lines[rowOfRank == null ? rank : rowOfRank[rank]]);
    long[] sorted = new long[rowOfRank == null ? 0 : size];
    for (int row = 0; row < size; row++) {
      rows.label(rank(row), labels.get(codes[row]));
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
                "%s, line %d: id %d is that of line %d already; ids are unique",
                where,
                lines[order.get(rank)],
                ids[order.get(rank)],
                lines[order.get(rank - 1)]));
      }
    }
    return order.stream().mapToInt(Integer::intValue).toArray();
  }

  private static int[] inverse(int[] rowOfRank) {
    int[] out = new int[rowOfRank.length];
    for (int rank = 0; rank < out.length; rank++) {
      out[rowOfRank[rank]] = rank;
    }
    return out;
  }

  RowTable rows() {
    return rows;
  }

  /** Number of samples. */
  int size() {
    return size;
  }

  /** The place of a line's sample in the canonical order. */
  int rank(int row) {
    return rankOfRow == null ? row : rankOfRow[row];
  }
}
