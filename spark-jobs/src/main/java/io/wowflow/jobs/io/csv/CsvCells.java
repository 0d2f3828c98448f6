package io.wowflow.jobs.io.csv;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import io.wowflow.jobs.conf.Amount;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.io.rows.ClassBuffers;
import io.wowflow.jobs.io.rows.KnownNames;
import io.wowflow.jobs.io.rows.ReadOptions;
import java.util.Locale;
import java.util.function.IntPredicate;

/**
 * The cells of one line after the other of a file, without making text of the features. The same
 * object stands for every line.
 *
 * <p>A line of short integers, as of pixels and counts, becomes floats; every other line becomes
 * doubles, so that nothing is lost before the dataset is known.
 */
final class CsvCells extends AbstractBaseCsvCallbackHandler<CsvCells> {
  private static final int FEW_DIGITS = 7;
  // The bits of a double that a float does not have, and their value in the middle of two floats.
  private static final long BELOW_FLOAT = (1L << 29) - 1;
  private static final long MIDDLE = 1L << 28;

  private final CsvColumns columns;
  private final CsvFile file;
  private final String first;
  private final IntPredicate wanted;
  private final CountingColumns counting;
  private final boolean[] isFeature;
  private final int[] otherAfter;
  private final float[] floats;
  private final double[] doubles;
  private boolean areDoubles;
  private boolean headerDue;
  private boolean isHeader;
  private String otherHeader;
  private int row;
  private boolean wantFeatures;
  private String label;
  private String weight;
  private String id;
  private int feature;
  private long line;
  private int cells;
  // The columns before are features that nobody looks at.
  private int next;

  /**
   * Cells of no line yet.
   *
   * @param columns what the cells are
   * @param file the file that they are read from
   * @param first the name of the file whose header every file has
   * @param rowsBefore the number of samples in the files before
   * @param wanted the samples, counted from 0, whose features are parsed
   * @param counting watches the features that are not wanted
   */
  CsvCells(
      CsvColumns columns,
      CsvFile file,
      String first,
      int rowsBefore,
      IntPredicate wanted,
      CountingColumns counting) {
    this.columns = columns;
    this.file = file;
    this.first = first;
    this.wanted = wanted;
    this.counting = counting;
    this.floats = new float[columns.dimension()];
    this.doubles = new double[columns.dimension()];
    this.isFeature = new boolean[columns.count()];
    this.otherAfter = new int[columns.count()];
    int other = Integer.MAX_VALUE;
    for (int column = isFeature.length - 1; column >= 0; column--) {
      isFeature[column] = columns.isFeature(column);
      otherAfter[column] = other;
      other = isFeature[column] ? other : column;
    }
    this.headerDue = columns.hasHeader();
    this.row = rowsBefore - 1;
  }

  @Override
  protected void handleBegin(long startingLineNumber) {
    line = startingLineNumber;
    feature = 0;
    cells = 0;
    next = 0;
    areDoubles = false;
  }

  @Override
  protected void handleField(int column, char[] text, int offset, int length, boolean quoted) {
    cells = column + 1;
    if (column < next) {
      return;
    }
    if (column == 0) {
      // Here, because an empty line begins too but has no cells.
      begin();
    }
    if (column < isFeature.length) {
      if (wantFeatures && isFeature[column]) {
        put(column, text, offset, length);
      } else {
        see(column, text, offset, length);
      }
    }
  }

  /** Looks at a cell of the header, of a feature that is not wanted, or of no feature. */
  private void see(int column, char[] text, int offset, int length) {
    if (isHeader) {
      compare(column, new String(text, offset, length));
    } else if (isFeature[column]) {
      counting.see(column, text, offset, length);
      next = Math.min(otherAfter[column], counting.next());
    } else if (column == columns.label()) {
      label = new String(text, offset, length);
    } else if (column == columns.weight()) {
      weight = new String(text, offset, length);
    } else if (column == columns.id()) {
      id = new String(text, offset, length);
    }
  }

  private void begin() {
    isHeader = headerDue;
    headerDue = false;
    if (!isHeader) {
      row++;
      wantFeatures = wanted.test(row);
      counting.begin(row);
    }
  }

  private void compare(int column, String cell) {
    if (otherHeader == null && !columns.isHeader(column, cell)) {
      otherHeader =
          "has '" + KnownNames.shortened(cell) + "' in the place of " + columns.name(column);
    }
  }

  @Override
  protected CsvCells buildRecord() {
    return this;
  }

  char delimiter() {
    return columns.delimiter();
  }

  /** Whether the line is the header, not a sample. */
  boolean isHeader() {
    return isHeader;
  }

  /** Which sample of all files the line is, from 0. */
  int row() {
    return row;
  }

  /** Where the line begins in its file, from 1. */
  long line() {
    return line;
  }

