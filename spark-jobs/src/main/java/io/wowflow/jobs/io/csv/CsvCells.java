package io.wowflow.jobs.io.csv;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import io.wowflow.jobs.conf.JobException;
import java.util.Locale;
import java.util.function.IntPredicate;

/**
 * Takes the cells of one line after the other, without making text of the features. The same object
 * stands for every line.
 */
final class CsvCells extends AbstractBaseCsvCallbackHandler<CsvCells> {
  private static final int FEW_DIGITS = 7;

  private final CsvColumns columns;
  private final String where;
  private final float[] features;
  private final IntPredicate wanted;
  private int row;
  private boolean wantFeatures;
  private String label;
  private String weight;
  private String id;
  private int feature;
  private long line;
  private int cells;

  /**
   * Cells of no line yet.
   *
   * @param columns what the cells are
   * @param where the file's name in messages
   * @param wanted the samples, counted from 0, whose features are parsed
   */
  CsvCells(CsvColumns columns, String where, IntPredicate wanted) {
    this.columns = columns;
    this.where = where;
    this.wanted = wanted;
    this.features = new float[columns.dimension()];
    this.row = columns.hasHeader() ? -2 : -1;
  }

  @Override
  protected void handleBegin(long startingLineNumber) {
    line = startingLineNumber;
    feature = 0;
    cells = 0;
  }

  @Override
  protected void handleField(int column, char[] text, int offset, int length, boolean quoted) {
    cells = column + 1;
    if (column == 0) {
      // Here, because an empty line begins too but has no cells.
      row++;
      wantFeatures = row >= 0 && wanted.test(row);
    }
    if (column >= columns.names().size()) {
      return;
    }
    if (column == columns.label()) {
      label = new String(text, offset, length);
    } else if (column == columns.weight()) {
      weight = new String(text, offset, length);
    } else if (column == columns.id()) {
      id = new String(text, offset, length);
    } else if (wantFeatures) {
      features[feature++] = number(column, text, offset, length);
    }
  }

  @Override
  protected CsvCells buildRecord() {
    return this;
  }

  /** Which sample the line is, from 0; below that for the header. */
  int row() {
    return row;
  }

  /** Where the line begins, from 1. */
  long line() {
    return line;
  }

  /** Refuses a line with more or fewer cells than the first. */
  void checkCount() {
    if (cells != columns.names().size()) {
      throw JobException.input(
          String.format(
              Locale.ROOT,
              "%s, line %d: it has %d cells, the first line has %d; every line needs equally many",
              where,
              line,
              cells,
              columns.names().size()));
    }
    if (label.isEmpty()) {
      throw invalid(columns.label(), "is empty", "every sample needs a label");
    }
  }

  String label() {
    return label;
  }

  /** The features of this line, overwritten by the next. */
  float[] features() {
    return features;
  }

  double weight() {
    try {
      return Double.parseDouble(weight);
    } catch (NumberFormatException e) {
      throw invalid(columns.weight(), "is '" + weight + "'", "weights are positive numbers");
    }
  }

  long id() {
    try {
      return Long.parseLong(id.strip());
    } catch (NumberFormatException e) {
      throw invalid(columns.id(), "is '" + id + "'", "ids are integers of 64 bits");
    }
  }

  private float number(int column, char[] text, int offset, int length) {
    // Pixels and counts are most of what one reads, and a float holds so few digits exactly.
    if (length > 0 && length <= FEW_DIGITS) {
      int value = 0;
      int i = offset;
      while (i < offset + length && text[i] >= '0' && text[i] <= '9') {
        value = 10 * value + (text[i++] - '0');
      }
      if (i == offset + length) {
        return value;
      }
    }
    return parsed(column, new String(text, offset, length).strip());
  }

  private float parsed(int column, String text) {
    if (text.isEmpty()) {
      throw invalid(column, "is empty", "fill the cell or leave the line out");
    }
    try {
      float value = Float.parseFloat(text);
      // Only Java reads 1f and 1d as numbers.
      if (Float.isFinite(value) && !text.matches(".*[fFdD]")) {
        return value;
      }
      throw notFinite(column, text);
    } catch (NumberFormatException e) {
      throw notFinite(column, text);
    }
  }

  private JobException notFinite(int column, String text) {
    return invalid(
        column,
        "is '" + shortened(text) + "'",
        "features are finite numbers in the range of a 32-bit float, with a decimal point");
  }

  private static String shortened(String text) {
    return text.length() <= 40 ? text : text.substring(0, 40) + "...";
  }

  private JobException invalid(int column, String found, String remedy) {
    return JobException.input(
        String.format(
            Locale.ROOT,
            "%s, line %d, %s %s; %s",
            where,
            line,
            columns.name(column),
            found,
            remedy));
  }
}
