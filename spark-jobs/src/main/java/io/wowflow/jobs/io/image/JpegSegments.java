package io.wowflow.jobs.io.image;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The segments of a JPEG file before its first scan (ITU-T T.81 annex B), as far as the decoder of
 * the JDK does not use them.
 *
 * @param components of a pixel: 1 grey, 3 YCbCr or RGB, 4 CMYK or YCCK; 0 if unknown
 * @param ycck whether a segment of Adobe declares four components to be YCCK in place of CMYK
 * @param orientation of the Exif segment, 1 to 8; 1 without any
 */
record JpegSegments(int components, boolean ycck, int orientation) {
  private static final int START_OF_SCAN = 0xDA;
  private static final int APP1 = 0xE1;
  private static final int APP14 = 0xEE;
  private static final int COMPONENTS_AT = 5;
  private static final int ADOBE_TRANSFORM_AT = 11;
  private static final int YCCK = 2;
  private static final String ADOBE = "Adobe";
  private static final String EXIF = "Exif\0\0";

  /** Reads the segments; those behind a damage are not found, and the decoder reports it. */
  static JpegSegments of(byte[] file) {
    ByteBuffer in = ByteBuffer.wrap(file);
    int components = 0;
    boolean ycck = false;
    int orientation = Orientation.UPRIGHT;
    int at = 2;
    while (at + 4 <= file.length && (in.get(at) & 0xFF) == 0xFF) {
      int marker = in.get(at + 1) & 0xFF;
      if (marker == START_OF_SCAN) {
        break;
      }
      if (marker == 0xFF) {
        at++;
        continue;
      }
      int data = at + 4;
      int length = (in.getShort(at + 2) & 0xFFFF) - 2;
      if (length < 0 || data + length > file.length) {
        break;
      }
      if (isFrame(marker) && length > COMPONENTS_AT) {
        components = in.get(data + COMPONENTS_AT) & 0xFF;
      } else if (marker == APP14 && startsWith(file, data, length, ADOBE)) {
        ycck = length > ADOBE_TRANSFORM_AT && in.get(data + ADOBE_TRANSFORM_AT) == YCCK;
      } else if (marker == APP1 && startsWith(file, data, length, EXIF)) {
        orientation = Orientation.ofTiff(file, data + EXIF.length(), length - EXIF.length());
      }
      at = data + length;
    }
    return new JpegSegments(components, ycck, orientation);
  }

  /** SOF0 to SOF15, but not the tables DHT, JPG and DAC between them. */
  private static boolean isFrame(int marker) {
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
  }

  private static boolean startsWith(byte[] file, int at, int length, String text) {
    return length >= text.length()
        && new String(file, at, text.length(), StandardCharsets.ISO_8859_1).equals(text);
  }
}
