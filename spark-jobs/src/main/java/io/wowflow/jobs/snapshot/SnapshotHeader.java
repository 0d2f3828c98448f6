package io.wowflow.jobs.snapshot;

import io.wowflow.jobs.record.Json;
import io.wowflow.jobs.record.Redaction;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The description of a run that a snapshot stores with the state.
 *
 * @param configuration every setting that decides the bits of the result, and no other: a run may
 *     only be resumed with the same; written to the file as it is, so it must hold no secret
 * @param source fingerprint of the source dataset
 * @param target fingerprint of the target dataset
 * @param extras further values that a resumed run needs, such as the objective so far: numbers,
 *     text, lists and maps
 */
public record SnapshotHeader(
    Map<String, String> configuration, String source, String target, Map<String, Object> extras) {
  // Early snapshots held addresses as they were given, and no fingerprint of directions in files.
  private static final Redaction WITHOUT_SECRETS = Redaction.ofSpark(Map.of());

  /** The setting with the fingerprint of the file of directions. */
  public static final String DIRECTIONS = "fingerprint of the directions";

  /** Copies the maps. */
  public SnapshotHeader {
    configuration = sorted(configuration);
    extras = sorted(extras);
  }

  private static <T> Map<String, T> sorted(Map<String, T> map) {
    return Collections.unmodifiableMap(new TreeMap<>(map));
  }

  /**
   * SHA-256 of the configuration.
   *
   * @return 64 hexadecimal digits
   */
  public String configurationHash() {
    return Json.hash(configuration);
  }

  /**
   * The differences of a run that wants to resume from here.
   *
   * @param now the header that the run would write
   * @return each difference in words, with both values; empty if there is none
   */
  String differences(SnapshotHeader now) {
    StringBuilder out = new StringBuilder();
    Map<String, Object> before = WITHOUT_SECRETS.apply(configuration);
    Map<String, Object> after = WITHOUT_SECRETS.apply(now.configuration);
    if (!before.containsKey(DIRECTIONS)) {
      after.remove(DIRECTIONS);
    }
    Set<String> keys = new TreeSet<>(before.keySet());
    keys.addAll(after.keySet());
    for (String key : keys) {
      append(out, key, before.get(key), after.get(key));
    }
    append(out, "fingerprint of the source data", source, now.source);
    append(out, "fingerprint of the target data", target, now.target);
    return out.toString();
  }

  /** A key of a later version is absent in an early snapshot: that is the same as null. */
  private static Object given(Object value) {
    return "null".equals(value) ? null : value;
  }

  private static void append(StringBuilder out, String key, Object before, Object after) {
    Object then = given(before);
    Object now = given(after);
    if (then == null ? now != null : !then.equals(now)) {
      out.append(out.isEmpty() ? "" : "; ").append(key);
      out.append(" was ").append(then == null ? "not set" : then);
      out.append(", is now ").append(now == null ? "not set" : now);
    }
  }
}
