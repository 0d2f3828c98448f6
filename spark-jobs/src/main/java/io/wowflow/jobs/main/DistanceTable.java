package io.wowflow.jobs.main;

import io.wowflow.jobs.distance.DatasetDistance;
import io.wowflow.jobs.distance.DistanceJob;
import io.wowflow.jobs.record.MatchingTable;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** Prints distances for people. */
final class DistanceTable {
  private DistanceTable() {}

  /**
   * For two datasets their distance and the matching behind it, for more the matrix of distances.
   */
  static void print(Object metric, DistanceJob.Outcome found, PrintWriter out) {
    if (found.names().size() == 2) {
      out.printf(Locale.ROOT, "%s distance %s%n", metric, text(found.of(0, 1)));
      matching(metric, found.of(0, 1).matching(), out);
      return;
    }
    List<String> names = found.names();
    for (int i = 0; i < names.size(); i++) {
      out.printf(Locale.ROOT, "[%d] %s%n", i, names.get(i));
    }
    out.printf(Locale.ROOT, "%s distances%n%4s", metric, "");
    for (int j = 0; j < names.size(); j++) {
      out.printf(Locale.ROOT, "%26s", "[" + j + "]");
    }
    out.println();
    for (int i = 0; i < names.size(); i++) {
      out.printf(Locale.ROOT, "%4s", "[" + i + "]");
      for (int j = 0; j < names.size(); j++) {
        out.printf(
            Locale.ROOT, "%26s", i == j ? "0" : text(found.of(Math.min(i, j), Math.max(i, j))));
      }
      out.println();
    }
  }

  private static void matching(Object metric, List<MatchingTable.Row> rows, PrintWriter out) {
    if (rows.isEmpty()) {
      return;
    }
    String cost = metric.equals("otdd") ? "mass elsewhere" : "squared cost";
    out.printf(Locale.ROOT, "%-20s %-20s %s%n", "source class", "target class", cost);
    for (MatchingTable.Row row : rows) {
      out.printf(Locale.ROOT, "%-20s %-20s %.6g%n", row.sourceClass(), row.label(), row.cost());
    }
  }

  private static String text(DatasetDistance distance) {
    String value = String.format(Locale.ROOT, "%.6g", distance.value());
    return distance.standardError().isEmpty()
        ? value
        : value + String.format(Locale.ROOT, " +- %.2g", distance.standardError().getAsDouble());
  }
}
