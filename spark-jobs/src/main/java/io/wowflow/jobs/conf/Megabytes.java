package io.wowflow.jobs.conf;

import java.util.Locale;

/** Sizes in messages: {@code 1.5 MB}, {@code 12.0 GB}. */
public final class Megabytes {
  private Megabytes() {}

  /**
   * A size as text.
   *
   * @param bytes the size
   * @return in MB below 10 GB, else in GB (powers of 1024), with one digit after the point
   */
  public static String of(double bytes) {
    return bytes < 10.0 * (1L << 30)
        ? String.format(Locale.ROOT, "%.1f MB", bytes / (1 << 20))
        : String.format(Locale.ROOT, "%.1f GB", bytes / (1 << 30));
  }
}
