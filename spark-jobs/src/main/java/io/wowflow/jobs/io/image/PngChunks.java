package io.wowflow.jobs.io.image;

import io.wowflow.jobs.conf.JobException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * The chunks of a PNG file. The decoder of the JDK reads on over broken chunks and shows what it
 * has; here every chunk's checksum must be right, and the last chunk must be there.
 */
final class PngChunks {
  static final int SIGNATURE_BYTES = 8;

  private static final int TYPE_BYTES = 4;
  private static final String LAST = "IEND";
  private static final String EXIF = "eXIf";

  private PngChunks() {}

  /**
   * Checks all chunks.
   *
   * @return the orientation of the Exif chunk, 1 to 8; 1 without any
   * @throws JobException (input) if the file is not whole
   */
  static int checkedOrientation(byte[] file, String where) {
    ByteBuffer in = ByteBuffer.wrap(file).position(SIGNATURE_BYTES);
    String type = "";
    int orientation = Orientation.UPRIGHT;
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
      if (type.equals(EXIF)) {
        orientation = Orientation.ofTiff(file, start + TYPE_BYTES, length);
      }
    }
    return orientation;
  }

  private static JobException brokenOff(String where, String type, int length) {
    String at = type.isEmpty() ? "at its start" : "in or after its chunk " + type;
    return JobException.input(
        where + " breaks off " + at + ", after " + length + " bytes; fetch it again");
  }
}
