package io.wowflow.jobs.conf;

import java.util.Locale;

/** Counts and sizes in messages: {@code 1 step}, {@code 2 classes}, {@code 1.5 MB}. */
public final class Amount {
  private Amount() {}

  /**
   * A count of things.
   *
   * @param count the count
   * @param noun the singular of a noun with a regular plural in -s, or -es after s
   * @return the count and the noun, in the plural unless the count is 1
   */
  public static String of(long count, String noun) {
    String ending = noun.endsWith("s") ? "es" : "s";
    return count + " " + (count == 1 ? noun : noun + ending);
  }

  /**
   * A size in bytes.
   *
   * @param bytes the size
   * @return in MB below 10 GB, else in GB (powers of 1024), with one digit after the point
   */
  public static String ofBytes(double bytes) {
    return bytes < 10.0 * (1L << 30)
        ? String.format(Locale.ROOT, "%.1f MB", bytes / (1 << 20))
        : String.format(Locale.ROOT, "%.1f GB", bytes / (1 << 30));
  }
}
