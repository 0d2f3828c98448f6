package io.wowflow.jobs.io.npz;

import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.io.rows.ClassBuffers;
import io.wowflow.jobs.io.rows.RowPlan;
import io.wowflow.jobs.io.rows.RowTable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;

/**
 * The samples of an archive, read row by row. An array in Fortran order is read feature by feature
 * into memory and put together there; one that would use more than a share of the heap is refused.
 */
final class NpzSamples {
  private static final float BRIGHTEST = 255f;
  // A share of the heap that an array may use while it is brought into row-major order.
  private static final int TRANSPOSED_SHARE = 4;

  private final NpzArchive archive;
  private final String array;
  private final NpyHeader header;
  private final NpzLayout layout;
  private final int[] rowOf;
  private final int[] places;
  private final float[] narrow;
  private final double[] wide;

  /**
   * Samples.
   *
   * @param archive where they are
   * @param array their name
   * @param layout their axes
   * @param order for each row the sample of the file
   */
  NpzSamples(NpzArchive archive, String array, NpzLayout layout, int[] order) {
    this.archive = archive;
    this.array = array;
    this.header = archive.header(array);
    this.layout = layout;
    this.rowOf = new int[order.length];
    for (int row = 0; row < order.length; row++) {
      rowOf[order[row]] = row;
    }
    this.places = layout.featurePlaces(header.fortran()).orElse(null);
    boolean fits = header.type().fitsFloat();
    this.narrow = new float[fits ? layout.dimension() : 0];
    this.wide = new double[fits ? 0 : layout.dimension()];
  }

  /** Reads the rows that the plan keeps. */
  void read(RowPlan plan, ClassBuffers buffers) throws IOException {
    if (header.fortran()) {
      readColumns(plan, buffers, Runtime.getRuntime().maxMemory() / TRANSPOSED_SHARE);
      return;
    }
    archive.readRows(
        array,
        layout.samples(),
        Math.multiplyExact(layout.dimension(), header.itemBytes()),
        sample -> plan.keeps(rowOf[sample]),
        (bytes, sample) -> put(header.elements(bytes), 0, places, rowOf[sample], buffers));
  }

  private void put(ByteBuffer from, int at, int[] place, int row, ClassBuffers buffers) {
    if (header.type().fitsFloat()) {
      narrow(from, at, place);
      buffers.put(row, narrow);
      return;
    }
    for (int j = 0; j < wide.length; j++) {
      wide[place == null ? j : place[j]] = header.type().real(from, at + j * header.itemBytes());
    }
    buffers.put(row, wide);
  }

  private void narrow(ByteBuffer from, int at, int[] place) {
    if (header.type() == NpyType.UINT8) {
      byte[] bytes = from.array();
      int first = from.arrayOffset() + at;
      for (int j = 0; j < narrow.length; j++) {
        narrow[j] = (bytes[first + j] & 0xFF) / BRIGHTEST;
      }
    } else {
      for (int j = 0; j < narrow.length; j++) {
        narrow[j] = (float) header.type().real(from, at + j * header.itemBytes());
      }
    }
    if (place != null) {
      float[] stored = narrow.clone();
      for (int j = 0; j < narrow.length; j++) {
        narrow[place[j]] = stored[j];
      }
    }
  }

  /** Reads an array in Fortran order: all samples of one feature follow each other. */
  void readColumns(RowPlan plan, ClassBuffers buffers, long most) throws IOException {
    int samples = layout.samples();
    int[] slots = new int[samples];
    Arrays.fill(slots, -1);
    int kept = 0;
    int[] rowOfSlot = new int[plan.keptCount()];
    for (int s = 0; s < samples; s++) {
      int row = rowOf[NpyHeader.rowMajor(s, layout.sampleAxes())];
      if (plan.keeps(row)) {
        rowOfSlot[kept] = row;
        slots[s] = kept++;
      }
    }
    int item = header.itemBytes();
    long bytes = (long) kept * layout.dimension() * item;
    if (bytes > Math.min(most, RowTable.MOST_ROWS) || (long) samples * item > RowTable.MOST_ROWS) {
      throw JobException.input(
          String.format(
              Locale.ROOT,
              "%s is in Fortran order and needs %d MB to be put in row-major order, more than the"
                  + " %d MB that this process has for it: save np.ascontiguousarray(%s)",
              archive.where(array),
              bytes >> 20,
              Math.min(most, RowTable.MOST_ROWS) >> 20,
              array));
    }
    byte[] rows = new byte[(int) bytes];
    int dimension = layout.dimension();
    archive.readRows(
        array,
        dimension,
        samples * item,
        feature -> true,
        (column, feature) -> {
          for (int s = 0; s < samples; s++) {
            if (slots[s] >= 0) {
              int to = (slots[s] * dimension + places[feature]) * item;
              System.arraycopy(column, s * item, rows, to, item);
            }
          }
        });
    ByteBuffer elements = header.elements(rows);
    for (int slot = 0; slot < kept; slot++) {
      put(elements, slot * dimension * item, null, rowOfSlot[slot], buffers);
    }
  }
}
