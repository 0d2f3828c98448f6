package io.wowflow.jobs.doctor;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What was seen of one thing that the commands need.
 *
 * @param name the thing
 * @param verdict whether it will do
 * @param found what was seen
 * @param remedy what to do; empty if there is nothing to do
 */
public record Finding(String name, Verdict verdict, String found, String remedy) {
  /** Whether something will do. */
  public enum Verdict {
    /** It will do. */
    OK,
    /** It works, but slowly, or not for everything. */
    LIMITED,
    /** Some command would fail. */
    FAILS
  }

  static Finding ok(String name, String found) {
    return new Finding(name, Verdict.OK, found, "");
  }

  static Finding limited(String name, String found, String remedy) {
    return new Finding(name, Verdict.LIMITED, found, remedy);
  }

  static Finding fails(String name, String found, String remedy) {
    return new Finding(name, Verdict.FAILS, found, remedy);
  }

  /**
   * For JSON.
   *
   * @return {@code name}, {@code verdict} in lower case, {@code found}, {@code remedy}
   */
  public Map<String, Object> toMap() {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("name", name);
    out.put("verdict", verdict.name().toLowerCase(Locale.ROOT));
    out.put("found", found);
    out.put("remedy", remedy);
    return out;
  }
}
