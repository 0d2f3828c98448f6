package io.wowflow.jobs.snapshot;

import io.wowflow.jobs.record.FloatBytes;
import io.wowflow.jobs.record.Sha256;
import io.wowflow.math.array.FloatMatrix;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * A file with the particles of consecutive classes. Layout, all little-endian: the 8 bytes {@code
 * WOWSNAP1}; int32 step, first class, d; then for each class int32 n, float32 positions (n x d,
 * row-major), float32 velocities (n x d, row-major).
 */
final class SnapshotBlock {
  private static final byte[] MAGIC = "WOWSNAP1".getBytes(StandardCharsets.US_ASCII);
  private static final int HEADER_BYTES = MAGIC.length + 3 * Integer.BYTES;

  private SnapshotBlock() {}

  /** The bytes of a class of n x d particles. */
  static long bytesOf(FloatMatrix positions) {
    return Integer.BYTES + 2L * Float.BYTES * positions.rows() * positions.columns();
  }

  /** Writes a block, class by class. */
  static final class Writer implements Closeable {
    private final MessageDigest sha = Sha256.digest();
    private final DataOutputStream out;
    private final int firstClass;
    private int classes;
    private long bytes = HEADER_BYTES;

    Writer(OutputStream file, int step, int firstClass, int dimension) throws IOException {
      this.out = new DataOutputStream(new BufferedOutputStream(new DigestOutputStream(file, sha)));
      this.firstClass = firstClass;
      out.write(MAGIC);
      out.write(ints(step, firstClass, dimension));
    }

    void add(FloatMatrix positions, FloatMatrix velocities) throws IOException {
      out.write(ints(positions.rows()));
      FloatBytes.write(positions.values(), out);
      FloatBytes.write(velocities.values(), out);
      classes++;
      bytes += bytesOf(positions);
    }

    boolean hasRoomFor(FloatMatrix positions, long limit) {
      return classes == 0 || bytes + bytesOf(positions) <= limit;
    }

    @Override
    public void close() throws IOException {
      out.close();
    }

    /** The entry of this block in the index, once the block is closed. */
    SnapshotIndex.Block describe(String name) {
      return new SnapshotIndex.Block(name, firstClass, classes, bytes, Sha256.hex(sha.digest()));
    }
  }

  private static byte[] ints(int... values) {
    ByteBuffer buffer =
        ByteBuffer.allocate(values.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    buffer.asIntBuffer().put(values);
    return buffer.array();
  }

  /** Hands out the classes of a block of an index, in order. */
  static void read(
      DataInputStream in,
      SnapshotIndex index,
      SnapshotIndex.Block block,
      Consumer<Snapshot.Particles> to)
      throws IOException {
    byte[] header = in.readNBytes(HEADER_BYTES);
    byte[] expected =
        ByteBuffer.allocate(HEADER_BYTES)
            .put(MAGIC)
            .put(ints(index.step(), block.firstClass(), index.dimension()))
            .array();
    require(Arrays.equals(header, expected), block, "has another header than its index expects");
    int end = block.firstClass() + block.classes();
    for (int c = block.firstClass(); c < end; c++) {
      int rows = Integer.reverseBytes(in.readInt());
      require(rows == index.classSizes().get(c), block, "has another number of particles");
      FloatMatrix positions = FloatMatrix.zeros(rows, index.dimension());
      FloatMatrix velocities = FloatMatrix.zeros(rows, index.dimension());
      FloatBytes.read(in, positions.values());
      FloatBytes.read(in, velocities.values());
      to.accept(new Snapshot.Particles(positions, velocities));
    }
  }

  private static void require(boolean condition, SnapshotIndex.Block block, String otherwise)
      throws IOException {
    if (!condition) {
      throw new IOException("the block " + block.name() + " " + otherwise);
    }
  }
}
