package io.wowflow.jobs.io.csv;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Finds the features that count the rows: 0, 1, 2 and so on, or 1, 2, 3. It looks only at the
 * columns that have counted up to the line before, which are few after two lines.
 */
final class CountingColumns {
  private static final int NONE = Integer.MAX_VALUE;

  private final int[] columns;
  private final int[] starts;
  private int count;
  private int at;
  private int kept;
  private int next = NONE;
  private int row;

  private CountingColumns(int[] columns) {
    this.columns = columns;
    this.starts = new int[columns.length];
    this.kept = columns.length;
  }

  /** Looks for such columns among all features. */
  static CountingColumns of(CsvColumns columns) {
    return new CountingColumns(
        IntStream.range(0, columns.count()).filter(columns::isFeature).toArray());
  }

  /** Looks for nothing. */
  static CountingColumns none() {
    return new CountingColumns(new int[0]);
  }

  /** Begins the line of a sample, counted from 0. */
  void begin(int sample) {
    row = sample;
    count = kept;
    kept = 0;
    at = 0;
    next = count > 0 ? columns[0] : NONE;
  }

  /** The next column to look at in the line; larger than any column if there is none. */
  int next() {
    return next;
  }

  /** Looks at a cell of the line, from left to right. */
  void see(int column, char[] text, int offset, int length) {
    if (column == next) {
      int value = integer(text, offset, length);
      int start = row == 0 ? value : starts[at];
      if (start >= 0 && start <= 1 && value == start + row) {
        columns[kept] = column;
        starts[kept++] = start;
      }
      at++;
      next = at < count ? columns[at] : NONE;
    }
  }

  /** The columns that count, after the last line. */
  int[] found() {
    return Arrays.copyOf(columns, kept);
  }

  /** A small integer, also written 7.0; negative for anything else. */
  private static int integer(char[] text, int offset, int length) {
    int value = 0;
    int i = offset;
    int end = offset + length;
    while (i < end && i < offset + 9 && text[i] >= '0' && text[i] <= '9') {
      value = 10 * value + (text[i++] - '0');
    }
    boolean zeros = i > offset && i < end && text[i++] == '.';
    while (zeros && i < end) {
      zeros = text[i++] == '0';
    }
    return i == end && length > 0 && (zeros || text[end - 1] != '.') ? value : -1;
  }
}
