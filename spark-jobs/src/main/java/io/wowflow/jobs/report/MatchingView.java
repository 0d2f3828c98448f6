package io.wowflow.jobs.report;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The tables of classes: that of the matched ones with costs, and distances before and after where
 * they are known, and that of class weights where the flow has changed them.
 */
final class MatchingView {
  private static final int MOST_ROWS = 1000;

  /** More rows than these are sorted by cost, so that the worst are met first. */
  private static final int FEW_ROWS = 20;

  /** Length of the bar of the largest weight. */
  private static final int BAR = 100;

  private final RunReport report;
  private final Map<String, DistancesView.Pair> distances;
  private final boolean hasMap;

  private MatchingView(RunReport report, boolean hasMap) {
    this.report = report;
    this.hasMap = hasMap;
    distances = DistancesView.pairs(report);
  }

  static Map<String, Object> of(RunReport report, boolean hasMap) {
    return new MatchingView(report, hasMap).view();
  }

  private Map<String, Object> view() {
    boolean isLong = report.matching().size() > FEW_ROWS;
    List<RunReport.Match> shown =
        isLong
            ? report.matching().stream()
                .sorted(Comparator.comparingDouble(RunReport.Match::cost).reversed())
                .limit(MOST_ROWS)
                .toList()
            : report.matching();
    Map<String, Object> out = new HashMap<>();
    out.put("rows", shown.stream().map(this::row).toList());
    out.put("isLong", isLong);
    out.put("hasDistances", !distances.isEmpty());
    out.put("unit", Quantities.distanceUnit(report));
    int count = report.matching().size();
    String size = shown.size() < count ? shown.size() + " of " + count : Integer.toString(count);
    out.put("caption", size + " classes" + (isLong ? ", the largest costs first" : ""));
    return out;
  }

  /** The table of class weights; of many classes those that have lost the largest share first. */
  static Map<String, Object> weights(RunReport.Weights weights) {
    List<RunReport.ClassWeight> all = weights.classes();
    boolean isLong = all.size() > FEW_ROWS;
    List<RunReport.ClassWeight> shown =
        isLong
            ? all.stream()
                .sorted(Comparator.comparingDouble(c -> c.end() / c.start()))
                .limit(MOST_ROWS)
                .toList()
            : all;
    double most = all.stream().mapToDouble(RunReport.ClassWeight::end).max().orElse(1);
    String size = shown.size() < all.size() ? shown.size() + " of " + all.size() : "" + all.size();
    Map<String, Object> out = new HashMap<>();
    out.put("text", weights.text());
    out.put("isLong", isLong);
    out.put("caption", size + " classes" + (isLong ? ", the largest losses first" : ""));
    out.put("rows", shown.stream().map(each -> row(each, most)).toList());
    return out;
  }

  private static Map<String, Object> row(RunReport.ClassWeight each, double most) {
    return Map.of(
        "source",
        each.source(),
        "start",
        LineChart.number(each.start()),
        "end",
        LineChart.number(each.end()),
        "width",
        Long.toString(Math.round(BAR * each.end() / most)),
        "faded",
        each.faded());
  }

  private Map<String, Object> row(RunReport.Match match) {
    Map<String, Object> out = new HashMap<>();
    out.put("source", match.source());
    out.put("label", match.label());
    out.put("cost", LineChart.number(match.cost()));
    if (!distances.isEmpty()) {
      DistancesView.Pair pair = distances.get(match.source());
      out.put("before", pair == null ? "\u2013" : LineChart.number(pair.before()));
      out.put("after", pair == null ? "\u2013" : LineChart.number(pair.after()));
      out.put("hasDistances", true);
      if (pair != null && hasMap) {
        out.put("at", Integer.toString(pair.row()));
      }
    }
    return out;
  }
}
