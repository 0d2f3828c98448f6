package io.wowflow.jobs.record;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/** Little-endian float32, streamed through a small buffer so that no copy of the whole is made. */
public final class FloatBytes {
  private static final int FLOATS = 16 * 1024;

  private FloatBytes() {}

  /**
   * Writes values.
   *
   * @param values the values, not modified
   * @param out where to write
   * @throws IOException if the stream fails
   */
  public static void write(float[] values, OutputStream out) throws IOException {
    byte[] bytes = new byte[FLOATS * Float.BYTES];
    for (int from = 0; from < values.length; from += FLOATS) {
      int count = Math.min(FLOATS, values.length - from);
      asFloats(bytes).put(values, from, count);
      out.write(bytes, 0, count * Float.BYTES);
    }
  }

  /**
   * Reads as many values as an array holds.
   *
   * @param in where to read
   * @param values filled
   * @throws IOException if the stream fails or ends before
   */
  public static void read(DataInputStream in, float[] values) throws IOException {
    byte[] bytes = new byte[FLOATS * Float.BYTES];
    for (int from = 0; from < values.length; from += FLOATS) {
      int count = Math.min(FLOATS, values.length - from);
      in.readFully(bytes, 0, count * Float.BYTES);
      asFloats(bytes).get(values, from, count);
    }
  }

  private static FloatBuffer asFloats(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
  }
}
