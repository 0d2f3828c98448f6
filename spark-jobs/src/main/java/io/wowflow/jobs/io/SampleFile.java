package io.wowflow.jobs.io;

import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.array.Guard;
import io.wowflow.math.array.LazyList;
import io.wowflow.math.array.MatrixSource;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Samples of the classes of a dataset in a temporary file, class after class, row-major 32-bit
 * floats. Rows may be written in any order, by one thread; a class is read as a whole, by any, and
 * the last one read is kept. The file has lost its name once it is open, so that its room on disk
 * is free again as soon as the process ends, however it ends.
 */
final class SampleFile {
  private static final int BUFFER_BYTES = 1 << 20;

  private final FileChannel channel;
  private final int dimension;
  private final int[] sizes;
  private final long[] starts;
  private final ByteBuffer row;
  private volatile Kept kept = new Kept(-1, FloatMatrix.zeros(0, 0));

  private SampleFile(FileChannel channel, int[] sizes, int dimension) {
    this.channel = channel;
    this.sizes = sizes.clone();
    this.dimension = dimension;
    this.starts = new long[sizes.length];
    for (int c = 1; c < sizes.length; c++) {
      starts[c] = starts[c - 1] + (long) sizes[c - 1] * rowBytes();
    }
    this.row = ByteBuffer.allocate(rowBytes()).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The class that was read last. */
  private record Kept(int c, FloatMatrix samples) {}

  /** What samples need, on disk or in memory. */
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
    Path file = Files.createTempFile(directory, "wowflow-samples-", ".tmp");
    FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE);
    return new SampleFile(channel, sizes, dimension);
  }

  private int rowBytes() {
    return dimension * Float.BYTES;
  }

  /** Writes one sample of a class. */
  void put(int c, int sample, float[] features) throws IOException {
    row.clear().asFloatBuffer().put(features, 0, dimension);
    write(row.clear(), starts[c] + (long) sample * rowBytes());
  }

  /** Writes a whole class. */
  void put(int c, FloatMatrix samples) throws IOException {
    Guard.size("samples of class " + c, sizes[c], samples.rows());
    Guard.size("dimension of class " + c, dimension, samples.columns());
    ByteBuffer buffer = buffer();
    float[] values = samples.values();
    int room = buffer.capacity() / Float.BYTES;
    for (int from = 0; from < values.length; from += room) {
      int count = Math.min(room, values.length - from);
      buffer.clear().asFloatBuffer().put(values, from, count);
      write(buffer.clear().limit(count * Float.BYTES), starts[c] + (long) from * Float.BYTES);
    }
  }

  private void write(ByteBuffer from, long position) throws IOException {
    long at = position;
    while (from.hasRemaining()) {
      at += channel.write(from, at);
    }
  }

  private static ByteBuffer buffer() {
    return ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
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
      throw new UncheckedIOException("The temporary file of samples cannot be read", e);
    }
    kept = new Kept(c, samples);
    return samples;
  }

  private void fill(float[] values, long start) throws IOException {
    ByteBuffer buffer = buffer();
    int room = buffer.capacity() / Float.BYTES;
    for (int from = 0; from < values.length; from += room) {
      int count = Math.min(room, values.length - from);
      buffer.clear().limit(count * Float.BYTES);
      long at = start + (long) from * Float.BYTES;
      while (buffer.hasRemaining()) {
        int read = channel.read(buffer, at);
        if (read < 0) {
          throw new EOFException("it is shorter than what was to be written");
        }
        at += read;
      }
      FloatBuffer floats = buffer.flip().asFloatBuffer();
      floats.get(values, from, count);
    }
  }
}
