package io.wowflow.jobs.io.npz;

import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.io.dataset.Units;
import io.wowflow.math.array.MatrixSource;
import io.wowflow.math.internal.Guard;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/**
 * An array to be written in NumPy's NPY format, version 1, little endian, row-major. It refers to
 * its values: nothing is copied before it is written, and it may be written many times.
 */
public final class NpyArray {
  private static final int ALIGNMENT = 64;
  private static final int BUFFER_BYTES = 1 << 16;

  private final String descr;
  private final int itemBytes;
  private final List<Integer> shape;
  private final Values values;

  /** Writes the elements in order. */
  private interface Values {
    void writeTo(Sink sink) throws IOException;
  }

  private NpyArray(String descr, int itemBytes, List<Integer> shape, Values values) {
    this.descr = descr;
    this.itemBytes = itemBytes;
    this.shape = List.copyOf(shape);
    this.values = values;
  }

  /**
   * An array of 32-bit floats, given in blocks.
   *
   * @param shape the array's shape
   * @param blocks its values, one block after the other, each read when it is written
   * @return the array
   * @throws IllegalArgumentException if the blocks do not fill the shape
   */
  public static NpyArray floats(List<Integer> shape, List<? extends MatrixSource> blocks) {
    checkSize(shape, blocks.stream().mapToLong(b -> (long) b.rows() * b.columns()).sum());
    return new NpyArray(
        NpyType.FLOAT32.code(),
        Float.BYTES,
        shape,
        sink -> {
          for (MatrixSource block : blocks) {
            for (float value : block.read().values()) {
              sink.room().putFloat(value);
            }
          }
        });
  }

  /**
   * An array of samples in the units of their input, as 64-bit floats.
   *
   * @param shape the array's shape
   * @param blocks samples in other units, one block after the other, each read when it is written
   * @param units the units of the blocks
   * @return the array
   * @throws IllegalArgumentException if the blocks do not fill the shape
   */
  static NpyArray samples(List<Integer> shape, List<? extends MatrixSource> blocks, Units units) {
    checkSize(shape, blocks.stream().mapToLong(b -> (long) b.rows() * b.columns()).sum());
    return new NpyArray(
        NpyType.FLOAT64.code(),
        Double.BYTES,
        shape,
        sink -> {
          for (MatrixSource block : blocks) {
            float[] values = block.read().values();
            for (int i = 0; i < values.length; i++) {
              sink.room().putDouble(units.value(i % block.columns(), values[i]));
            }
          }
        });
  }

  /**
   * An array of 64-bit floats, given in blocks.
   *
   * @param shape the array's shape
   * @param blocks its values, one block after the other, not modified
   * @return the array
   * @throws IllegalArgumentException if the blocks do not fill the shape
   */
  public static NpyArray doubles(List<Integer> shape, List<double[]> blocks) {
    checkSize(shape, blocks.stream().mapToLong(block -> block.length).sum());
    return new NpyArray(
        NpyType.FLOAT64.code(),
        Double.BYTES,
        shape,
        sink -> {
          for (double[] block : blocks) {
            for (double value : block) {
              sink.room().putDouble(value);
            }
          }
        });
  }

  /**
   * A vector of 64-bit integers.
   *
   * @param integers its values, not modified
   * @return an array of shape (n)
   */
  public static NpyArray integers(long[] integers) {
    return new NpyArray(
        NpyType.INT64.code(),
        Long.BYTES,
        List.of(integers.length),
        sink -> {
          for (long value : integers) {
            sink.room().putLong(value);
          }
        });
  }

  /**
   * A vector of texts.
   *
   * @param texts its values
   * @return an array of shape (n), as wide as the longest text
   * @throws JobException (usage) if a text ends in U+0000, which NPY cannot distinguish from
   *     padding
   */
  public static NpyArray texts(List<String> texts) {
    int width = 1;
    for (String text : texts) {
      if (text.endsWith("\0")) {
        throw JobException.usage(
            "label '" + text + "' ends in U+0000, which NPZ cannot hold; write Parquet");
      }
      width = Math.max(width, text.codePointCount(0, text.length()));
    }
    int codePoints = width;
    return new NpyArray(
        NpyType.TEXT.code() + width,
        width * Integer.BYTES,
        List.of(texts.size()),
        sink -> {
          for (String text : texts) {
            int[] points = text.codePoints().toArray();
            for (int i = 0; i < codePoints; i++) {
              sink.room().putInt(i < points.length ? points[i] : 0);
            }
          }
        });
  }

  /**
   * The same values with other axes.
   *
   * @param axes a shape of as many elements
   * @return an array that refers to the same values
   * @throws IllegalArgumentException if the number of elements differs
   */
  NpyArray reshaped(List<Integer> axes) {
    checkSize(axes, shape.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact));
    return new NpyArray(descr, itemBytes, axes, values);
  }

  private static void checkSize(List<Integer> shape, long size) {
    long expected = 1;
    for (int dimension : shape) {
      expected = Math.multiplyExact(expected, dimension);
    }
    Guard.size("number of values of an array of shape " + shapeText(shape), expected, size);
  }

  /**
   * Bytes of the array in the file, header included.
   *
   * @return the length of what {@link #writeTo} writes
   */
  public long byteCount() {
    long count = itemBytes;
    for (int dimension : shape) {
      count = Math.multiplyExact(count, dimension);
    }
    return header().length + count;
  }

  /**
   * Writes header and values.
   *
   * @param out where to, not closed
   * @throws IOException if {@code out} fails
   */
  public void writeTo(OutputStream out) throws IOException {
    out.write(header());
    Sink sink = new Sink(out);
    values.writeTo(sink);
    sink.flush();
  }

  private byte[] header() {
    String dictionary =
        "{'descr': '" + descr + "', 'fortran_order': False, 'shape': " + shapeText(shape) + ", }";
    int fixed = NpyHeader.MAGIC.length + 2 + Short.BYTES;
    int unpadded = fixed + dictionary.length() + 1;
    int total = (unpadded + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    ByteBuffer header = ByteBuffer.allocate(total).order(ByteOrder.LITTLE_ENDIAN);
    header.put(NpyHeader.MAGIC).put((byte) 1).put((byte) 0).putShort((short) (total - fixed));
    header.put(dictionary.getBytes(StandardCharsets.US_ASCII));
    while (header.remaining() > 1) {
      header.put((byte) ' ');
    }
    return header.put((byte) '\n').array();
  }

  /** A shape as Python writes a tuple. */
  static String shapeText(List<Integer> shape) {
    return shape.size() == 1
        ? "(" + shape.get(0) + ",)"
        : shape.stream().map(String::valueOf).collect(Collectors.joining(", ", "(", ")"));
  }

  /** Collects little-endian bytes into larger writes. */
  private static final class Sink {
    private final OutputStream out;
    private final ByteBuffer buffer =
        ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);

    Sink(OutputStream out) {
      this.out = out;
    }

    ByteBuffer room() throws IOException {
      if (buffer.remaining() < Long.BYTES) {
        flush();
      }
      return buffer;
    }

    void flush() throws IOException {
      out.write(buffer.array(), 0, buffer.position());
      buffer.clear();
    }
  }
}
