package io.wowflow.jobs.checkpoint;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 as lower-case hexadecimal text. */
final class Sha256 {
  private Sha256() {}

  static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256; this one does not", e);
    }
  }

  static String of(byte[] bytes) {
    return hex(digest().digest(bytes));
  }

  static String hex(byte[] hash) {
    return HexFormat.of().formatHex(hash);
  }
}
