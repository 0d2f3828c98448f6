package io.wowflow.jobs.io.dataset;

import io.wowflow.jobs.conf.Amount;
import io.wowflow.jobs.conf.ImageShape;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The content of an input that was read, and why it was read so: a line on the terminal, in the
 * manifest and on the page.
 *
 * @param format the name of the format
 * @param split the split that was read, where the input has some
 * @param label where the labels come from and why, such as {@code column 'quality' (a known name)}
 * @param features where the features come from, such as {@code columns alcohol to sugar}
 * @param weight where the weights of the samples come from; empty if all are equal
 * @param id where the ids of the samples come from; empty if they are positions in the input
 * @param values the range of the values of the samples that were read
 * @param leftOut what the input contains and the dataset does not, such as {@code column 'name'}
 * @param notices what a person should look at, each a sentence without a point
 * @param made labels in the place of those of the input, if they were replaced
 */
public record ReadReport(
    String format,
    Optional<Split> split,
    String label,
    String features,
    Optional<String> weight,
    Optional<String> id,
    Optional<Values> values,
    List<String> leftOut,
    List<String> notices,
    Optional<MadeLabels> made) {

  /** The place of the labels of an input without any. */
  public static final String NO_LABELS = "none";

  /**
   * Labels that replaced those of the input.
   *
   * @param source {@code cluster} or {@code file}
   * @param sizes numbers of samples by label, in the order of the labels
   * @param silhouette the mean silhouette of clusters; empty for labels from a file
   */
  public record MadeLabels(String source, Map<String, Integer> sizes, OptionalDouble silhouette) {}

  /**
   * A range of values.
   *
   * @param low the smallest
   * @param high the largest
   */
  public record Values(double low, double high) {
    /** The range with as many digits as the difference of its ends needs, at least 6. */
    @Override
    public String toString() {
      double largest = Math.max(Math.abs(low), Math.abs(high));
      double lost = low == high ? 0 : Math.log10(largest / Math.abs(high - low));
      int digits = (int) Math.min(17, 6 + Math.max(0, Math.ceil(lost)));
      return text(low, digits) + " to " + text(high, digits);
    }

    private static String text(double value, int digits) {
      BigDecimal rounded = new BigDecimal(value).round(new MathContext(digits));
      boolean plain = rounded.signum() == 0 || Math.abs(Math.log10(Math.abs(value))) < 12;
      BigDecimal shortest = rounded.stripTrailingZeros();
      return plain ? shortest.toPlainString() : shortest.toString();
    }
  }

  /** Copies the lists. */
  public ReadReport {
    leftOut = List.copyOf(leftOut);
    notices = List.copyOf(notices);
  }

  /**
   * The report of a format whose labels and features have one place only.
   *
   * @param format the name of the format
   * @param label where the labels come from
   * @param features where the features come from
   * @return the report; nothing is left out
   */
  public static ReadReport of(String format, String label, String features) {
    return new ReadReport(
        format,
        Optional.empty(),
        label,
        features,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of(),
        Optional.empty());
  }

  /**
   * The same report with a split.
   *
   * @param read the split that was read
   * @return the report
   */
  public ReadReport withSplit(Optional<Split> read) {
    return new ReadReport(
        format, read, label, features, weight, id, values, leftOut, notices, made);
  }

  /**
   * The same report with another place of the features.
   *
   * @param place where they come from
   * @return the report
   */
  public ReadReport withFeatures(String place) {
    return new ReadReport(format, split, label, place, weight, id, values, leftOut, notices, made);
  }

  /**
   * The same report with the place of weights.
   *
   * @param place where they come from
   * @return the report
   */
  public ReadReport withWeight(Optional<String> place) {
    return new ReadReport(
        format, split, label, features, place, id, values, leftOut, notices, made);
  }

  /**
   * The same report with the place of ids.
   *
   * @param place where they come from
   * @return the report
   */
  public ReadReport withId(Optional<String> place) {
    return new ReadReport(
        format, split, label, features, weight, place, values, leftOut, notices, made);
  }

  /**
   * The same report with the range of the values.
   *
   * @param range of the samples that were read
   * @return the report
   */
  public ReadReport withValues(Values range) {
    return new ReadReport(
        format, split, label, features, weight, id, Optional.of(range), leftOut, notices, made);
  }

  /**
   * The same report with what was left out.
   *
   * @param what such as {@code column 'name'}
   * @return the report
   */
  public ReadReport withLeftOut(List<String> what) {
    return new ReadReport(format, split, label, features, weight, id, values, what, notices, made);
  }

  /**
   * The same report with labels in the place of those of the input.
   *
   * @param place where they come from
   * @param labels their sizes
   * @return the report
   */
  public ReadReport withLabels(String place, MadeLabels labels) {
    return new ReadReport(
        format, split, place, features, weight, id, values, leftOut, notices, Optional.of(labels));
  }

  /**
   * The same report with one more notice.
   *
   * @param notice a sentence without a point
   * @return the report
   */
  public ReadReport withNotice(String notice) {
    List<String> all = new ArrayList<>(notices);
    all.add(notice);
    return new ReadReport(format, split, label, features, weight, id, values, leftOut, all, made);
  }

  /**
   * The report as one line.
   *
   * @param loaded the dataset that was read
   * @return format, split, labels, features, weights, ids, sizes, range, what was left out
   */
  public String line(LoadedDataset loaded) {
    StringBuilder out = new StringBuilder(format);
    split.ifPresent(read -> out.append(", split ").append(read.name()));
    out.append("; labels from ").append(label);
    out.append("; ").append(Amount.of(loaded.dataset().dimension(), "feature"));
    out.append(" from ").append(features);
    loaded.shape().ifPresent(shape -> out.append(" as ").append(pictures(shape)));
    out.append("; ").append(weight.map(place -> "weights from " + place).orElse("no weights"));
    out.append("; ids from ").append(id.orElse("positions"));
    out.append("; ").append(Amount.of(loaded.dataset().classCount(), "class"));
    out.append(", ").append(Amount.of(loaded.dataset().sampleCount(), "sample"));
    values.ifPresent(range -> out.append(", values ").append(range));
    if (!leftOut.isEmpty()) {
      out.append("; left out: ").append(String.join(", ", leftOut));
    }
    return out.toString();
  }

  private static String pictures(ImageShape shape) {
    return "pictures of " + shape;
  }

  /**
   * The report as an entry of a manifest.
   *
   * @return every component by its name; what is absent is null. Only where labels were replaced:
   *     {@code label_source}, {@code label_sizes} and {@code silhouette}
   */
  public Map<String, Object> toMap() {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("format", format);
    out.put("split", split.map(Split::name).orElse(null));
    out.put("label", label);
    out.put("features", features);
    out.put("weight", weight.orElse(null));
    out.put("id", id.orElse(null));
    out.put("values", values.map(range -> List.of(range.low(), range.high())).orElse(null));
    out.put("left_out", leftOut);
    out.put("notices", notices);
    made.ifPresent(
        labels -> {
          out.put("label_source", labels.source());
          out.put("label_sizes", labels.sizes());
          out.put(
              "silhouette",
              labels.silhouette().isPresent() ? (Object) labels.silhouette().getAsDouble() : null);
        });
    return out;
  }
}
