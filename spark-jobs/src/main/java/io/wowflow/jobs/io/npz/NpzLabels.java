package io.wowflow.jobs.io.npz;

import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.io.dataset.LabelKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The labels of an archive, one for each entry of the samples' first axis: an array of shape (N,),
 * (N, 1) or (1, N) of integers, booleans (0 and 1), floats without a fraction, text or bytes; or an
 * array of shape (N, C) of zeros with exactly one 1 in each row (one-hot), whose label is the place
 * of the 1.
 *
 * @param kind text or integers
 * @param values the labels as text
 * @param form how they were found in the array, for the report; empty for one label per element
 */
record NpzLabels(LabelKind kind, List<String> values, String form) {
  /**
   * Reads labels.
   *
   * @param y the array
   * @param expected the length of the samples' first axis
   * @param samples the name of the samples, for messages
   * @throws JobException (input) if the array has another shape or values that are no labels
   */
  static NpzLabels of(NpyValues y, int expected, String samples) {
    NpyHeader header = y.header();
    List<Integer> shape = header.shape();
    if (shape.size() == 2
        && shape.get(0) == expected
        && shape.get(1) > 1
        && !header.type().isText()) {
      return oneHot(y, expected, shape.get(1));
    }
    boolean line =
        shape.equals(List.of(expected))
            || shape.equals(List.of(expected, 1))
            || shape.equals(List.of(1, expected));
    if (!line) {
      throw JobException.input(
          String.format(
              Locale.ROOT,
              "%s has shape %s; expected one label for each of the %d entries of the first axis of"
                  + " '%s', shape (%d,)",
              y.where(),
              header.shapeText(),
              expected,
              samples,
              expected));
    }
    List<String> values = new ArrayList<>(expected);
    for (int i = 0; i < expected; i++) {
      values.add(y.label(i));
    }
    return new NpzLabels(header.type().isText() ? LabelKind.STRING : LabelKind.INTEGER, values, "");
  }

  private static NpzLabels oneHot(NpyValues y, int rows, int columns) {
    List<String> values = new ArrayList<>(rows);
    for (int row = 0; row < rows; row++) {
      int ones = 0;
      int zeros = 0;
      int place = 0;
      for (int column = 0; column < columns; column++) {
        double value = y.real(row * columns + column);
        if (value == 1) {
          ones++;
          place = column;
        } else if (value == 0) {
          zeros++;
        }
      }
      if (ones != 1 || zeros != columns - 1) {
        throw JobException.input(
            String.format(
                Locale.ROOT,
                "%s has shape %s and its row %d is not one-hot (one 1 among zeros): save one label"
                    + " for each sample, shape (%d,), such as %s[:, 0]",
                y.where(),
                y.header().shapeText(),
                row,
                rows,
                y.name()));
      }
      values.add(Integer.toString(place));
    }
    return new NpzLabels(LabelKind.INTEGER, values, "one-hot, the place of the 1");
  }
}
