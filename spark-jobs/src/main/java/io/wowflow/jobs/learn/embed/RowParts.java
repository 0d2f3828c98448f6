package io.wowflow.jobs.learn.embed;

import io.wowflow.math.internal.WorkPool;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The rows of several clouds, a few at a time shared by threads. */
final class RowParts {
  /**
   * Rows that are embedded together. Part of the definition of a result's bits, because a network
   * may sum in another order for another number of pictures.
   */
  private static final int ROWS = 32;

  private final WorkPool pool;

  RowParts(WorkPool pool) {
    this.pool = pool;
  }

  /** Makes rows of other rows. */
  @FunctionalInterface
  interface RowMap {
    /**
     * Maps some rows of a cloud.
     *
     * @param cloud which cloud
     * @param first the first row
     * @param rows a copy of the rows
     * @return as many rows
     */
    float[] of(int cloud, int first, float[] rows);
  }

  private record Part(int cloud, int first, int end) {}

  /**
   * Maps all rows.
   *
   * @param clouds rows of a width each, not modified
   * @param width of those rows
   * @param mappedWidth of what becomes of them
   * @param map what becomes of them
   * @return for each cloud the mapped rows
   */
  float[][] map(float[][] clouds, int width, int mappedWidth, RowMap map) {
    float[][] out = new float[clouds.length][];
    List<Part> parts = new ArrayList<>();
    for (int c = 0; c < clouds.length; c++) {
      int count = clouds[c].length / width;
      out[c] = new float[Math.multiplyExact(count, mappedWidth)];
      for (int first = 0; first < count; first += ROWS) {
        parts.add(new Part(c, first, Math.min(count, first + ROWS)));
      }
    }
    pool.run(
        parts.size(),
        (task, work) -> {
          Part part = parts.get(task);
          float[] rows =
              Arrays.copyOfRange(clouds[part.cloud], part.first * width, part.end * width);
          float[] mapped = map.of(part.cloud, part.first, rows);
          System.arraycopy(mapped, 0, out[part.cloud], part.first * mappedWidth, mapped.length);
        });
    return out;
  }
}
