package io.wowflow.jobs.conf;

/** Counts in messages: {@code 1 step}, {@code 3 steps}, {@code 2 classes}. */
public final class Plural {
  private Plural() {}

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
}
