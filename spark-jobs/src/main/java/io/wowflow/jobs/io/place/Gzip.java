package io.wowflow.jobs.io.place;

/** Recognises gzip by its first two bytes. */
public final class Gzip {
  private Gzip() {}

  /**
   * Recognises the beginning of a gzip member.
   *
   * @param head the first bytes of a file; fewer than two are not gzip
   * @return true for 1F 8B
   */
  public static boolean isGzip(byte[] head) {
    return head.length >= 2 && (head[0] & 0xFF) == 0x1F && (head[1] & 0xFF) == 0x8B;
  }
}
