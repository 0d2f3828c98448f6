package io.wowflow.jobs.io.binary;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** Makes IDX files. */
public final class IdxBytes {
  private IdxBytes() {}

  /** An IDX file of unsigned bytes. */
  public static byte[] idx(byte[] data, int... axes) {
    ByteBuffer bytes = ByteBuffer.allocate(4 + 4 * axes.length + data.length);
    bytes.putInt(0x0800 | axes.length);
    for (int axis : axes) {
      bytes.putInt(axis);
    }
    return bytes.put(data).array();
  }

  /** Three 2 x 2 images with labels 7, 3, 7 under a prefix. */
  public static void writeTiny(Path directory, String prefix) throws IOException {
    byte[] pixels = {0, 51, 102, (byte) 255, 1, 2, 3, 4, 5, 6, 7, (byte) 128};
    Files.write(directory.resolve(prefix + "images-idx3-ubyte"), idx(pixels, 3, 2, 2));
    Files.write(directory.resolve(prefix + "labels-idx1-ubyte"), idx(new byte[] {7, 3, 7}, 3));
  }

  public static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }
}
