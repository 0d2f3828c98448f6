package io.wowflow.math.array;

import io.wowflow.math.internal.Guard;

/**
 * A rectangle inside a flat array: entry (i, j) is {@code data[offset + i * rowStride + j *
 * columnStride]}. A row-major block has column stride 1; its transpose has row stride 1.
 *
 * @param data the array, shared
 * @param offset index of entry (0, 0)
 * @param rows number of rows
 * @param columns number of columns
 * @param rowStride distance from a row to the next
 * @param columnStride distance from a column to the next
 */
public record View(
    float[] data, int offset, int rows, int columns, int rowStride, int columnStride) {

  /**
   * Checks that the rectangle is inside the array.
   *
   * @throws IllegalArgumentException if it does not
   */
  public View {
    Guard.that(rows >= 0 && columns >= 0, "rows and columns must not be negative");
    long last =
        offset + Math.max(0L, rows - 1L) * rowStride + Math.max(0L, columns - 1L) * columnStride;
    // The message is built only for a refusal: a step makes thousands of views.
    if (offset < 0 || (rows > 0 && columns > 0 && last >= data.length)) {
      throw new IllegalArgumentException(
          "a "
              + rows
              + " x "
              + columns
              + " view at "
              + offset
              + " leaves an array of length "
              + data.length);
    }
  }

  /**
   * A row-major block.
   *
   * @param data the array, shared
   * @param offset index of entry (0, 0)
   * @param rows number of rows
   * @param columns number of columns
   * @param rowStride distance from a row to the next
   * @return the view
   */
  public static View rowMajor(float[] data, int offset, int rows, int columns, int rowStride) {
    return new View(data, offset, rows, columns, rowStride, 1);
  }

  /**
   * A whole row-major matrix.
   *
   * @param data the array, shared
   * @param rows number of rows
   * @param columns number of columns
   * @return the view
   */
  public static View of(float[] data, int rows, int columns) {
    return new View(data, 0, rows, columns, columns, 1);
  }

  /**
   * The transpose of this view, on the same array.
   *
   * @return rows and columns exchanged
   */
  public View transposed() {
    return new View(data, offset, columns, rows, columnStride, rowStride);
  }
}
