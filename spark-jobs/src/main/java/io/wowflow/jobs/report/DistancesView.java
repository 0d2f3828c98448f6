package io.wowflow.jobs.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * The distances between classes, before and after the flow, in one scale of colours. Columns are in
 * the order in which the rows are matched with them, and rows that share a column follow each
 * other, so matched pairs are on the diagonal, or on stairs where source classes share a label. Up
 * to 12 classes are tables with numbers; more are pictures with a pixel per pair, which the script
 * of the page reads to name a pair and to show the numbers around it.
 */
final class DistancesView {
  private static final int MOST_IN_TABLE = 12;
  private static final int MOST_FRAMED = 64;
  private static final int NARROW = 6;
  private static final int STEPS = 0xFFFF;
  private static final JsonMapper JSON = new JsonMapper();

  private final RunReport report;
  private final List<String> sources;
  private final List<String> targets;
  private final double[] before;

  /** Null while the flow runs. */
  private final double[] after;

  /** For each row the column that it is matched with, or -1. */
  private final int[] columnOf;

  private final double least;
  private final double most;

  private DistancesView(RunReport report) {
    this.report = report;
    RunReport.Distances distances = report.distances();
    int[] matched = matched(report);
    int[] columns = columns(matched, distances.targets().size());
    int[] place = new int[columns.length];
    for (int at = 0; at < columns.length; at++) {
      place[columns[at]] = at;
    }
    // Without a match last; equal columns keep the order of the source.
    int[] rows =
        IntStream.range(0, matched.length)
            .boxed()
            .sorted(
                Comparator.comparingInt(c -> matched[c] < 0 ? columns.length : place[matched[c]]))
            .mapToInt(Integer::intValue)
            .toArray();
    columnOf = Arrays.stream(rows).map(c -> matched[c] < 0 ? -1 : place[matched[c]]).toArray();
    sources = Arrays.stream(rows).mapToObj(distances.sources()::get).toList();
    targets = Arrays.stream(columns).mapToObj(distances.targets()::get).toList();
    before = ordered(distances.before(), rows, columns);
    after = distances.after() == null ? null : ordered(distances.after(), rows, columns);
    double[] all =
        DoubleStream.concat(
                Arrays.stream(before), Arrays.stream(after == null ? new double[0] : after))
            .filter(Double::isFinite)
            .toArray();
    least = Arrays.stream(all).min().orElse(0);
    most = Arrays.stream(all).max().orElse(0);
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

  /** Target classes in the order in which source classes are matched with them, then the others. */
  private static int[] columns(int[] matched, int count) {
    Set<Integer> order = new LinkedHashSet<>();
    Arrays.stream(matched).filter(e -> e >= 0).forEach(order::add);
    IntStream.range(0, count).forEach(order::add);
    return order.stream().mapToInt(Integer::intValue).toArray();
  }

  private static double[] ordered(double[] values, int[] rows, int[] columns) {
    double[] out = new double[values.length];
    int at = 0;
    for (int c : rows) {
      for (int e : columns) {
        out[at++] = values[c * columns.length + e];
      }
    }
    return out;
  }

  static Optional<Map<String, Object>> of(RunReport report) {
    if (report.distances() == null || report.distances().sources().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new DistancesView(report).view());
  }

  private Map<String, Object> view() {
    Map<String, Object> out = new HashMap<>();
    boolean isTable = Math.max(sources.size(), targets.size()) <= MOST_IN_TABLE;
    List<Map<String, Object>> parts = new ArrayList<>();
    parts.add(part("before the flow", before, isTable));
    if (after != null) {
      parts.add(part("after the flow", after, isTable));
    }
    out.put(isTable ? "tables" : "maps", parts);
    out.put("matched", !report.matching().isEmpty());
    out.put("unit", Quantities.distanceUnit(report));
    out.put("least", text(least));
    out.put("most", text(most));
    out.put("omitted", omitted());
    if (!isTable) {
      out.put("isMap", true);
      out.put("rowLabels", json(sources));
      out.put("columnLabels", json(targets));
      out.put("pairs", json(columnOf));
      out.put("from", Double.toString(least));
      out.put("to", Double.toString(most));
      out.put("digits", digits());
      out.put("colours", Colours.all());
      out.put("frames", frames());
    }
    return out;
  }

  private Map<String, Object> part(String when, double[] values, boolean isTable) {
    return isTable ? table(when, values) : map(when, values);
  }

  private String omitted() {
    int sourceClasses = Quantities.classes(report, "source");
    int targetClasses = Quantities.classes(report, "target");
    boolean isWhole = sources.size() >= sourceClasses && targets.size() >= targetClasses;
    return isWhole
        ? ""
        : String.format(
            Locale.ROOT,
            "Showing %d of %d source classes, evenly from the least to the largest cost of their"
                + " match, and %d of %d target classes.",
            sources.size(),
            sourceClasses,
            targets.size(),
            targetClasses);
  }

  private static String json(Object values) {
    try {
      return JSON.writeValueAsString(values);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("labels and numbers can be written", e);
    }
  }

  /** The place of a value between the least and the largest distance; 1 if it is not finite. */
  private double share(double value) {
    if (!Double.isFinite(value)) {
      return 1;
    }
    return most > least ? (value - least) / (most - least) : 0;
  }

  /** Digits after the point that show three of the largest distance. */
  private int digits() {
    return most > 0 ? Math.max(0, Math.min(9, 2 - (int) Math.floor(Math.log10(most)))) : 0;
  }

  private String text(double value) {
    return String.format(Locale.ROOT, "%." + digits() + "f", value);
  }

  private Map<String, Object> table(String when, double[] values) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int c = 0; c < sources.size(); c++) {
      List<Map<String, Object>> cells = new ArrayList<>();
      for (int e = 0; e < targets.size(); e++) {
        double value = values[c * targets.size() + e];
        int colour = Colours.rgb(Colours.level(share(value)));
        cells.add(
            Map.of(
                "value",
                text(value),
                "heat",
                String.format(Locale.ROOT, "%.3f", share(value)),
                "back",
                Colours.css(colour),
                "text",
                Colours.textOn(colour),
                "matched",
                columnOf[c] == e));
      }
      rows.add(Map.of("source", sources.get(c), "cells", cells));
    }
    return Map.of(
        "when", when, "isWide", targets.size() > NARROW, "targets", targets, "rows", rows);
  }

  private Map<String, Object> map(String when, double[] values) {
    int width = targets.size();
    int height = sources.size();
    BufferedImage picture =
        new BufferedImage(width, height, BufferedImage.TYPE_BYTE_INDEXED, Colours.model());
    ByteBuffer numbers =
        ByteBuffer.allocate(Short.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = 0; at < values.length; at++) {
      double share = share(values[at]);
      picture.getRaster().setSample(at % width, at / width, 0, Colours.level(share));
      numbers.putShort((short) Math.round(STEPS * share));
    }
    return Map.of(
        "when",
        when,
        "picture",
        ImageStrip.dataUri(picture),
        "width",
        width,
        "height",
        height,
        "numbers",
        Base64.getEncoder().encodeToString(numbers.array()),
        "alt",
        summary(when, values));
  }

  /** For readers that do not see the picture. */
  private String summary(String when, double[] values) {
    String size =
        "Distances of "
            + sources.size()
            + " source classes to "
            + targets.size()
            + " target classes "
            + when;
    int nearest = 0;
    int matched = 0;
    for (int c = 0; c < sources.size(); c++) {
      int first = c * targets.size();
      if (columnOf[c] >= 0) {
        matched++;
        double own = values[first + columnOf[c]];
        double least = Arrays.stream(values, first, first + targets.size()).min().orElse(own);
        nearest += own <= least ? 1 : 0;
      }
    }
    return matched == 0
        ? size
        : size + "; the matched class is the nearest one for " + nearest + " of " + matched;
  }

  /** Outlines of the matched pairs, where a pair is large enough to have one. */
  private String frames() {
    if (Math.max(sources.size(), targets.size()) > MOST_FRAMED) {
      return "";
    }
    StringBuilder out = new StringBuilder();
    for (int c = 0; c < sources.size(); c++) {
      if (columnOf[c] >= 0) {
        out.append("M").append(columnOf[c]).append(' ').append(c).append("h1v1h-1z");
      }
    }
    return out.toString();
  }

  /**
   * A source class and its matched class.
   *
   * @param row the row on the map
   * @param before their distance at step 0
   * @param after their distance at the end
   */
  record Pair(int row, double before, double after) {}

  /** The matched pairs of a finished flow whose distances are known, by source label. */
  static Map<String, Pair> pairs(RunReport report) {
    Map<String, Pair> out = new LinkedHashMap<>();
    if (report.distances() == null || report.distances().after() == null) {
      return out;
    }
    DistancesView view = new DistancesView(report);
    for (int c = 0; c < view.columnOf.length; c++) {
      if (view.columnOf[c] >= 0) {
        int at = c * view.targets.size() + view.columnOf[c];
        out.put(view.sources.get(c), new Pair(c, view.before[at], view.after[at]));
      }
    }
    return out;
  }
}
