package io.wowflow.jobs.doctor;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The result of one check.
 *
 * @param name the thing that was checked
 * @param verdict the verdict
 * @param found the observation behind the verdict
 * @param remedy the remedy; empty for {@link Verdict#OK}
 */
public record Finding(String name, Verdict verdict, String found, String remedy) {
  /** The verdict of a check. */
  public enum Verdict {
    /** All commands will run. */
    OK,
    /** Commands run, but slowly, or not with all options. */
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
   * The content of a finding in JSON.
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
