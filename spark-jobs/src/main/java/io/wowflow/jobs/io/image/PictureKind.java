package io.wowflow.jobs.io.image;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Files that are taken for pictures and are not read, by their first bytes. */
final class PictureKind {
  /** Enough bytes to recognise a kind. */
  static final int HEAD_BYTES = 32;

  private static final String GIT_LFS = "version https://git-lfs";

  private PictureKind() {}

  /**
   * The kind of a picture that is neither PNG nor JPEG.
   *
   * @param head the first bytes of a file
   * @return such as {@code WebP}, or empty if the kind is unknown
   */
  static Optional<String> of(byte[] head) {
    String text =
        new String(head, 0, Math.min(head.length, HEAD_BYTES), StandardCharsets.ISO_8859_1);
    if (text.matches("(?s)RIFF.{4}WEBP.*")) {
      return Optional.of("WebP");
    }
    if (text.matches("(?s).{4}ftyp(avif|avis).*")) {
      return Optional.of("AVIF");
    }
    if (text.matches("(?s).{4}ftyp(hei|hev|mif|msf).*")) {
      return Optional.of("HEIC");
    }
    if (text.matches("(?s)\0\0\0\fjP  .*")) {
      return Optional.of("JPEG 2000");
    }
    if (text.matches("(?s)(II\\*\0|MM\0\\*|II\\+\0|MM\0\\+).*")) {
      return Optional.of("TIFF");
    }
    if (text.matches("(?s)P[1-6]\\s.*")) {
      return Optional.of("PNM");
    }
    if (text.startsWith("GIF8")) {
      return Optional.of("GIF");
    }
    if (text.matches("(?s)BM.{4}\0\0\0\0.*")) {
      return Optional.of("BMP");
    }
    return Optional.empty();
  }

  /** Whether a file is the text that Git LFS leaves in the place of a file. */
  static boolean isLfsPointer(byte[] head) {
    return new String(head, 0, Math.min(head.length, GIT_LFS.length()), StandardCharsets.ISO_8859_1)
        .equals(GIT_LFS);
  }
}
