package io.wowflow.jobs.record;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256, as 64 lower-case hexadecimal digits. */
public final class Sha256 {
  private static final int BUFFER_BYTES = 1 << 16;

  private Sha256() {}

  /**
   * A digest to feed.
   *
   * @return a new one
   */
  public static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256; this one does not", e);
    }
  }

  /**
   * The digest of a text or another small content.
   *
   * @param bytes the content
   * @return 64 hexadecimal digits
   */
  public static String of(byte[] bytes) {
    return hex(digest().digest(bytes));
  }

  /**
   * The length and the digest of a file.
   *
   * @param bytes its length
   * @param sha256 64 hexadecimal digits
   */
  public record Sum(long bytes, String sha256) {}

  /**
   * Reads a stream to its end.
   *
   * @param in the stream; closed
   * @return length and digest of what it gave
   * @throws IOException if it cannot be read
   */
  public static Sum sum(InputStream in) throws IOException {
    MessageDigest sha = digest();
    long bytes = 0;
    try (in) {
      byte[] buffer = new byte[BUFFER_BYTES];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        sha.update(buffer, 0, count);
        bytes += count;
      }
    }
    return new Sum(bytes, hex(sha.digest()));
  }

  /**
   * A digest as text.
   *
   * @param hash the bytes of a digest
   * @return lower-case hexadecimal digits
   */
  public static String hex(byte[] hash) {
    return HexFormat.of().formatHex(hash);
  }
}