  /** Refuses a header that is not the one of the first file. */
  void checkHeader() {
    String other =
        cells == columns.count()
            ? otherHeader
            : "has " + Amount.of(cells, "cell") + ", not " + columns.count();
    if (other != null) {
      throw JobException.input(
          String.format(
              Locale.ROOT,
              "%s: its first line is not the header of %s: it %s; every file of a folder needs the"
                  + " same columns",
              file.name(),
              first,
              other));
    }
  }

  /** Refuses a line with more or fewer cells than the first. */
  void checkCount() {
    if (cells != columns.count()) {
      throw JobException.input(
          String.format(
              Locale.ROOT,
              "%s, line %d: it has %s, the first line has %d; every line needs equally many%s",
              file.name(),
              line,
              Amount.of(cells, "cell"),
              columns.count(),
              cells == columns.count() + 1 ? " (R: write.table with row.names = FALSE)" : ""));
    }
    if (columns.label() == CsvColumns.NONE) {
      label = ReadOptions.NO_LABEL;
    }
    if (label.isEmpty()) {
      throw invalid(columns.label(), "is empty", "every sample needs a label");
    }
  }

  String label() {
    return label;
  }

  /** Puts the features of the line. */
  void putInto(ClassBuffers buffers, int rank) {
    if (areDoubles) {
      buffers.put(rank, doubles);
    } else {
      buffers.put(rank, floats);
    }
  }

  double weight() {
    try {
      return Double.parseDouble(weight);
    } catch (NumberFormatException e) {
      throw invalid(
          columns.weight(),
          "is '" + KnownNames.shortened(weight) + "'",
          "weights are positive numbers; --weight-column none if the samples have no weights");
    }
  }

  /** Whether the id is an integer of 64 bits. */
  boolean hasId() {
    try {
      Long.parseLong(id.strip());
      return true;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  long id() {
    try {
      return Long.parseLong(id.strip());
    } catch (NumberFormatException e) {
      throw invalid(
          columns.id(),
          "is '" + KnownNames.shortened(id) + "'",
          "ids are integers of 64 bits; leave out --id-column and its ids are not read");
    }
  }

  private void put(int column, char[] text, int offset, int length) {
    int integer = shortInteger(text, offset, length);
    if (integer < 0) {
      putDouble(parsed(column, new String(text, offset, length).strip()));
    } else if (areDoubles) {
      doubles[feature++] = integer;
    } else {
      floats[feature++] = integer;
    }
  }

  /** Pixels and counts are most of what one reads, and a float holds so few digits exactly. */
  private static int shortInteger(char[] text, int offset, int length) {
    if (length == 0 || length > FEW_DIGITS) {
      return -1;
    }
    int value = 0;
    for (int i = offset; i < offset + length; i++) {
      int digit = text[i] - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = 10 * value + digit;
    }
    return value;
  }

  private void putDouble(double value) {
    if (!areDoubles) {
      for (int j = 0; j < feature; j++) {
        doubles[j] = floats[j];
      }
      areDoubles = true;
    }
    doubles[feature++] = value;
  }

  private double parsed(int column, String text) {
    if (text.isEmpty()) {
      throw invalid(
          column, "is empty", "fill the cell, leave the line out, or " + columns.dropping(column));
    }
    try {
      double value = Double.parseDouble(text);
      // Only Java reads 1f and 1d as numbers.
      char last = text.charAt(text.length() - 1);
      if (Float.isFinite((float) value) && "fFdD".indexOf(last) < 0) {
        boolean between =
            (Double.doubleToRawLongBits(value) & BELOW_FLOAT) == MIDDLE
                || (value != 0 && Math.abs(value) < Float.MIN_NORMAL);
        return between ? towards(Float.parseFloat(text), value) : value;
      }
      throw notFinite(column, text);
    } catch (NumberFormatException e) {
      throw notFinite(column, text);
    }
  }

  /** The nearest double that becomes the float of the text, not the one of the rounded double. */
  private static double towards(float rounded, double value) {
    if ((float) value == rounded) {
      return value;
    }
    return rounded > value ? Math.nextUp(value) : Math.nextDown(value);
  }

  private JobException notFinite(int column, String text) {
    String found = "is '" + KnownNames.shortened(text) + "'";
    if (text.matches("[-+\\d.]*,[-+\\d.,eE]*")) {
      return invalid(
          column,
          found,
          "features have a decimal point and no comma; pandas reads others with decimal=',' or"
              + " thousands=','");
    }
    boolean number = CsvStart.isNumber(text) || CsvStart.isMissing(text);
    return invalid(
        column,
        found,
        "features are finite numbers in the range of a 32-bit float; "
            + (number ? "leave the line out, or " : "")
            + columns.dropping(column));
  }

  private JobException invalid(int column, String found, String remedy) {
    return JobException.input(
        String.format(
            Locale.ROOT,
            "%s, line %d, %s %s; %s",
            file.name(),
            line,
            columns.name(column),
            found,
            remedy));
  }
}
