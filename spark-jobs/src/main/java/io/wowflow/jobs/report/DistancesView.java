package io.wowflow.jobs.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The distances between classes, before and after the flow, in one scale of colours. Columns are in
 * the order in which the rows are matched with them, so matched pairs are on the diagonal. Up to 12
 * classes are tables with numbers; more are pictures with a pixel per pair, which the script of the
 * page reads to name a pair and to show the numbers around it.
 */
final class DistancesView {
  private static final int MOST_IN_TABLE = 12;
  private static final int MOST_FRAMED = 64;
  private static final int STEPS = 0xFFFF;
  private static final JsonMapper JSON = new JsonMapper();

  private final RunReport report;
  private final RunReport.Distances distances;
  private final int[] matchedOf;
  private final int[] columns;
  private final double most;

  private DistancesView(RunReport report) {
    this.report = report;
    distances = report.distances();
    matchedOf = matched(report);
    columns = columns(matchedOf, distances.targets().size());
    double[] after = distances.after() == null ? new double[0] : distances.after();
    most = Math.max(largest(distances.before()), largest(after));
  }

  private static double largest(double[] values) {
    return Arrays.stream(values).filter(Double::isFinite).max().orElse(0);
  }

  /** For each source class the position of its matched target class, or -1. */
  private static int[] matched(RunReport report) {
    Map<String, String> labels = new HashMap<>();
    report.matching().forEach(match -> labels.put(match.source(), match.label()));
    Map<String, Integer> positions = new HashMap<>();
    List<String> targets = report.distances().targets();
    for (int e = 0; e < targets.size(); e++) {
      positions.put(targets.get(e), e);
    }
    return report.distances().sources().stream()
        .map(labels::get)
        .mapToInt(label -> positions.getOrDefault(label, -1))
        .toArray();
  }

  /** Target classes in the order in which rows are matched with them, then the others. */
  private static int[] columns(int[] matchedOf, int count) {
    Set<Integer> order = new LinkedHashSet<>();
    Arrays.stream(matchedOf).filter(e -> e >= 0).forEach(order::add);
    IntStream.range(0, count).forEach(order::add);
    return order.stream().mapToInt(Integer::intValue).toArray();
  }

  static Optional<Map<String, Object>> of(RunReport report) {
    if (report.distances() == null || report.distances().sources().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new DistancesView(report).view());
  }

  private Map<String, Object> view() {
    Map<String, Object> out = new HashMap<>();
    List<Map<String, Object>> parts = new ArrayList<>();
    boolean isTable = Math.max(rowCount(), columns.length) <= MOST_IN_TABLE;
    addPart(parts, "before the flow", distances.before(), isTable);
    if (distances.after() != null) {
      addPart(parts, "after the flow", distances.after(), isTable);
    }
    out.put(isTable ? "tables" : "maps", parts);
    out.put("matched", !report.matching().isEmpty());
    out.put("unit", Quantities.distanceUnit(report));
    out.put("most", LineChart.number(rounded(most)));
    out.put("omitted", omitted());
    if (!isTable) {
      out.put("isMap", true);
      out.put("rowLabels", json(distances.sources()));
      out.put("columnLabels", json(Arrays.stream(columns).mapToObj(distances.targets()::get)));
      out.put("pairs", json(IntStream.range(0, rowCount()).map(this::column).boxed()));
      out.put("scale", Double.toString(most));
      out.put("colours", Colours.all());
      out.put("frames", frames());
    }
    return out;
  }

  private int rowCount() {
    return distances.sources().size();
  }

  private void addPart(
      List<Map<String, Object>> parts, String when, double[] values, boolean isTable) {
    parts.add(isTable ? table(when, values) : map(when, values));
  }

  /** The column of the class that a row is matched with, as they are shown, or -1. */
  private int column(int row) {
    for (int at = 0; at < columns.length; at++) {
      if (columns[at] == matchedOf[row]) {
        return at;
      }
    }
    return -1;
  }

  private double value(double[] values, int row, int column) {
    return values[row * columns.length + columns[column]];
  }

  private String omitted() {
    int sources = Quantities.classes(report, "source");
    int targets = Quantities.classes(report, "target");
    boolean isWhole = rowCount() >= sources && columns.length >= targets;
    return isWhole
        ? ""
        : String.format(
            Locale.ROOT,
            "Showing %d of %d source classes, evenly from the least to the largest cost of their"
                + " match, and %d of %d target classes.",
            rowCount(),
            sources,
            columns.length,
            targets);
  }

  private static String json(java.util.stream.Stream<?> values) {
    return json(values.toList());
  }

  private static String json(List<?> values) {
    try {
      return JSON.writeValueAsString(values);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("labels and numbers can be written", e);
    }
  }

