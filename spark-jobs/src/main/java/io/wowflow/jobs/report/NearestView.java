package io.wowflow.jobs.report;

import java.util.HashMap;
import java.util.Map;

/** The nearest samples of the target: whether flowed samples are copies, and of how many. */
final class NearestView {
  // Samples of one distribution are about as far from each other as flowed ones are from them.
  private static final double COPIES = 0.5;
  private static final double OUTSIDE = 2;
  private static final double WIDTH = 520;
  private static final double SIDE = 16;

  private final RunReport.Nearest nearest;

  private NearestView(RunReport.Nearest nearest) {
    this.nearest = nearest;
  }

  static Map<String, Object> of(RunReport report) {
    return new NearestView(report.nearest()).view(report);
  }

  private Map<String, Object> view(RunReport report) {
    Map<String, Object> out = new HashMap<>();
    out.put("remark", remark());
    out.put("kind", isCopies() ? "copies" : "");
    out.put("unit", Quantities.INPUT_UNITS);
    out.put("flowed", row(nearest.distance()));
    if (nearest.among() != null) {
      out.put("among", row(nearest.among()));
    }
    out.put("used", nearest.used());
    out.put("usable", nearest.usable());
    out.put("share", share());
    out.put("looked", looked(report));
    out.put("scale", LineChart.number(scale()));
    return out;
  }

  private boolean isCopies() {
    return nearest.among() != null
        && nearest.distance().median() < COPIES * nearest.among().median();
  }

  private String remark() {
    String flowed = LineChart.number(nearest.distance().median());
    if (nearest.among() == null) {
      return "No class of the target has two samples, so there is no distance to compare with.";
    }
    String among = LineChart.number(nearest.among().median());
    String numbers =
        " (median " + flowed + " against " + among + " " + Quantities.INPUT_UNITS + ").";
    if (isCopies()) {
      return "Copies? Flowed samples are much nearer to samples of the target than those are to"
          + " each other"
          + numbers;
    }
    return nearest.distance().median() > OUTSIDE * nearest.among().median()
        ? "No copies: flowed samples are much farther from samples of the target than those are"
            + " from each other"
            + numbers
        : "No copies: flowed samples are not much nearer to samples of the target than those are to"
            + " each other"
            + numbers;
  }

  /** The share of the target samples that were used, of those that could be. */
  static String share(RunReport.Nearest nearest) {
    return nearest.usable() == 0
        ? "0 %"
        : Math.round(100.0 * nearest.used() / nearest.usable()) + " %";
  }

  private String share() {
    return share(nearest);
  }

  private String looked(RunReport report) {
    int classes = Quantities.classes(report, "source");
    String out =
        nearest.flowed()
            + " flowed samples"
            + (classes > nearest.classes()
                ? " of " + nearest.classes() + " of " + classes + " classes, evenly spread,"
                : "")
            + " were compared with "
            + nearest.targets()
            + (nearest.ofTargets() > nearest.targets() ? " of " + nearest.ofTargets() : "")
            + " samples of the target classes that they were matched with.";
    return nearest.targets() > nearest.usable()
        ? out
            + " No more than "
            + nearest.usable()
            + " of these could be the nearest one of some flowed sample."
        : out;
  }

  private double scale() {
    double most = nearest.distance().high();
    return nearest.among() == null ? most : Math.max(most, nearest.among().high());
  }

  private Map<String, Object> row(RunReport.Quartiles of) {
    return Map.of(
        "low",
        LineChart.number(of.low()),
        "median",
        LineChart.number(of.median()),
        "high",
        LineChart.number(of.high()),
        "x",
        x(of.low()),
        "width",
        Math.max(2, x(of.high()) - x(of.low())),
        "middle",
        x(of.median()));
  }

  private double x(double value) {
    double share = scale() > 0 && Double.isFinite(value) ? Math.min(1, value / scale()) : 0;
    return Math.round(10 * (SIDE + share * (WIDTH - 2 * SIDE))) / 10.0;
  }
}
