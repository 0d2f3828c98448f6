package io.wowflow.jobs.record;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256, as lower-case hexadecimal text. */
public final class Sha256 {
  private Sha256() {}

  /**
   * A digest to be fed.
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

  public static String of(byte[] bytes) {
    return hex(digest().digest(bytes));
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