  private Map<String, Object> table(String when, double[] values) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int c = 0; c < rowCount(); c++) {
      List<Map<String, Object>> cells = new ArrayList<>();
      for (int e = 0; e < columns.length; e++) {
        double value = value(values, c, e);
        int colour = Colours.rgb(Colours.level(value, most));
        cells.add(
            Map.of(
                "value",
                String.format(Locale.ROOT, most < 10 ? "%.2f" : "%.0f", value),
                "heat",
                String.format(Locale.ROOT, "%.3f", most > 0 ? value / most : 0),
                "back",
                Colours.css(colour),
                "text",
                Colours.textOn(colour),
                "matched",
                matchedOf[c] == columns[e]));
      }
      rows.add(Map.of("source", distances.sources().get(c), "cells", cells));
    }
    return Map.of(
        "when",
        when,
        "targets",
        Arrays.stream(columns).mapToObj(distances.targets()::get).toList(),
        "rows",
        rows);
  }

  private Map<String, Object> map(String when, double[] values) {
    BufferedImage picture =
        new BufferedImage(
            columns.length, rowCount(), BufferedImage.TYPE_BYTE_INDEXED, Colours.model());
    ByteBuffer numbers =
        ByteBuffer.allocate(2 * columns.length * rowCount()).order(ByteOrder.LITTLE_ENDIAN);
    for (int c = 0; c < rowCount(); c++) {
      for (int e = 0; e < columns.length; e++) {
        double value = value(values, c, e);
        picture.getRaster().setSample(e, c, 0, Colours.level(value, most));
        double share = most > 0 && Double.isFinite(value) ? Math.min(1, value / most) : 0;
        numbers.putShort((short) Math.round(STEPS * share));
      }
    }
    return Map.of(
        "when",
        when,
        "picture",
        ImageStrip.dataUri(picture),
        "width",
        columns.length,
        "height",
        rowCount(),
        "numbers",
        Base64.getEncoder().encodeToString(numbers.array()),
        "alt",
        summary(when, values));
  }

  /** For readers that do not see the picture. */
  private String summary(String when, double[] values) {
    String size =
        "Distances of "
            + rowCount()
            + " source classes to "
            + columns.length
            + " target classes "
            + when;
    int nearest = 0;
    int matched = 0;
    for (int c = 0; c < rowCount(); c++) {
      int at = column(c);
      if (at >= 0) {
        matched++;
        double own = value(values, c, at);
        int row = c;
        boolean isLeast =
            IntStream.range(0, columns.length).noneMatch(e -> value(values, row, e) < own);
        nearest += isLeast ? 1 : 0;
      }
    }
    return matched == 0
        ? size
        : size + "; the matched class is the nearest one for " + nearest + " of " + matched;
  }

  /** Outlines of the matched pairs, where a pair is large enough to have one. */
  private String frames() {
    if (Math.max(rowCount(), columns.length) > MOST_FRAMED) {
      return "";
    }
    StringBuilder out = new StringBuilder();
    for (int c = 0; c < rowCount(); c++) {
      if (column(c) >= 0) {
        out.append("M").append(column(c)).append(' ').append(c).append("h1v1h-1z");
      }
    }
    return out.toString();
  }

  private static double rounded(double value) {
    return Double.parseDouble(String.format(Locale.ROOT, "%.3g", value));
  }

  /** The distances of the source classes on the map to their matched classes, by source label. */
  static Map<String, Mean> matchedPairs(RunReport report) {
    Map<String, Mean> out = new HashMap<>();
    if (report.distances() == null || report.distances().after() == null) {
      return out;
    }
    DistancesView view = new DistancesView(report);
    for (int c = 0; c < view.rowCount(); c++) {
      int at = view.column(c);
      if (at >= 0) {
        out.put(
            view.distances.sources().get(c),
            new Mean(
                view.value(view.distances.before(), c, at),
                view.value(view.distances.after(), c, at)));
      }
    }
    return out;
  }

  /** Distances of source classes to their matched classes, or means of them. */
  record Mean(double before, double after) {}

  static Optional<Mean> meanToMatched(RunReport report) {
    if (report.distances() == null
        || report.distances().after() == null
        || report.matching().isEmpty()) {
      return Optional.empty();
    }
    DistancesView view = new DistancesView(report);
    return Optional.of(
        new Mean(view.mean(view.distances.before()), view.mean(view.distances.after())));
  }

  private double mean(double[] values) {
    double sum = 0;
    int count = 0;
    for (int c = 0; c < matchedOf.length; c++) {
      if (matchedOf[c] >= 0) {
        sum += values[c * columns.length + matchedOf[c]];
        count++;
      }
    }
    return count == 0 ? 0 : sum / count;
  }
}
