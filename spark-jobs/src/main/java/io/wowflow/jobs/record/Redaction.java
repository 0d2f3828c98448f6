package io.wowflow.jobs.record;

import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.conf.UserInfo;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Keeps secrets out of manifests, reports and logs, by the rule of Spark: an entry is hidden when
 * its key, or its value as text, matches the pattern.
 *
 * @param pattern text that marks a secret
 */
public record Redaction(Pattern pattern) {
  /** The text in the place of a secret; Spark's own. */
  public static final String REPLACEMENT = "*********(redacted)";

  private static final String SPARK_KEY = "spark.redaction.regex";
  private static final String SPARK_DEFAULT = "(?i)secret|password|token|access[.]?key";

  /**
   * The redaction by Spark's own setting.
   *
   * @param sparkConf Spark's settings; {@code spark.redaction.regex} is the pattern where it is
   *     set, else Spark's default
   * @return the redaction
   * @throws JobException (usage) if the pattern is not a regular expression
   */
  public static Redaction ofSpark(Map<String, String> sparkConf) {
    String regex = sparkConf.getOrDefault(SPARK_KEY, SPARK_DEFAULT);
    try {
      return new Redaction(Pattern.compile(regex));
    } catch (PatternSyntaxException e) {
      throw JobException.usage(
          SPARK_KEY + " must be a regular expression, was '" + regex + "': " + e.getDescription());
    }
  }

  /**
   * A copy of a tree of settings without its secrets; user info is cut from URIs that remain.
   *
   * @param settings keys to values; values may be maps and lists in turn
   * @return sorted by key
   */
  public Map<String, Object> apply(Map<String, ?> settings) {
    Map<String, Object> out = new TreeMap<>();
    settings.forEach(
        (key, value) ->
            out.put(key, pattern.matcher(key).find() ? REPLACEMENT : applyToValue(value)));
    return out;
  }

  private Object applyToValue(Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> byText = new TreeMap<>();
      map.forEach((k, v) -> byText.put(String.valueOf(k), v));
      return apply(byText);
    }
    if (value instanceof List<?> list) {
      return list.stream().map(this::applyToValue).toList();
    }
    return value instanceof CharSequence text ? text(text) : value;
  }

  /**
   * A message, in which words may be addresses.
   *
   * @param message any text, or null
   * @return the same with each word that matches replaced, without user info
   */
  public String words(String message) {
    return Pattern.compile("\\S+")
        .matcher(UserInfo.cut(message))
        .replaceAll(
            word ->
                pattern.matcher(word.group()).find()
                    ? Matcher.quoteReplacement(REPLACEMENT)
                    : Matcher.quoteReplacement(word.group()));
  }

  /**
   * A text that is one entry, such as the URI of an input.
   *
   * @param text any text
   * @return the replacement if it matches, else the text without user info
   */
  public String text(CharSequence text) {
    return pattern.matcher(text).find() ? REPLACEMENT : UserInfo.cut(text);
  }
}
