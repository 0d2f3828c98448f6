package io.wowflow.jobs.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The tables of distances between classes, before and after the flow, shaded by one scale. */
final class DistancesView {
  private final RunReport.Distances distances;
  private final int[] matchedOf;
  private final double most;

  private DistancesView(RunReport report) {
    distances = report.distances();
    matchedOf = matched(report);
    double[] after = distances.after() == null ? new double[0] : distances.after();
    most =
        Math.max(
            Arrays.stream(distances.before()).max().orElse(0),
            Arrays.stream(after).max().orElse(0));
  }

  /** For each source class the position of its matched target class, or -1. */
  private static int[] matched(RunReport report) {
    Map<String, String> labels = new HashMap<>();
    report.matching().forEach(match -> labels.put(match.source(), match.label()));
    return report.distances().sources().stream()
        .map(labels::get)
        .mapToInt(label -> label == null ? -1 : report.distances().targets().indexOf(label))
        .toArray();
  }

  static Optional<Map<String, Object>> of(RunReport report) {
    if (report.distances() == null) {
      return Optional.empty();
    }
    DistancesView view = new DistancesView(report);
    List<Map<String, Object>> tables = new ArrayList<>();
    tables.add(view.table("before the flow", view.distances.before()));
    if (view.distances.after() != null) {
      tables.add(view.table("after the flow", view.distances.after()));
    }
    return Optional.of(Map.of("tables", tables, "matched", !report.matching().isEmpty()));
  }

  private Map<String, Object> table(String when, double[] values) {
    int columns = distances.targets().size();
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int c = 0; c < distances.sources().size(); c++) {
      List<Map<String, Object>> cells = new ArrayList<>();
      for (int e = 0; e < columns; e++) {
        double value = values[c * columns + e];
        double heat = most > 0 ? value / most : 0;
        cells.add(
            Map.of(
                "value",
                String.format(Locale.ROOT, most < 10 ? "%.2f" : "%.0f", value),
                "heat",
                String.format(Locale.ROOT, "%.2f", heat),
                "matched",
                matchedOf[c] == e));
      }
      rows.add(Map.of("source", distances.sources().get(c), "cells", cells));
    }
    return Map.of("when", when, "targets", distances.targets(), "rows", rows);
  }

  /** Means of the distances of all source classes to their matched classes. */
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
        sum += values[c * distances.targets().size() + matchedOf[c]];
        count++;
      }
    }
    return count == 0 ? 0 : sum / count;
  }
}
