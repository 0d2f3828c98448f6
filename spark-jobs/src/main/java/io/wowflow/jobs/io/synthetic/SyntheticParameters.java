package io.wowflow.jobs.io.synthetic;

import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.conf.JobException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** The parameters of one synthetic URI. */
final class SyntheticParameters {
  private final String uri;
  private final Map<String, String> values;

  private SyntheticParameters(String uri, Map<String, String> values) {
    this.uri = uri;
    this.values = values;
  }

  static SyntheticParameters parse(String uri, String query, List<String> known) {
    Map<String, String> values = new HashMap<>();
    for (String part : query.isEmpty() ? new String[0] : query.split("&", -1)) {
      int equals = part.indexOf('=');
      if (equals < 1) {
        throw JobException.usage(
            "'" + uri + "': '" + part + "' is not key=value; separate parameters with &");
      }
      String key = part.substring(0, equals);
      if (!known.contains(key)) {
        throw unknown(uri, "parameter", key, known);
      }
      if (values.put(key, part.substring(equals + 1)) != null) {
        throw JobException.usage("'" + uri + "': parameter '" + key + "' is given twice");
      }
    }
    return new SyntheticParameters(uri, values);
  }

  int size(String key) {
    String value = values.get(key);
    if (value == null) {
      throw JobException.usage(
          "'" + uri + "': parameter '" + key + "' is missing: add " + key + "=N");
    }
    int size;
    try {
      size = Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw malformed(key, "an integer from 1 to 2147483647", e);
    }
    if (size < 1) {
      throw malformed(key, "an integer from 1 to 2147483647", null);
    }
    return size;
  }

  OptionalLong integer(String key) {
    String value = values.get(key);
    try {
      return value == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(value));
    } catch (NumberFormatException e) {
      throw malformed(key, "a 64-bit integer", e);
    }
  }

  double real(String key, double absent) {
    String value = values.get(key);
    double real;
    try {
      real = value == null ? absent : Double.parseDouble(value);
    } catch (NumberFormatException e) {
      throw malformed(key, "a finite number", e);
    }
    if (!Float.isFinite((float) real)) {
      throw malformed(key, "a finite number", null);
    }
    return real;
  }

  private JobException malformed(String key, String expected, Throwable cause) {
    return JobException.of(
        ExitCode.USAGE,
        "'" + uri + "': " + key + " must be " + expected + ", was '" + values.get(key) + "'",
        cause);
  }

  static JobException unknown(String uri, String what, String name, List<String> known) {
    LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
    String remedy =
        known.stream()
            .min(Comparator.comparingInt(k -> distance.apply(k, name)))
            .map(nearest -> "did you mean '" + nearest + "'? Known: " + String.join(", ", known))
            .orElse("this dataset takes none");
    return JobException.usage("'" + uri + "': unknown " + what + " '" + name + "'; " + remedy);
  }
}
