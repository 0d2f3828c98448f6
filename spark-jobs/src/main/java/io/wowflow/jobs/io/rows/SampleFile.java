package io.wowflow.jobs.io.rows;

import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.array.MatrixSource;
import io.wowflow.math.internal.Guard;
import io.wowflow.math.internal.LazyList;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Samples of the classes of a dataset in a temporary file, class after class, row-major 32-bit
 * floats. Rows may be written in any order; a class is read as a whole, and the last one read is
 * kept. The file loses its name as soon as it is open, so that its room on disk is free again when
 * the process ends, however it ends, or nobody has the samples any more.
 *
 * <p>Used by any number of threads. An interrupted thread does not harm it, as it would a channel.
 */
final class SampleFile {
  private static final int BUFFER_BYTES = 1 << 20;

  private final RandomAccessFile file;
  private final int dimension;
  private final int[] sizes;
  private final long[] starts;
  private final byte[] rowBuffer;
  private final ByteBuffer rows;
  private long rowsStart;
  private volatile Kept kept = new Kept(-1, FloatMatrix.zeros(0, 0));

  private SampleFile(RandomAccessFile file, int[] sizes, int dimension) {
    this.file = file;
    this.sizes = sizes.clone();
    this.dimension = dimension;
    this.starts = new long[sizes.length];
    for (int c = 1; c < sizes.length; c++) {
      starts[c] = starts[c - 1] + (long) sizes[c - 1] * rowBytes();
    }
    this.rowBuffer = new byte[Math.max(BUFFER_BYTES, rowBytes())];
    this.rows = littleEndian(rowBuffer);
  }

  /** The class that was read last. */
  private record Kept(int c, FloatMatrix samples) {}

  /** Bytes that samples need, on disk or in memory. */
  static long bytes(int[] sizes, int dimension) {
    long rows = 0;
    for (int size : sizes) {
      rows += size;
    }
    return rows * dimension * Float.BYTES;
  }

  /**
   * An empty file.
   *
   * @param directory made if it is not there
   * @param sizes the number of samples of each class
   * @param dimension d
   */
  static SampleFile create(Path directory, int[] sizes, int dimension) throws IOException {
    Files.createDirectories(directory);
    Path name = Files.createTempFile(directory, "wowflow-samples-", ".tmp");
    try {
      return new SampleFile(new RandomAccessFile(name.toFile(), "rw"), sizes, dimension);
    } finally {
      Files.delete(name);
    }
  }

  private int rowBytes() {
    return dimension * Float.BYTES;
  }

  /** Writes one sample of a class; those that follow each other are written together. */
  synchronized void put(int c, int sample, float[] features) throws IOException {
    long at = starts[c] + (long) sample * rowBytes();
    if (at != rowsStart + rows.position() || rows.remaining() < rowBytes()) {
      writeRows();
      rowsStart = at;
    }
    for (int j = 0; j < dimension; j++) {
      rows.putFloat(features[j]);
    }
  }

  private void writeRows() throws IOException {
    file.seek(rowsStart);
    file.write(rowBuffer, 0, rows.position());
    rows.clear();
  }

  /** Writes a whole class. */
  synchronized void put(int c, FloatMatrix samples) throws IOException {
    Guard.size("samples of class " + c, sizes[c], samples.rows());
    Guard.size("dimension of class " + c, dimension, samples.columns());
    byte[] buffer = new byte[BUFFER_BYTES];
    FloatBuffer floats = littleEndian(buffer).asFloatBuffer();
    float[] values = samples.values();
    int room = BUFFER_BYTES / Float.BYTES;
    file.seek(starts[c]);
    for (int from = 0; from < values.length; from += room) {
      int count = Math.min(room, values.length - from);
      floats.clear().put(values, from, count);
      file.write(buffer, 0, count * Float.BYTES);
    }
  }

  /** Gives the file its whole length: samples that were not written yet can be read as zeros. */
  synchronized void fillUp() throws IOException {
    writeRows();
    int last = sizes.length - 1;
    file.setLength(starts[last] + (long) sizes[last] * rowBytes());
  }

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** All classes, each read when it is asked for. */
  List<FloatMatrix> classes() {
    return LazyList.of(sizes.length, this::read);
  }

  /** Where the samples of a class come from once they are written. */
  MatrixSource source(int c) {
    return MatrixSource.of(sizes[c], dimension, () -> read(c));
  }

  private FloatMatrix read(int c) {
    Kept last = kept;
    if (last.c == c) {
      return last.samples;
    }
    FloatMatrix samples = FloatMatrix.zeros(sizes[c], dimension);
    try {
      fill(samples.values(), starts[c]);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "a temporary file of samples cannot be read: " + e.getMessage(), e);
    }
    kept = new Kept(c, samples);
    return samples;
  }

  private synchronized void fill(float[] values, long start) throws IOException {
    writeRows();
    byte[] buffer = new byte[BUFFER_BYTES];
    FloatBuffer floats = littleEndian(buffer).asFloatBuffer();
    int room = BUFFER_BYTES / Float.BYTES;
    file.seek(start);
    for (int from = 0; from < values.length; from += room) {
      int count = Math.min(room, values.length - from);
      file.readFully(buffer, 0, count * Float.BYTES);
      floats.clear().get(values, from, count);
    }
  }
}
