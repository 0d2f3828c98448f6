package io.wowflow.jobs.io.image;

import io.wowflow.jobs.conf.JobException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * Whether a PNG file is whole. The decoder of the JDK reads on over broken chunks and shows what it
 * has; here every chunk's checksum must be right, and the last chunk must be there.
 */
final class PngChunks {
  static final int SIGNATURE_BYTES = 8;

  private static final int TYPE_BYTES = 4;
  private static final String LAST = "IEND";

  private PngChunks() {}

  static void check(byte[] file, String where) {
    ByteBuffer in = ByteBuffer.wrap(file).position(SIGNATURE_BYTES);
    String type = "";
    while (!type.equals(LAST)) {
      if (in.remaining() < 2 * Integer.BYTES + TYPE_BYTES) {
        throw brokenOff(where, type, file.length);
      }
      int length = in.getInt();
      int start = in.position();
      type = new String(file, start, TYPE_BYTES, StandardCharsets.ISO_8859_1);
      if (length < 0 || length > in.remaining() - TYPE_BYTES - Integer.BYTES) {
        throw brokenOff(where, type, file.length);
      }
      CRC32 crc = new CRC32();
      crc.update(file, start, TYPE_BYTES + length);
      in.position(start + TYPE_BYTES + length);
      if (in.getInt() != (int) crc.getValue()) {
        throw JobException.input(
            where + " is damaged: its chunk " + type + " has a wrong checksum; fetch it again");
      }
    }
  }

  private static JobException brokenOff(String where, String type, int length) {
    String at = type.isEmpty() ? "at its start" : "in or after its chunk " + type;
    return JobException.input(
        where + " breaks off " + at + ", after " + length + " bytes; fetch it again");
  }
}
