package io.wowflow.jobs.checkpoint;

import java.util.Collections;
import java.util.Map;
import java.util.Map.Entry;
import java.util.TreeMap;

/**
 * What a snapshot says beside the state.
 *
 * @param configuration every setting that decides the bits of the result, and no other: a run may
 *     only be resumed with the same; stands in the file as it is, so it must hold no secret
 * @param source fingerprint of the source dataset
 * @param target fingerprint of the target dataset
 * @param extras what the run needs besides to go on, such as the objective so far: numbers, text,
 *     lists and maps
 */
public record SnapshotHeader(
    Map<String, String> configuration, String source, String target, Map<String, Object> extras) {
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
   * What a run that wants to go on from here has changed.
   *
   * @param now the header that the run would write
   * @return each difference in words, with both values; empty if there is none
   */
  String differences(SnapshotHeader now) {
    StringBuilder out = new StringBuilder();
    Map<String, String> all = new TreeMap<>(configuration);
    all.putAll(now.configuration);
    for (Entry<String, String> entry : all.entrySet()) {
      String key = entry.getKey();
      append(out, key, configuration.get(key), now.configuration.get(key));
    }
    append(out, "fingerprint of the source data", source, now.source);
    append(out, "fingerprint of the target data", target, now.target);
    return out.toString();
  }

  private static void append(StringBuilder out, String key, String then, String now) {
    if (then == null ? now != null : !then.equals(now)) {
      out.append(out.isEmpty() ? "" : "; ").append(key);
      out.append(" was ").append(then == null ? "not set" : then);
      out.append(", is now ").append(now == null ? "not set" : now);
    }
  }
}
