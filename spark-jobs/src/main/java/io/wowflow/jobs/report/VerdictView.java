package io.wowflow.jobs.report;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The verdict on an augmentation: a word, by how much, against what, and the accuracies. The value
 * of a stand-in is a table of such comparisons and a sentence about copies.
 */
final class VerdictView {
  private static final double WIDTH = 520;
  private static final double HEIGHT = 84;
  private static final double SIDE = 44;
  private static final double MIDDLE = 34;

  private final RunReport.Worth worth;

  private VerdictView(RunReport.Worth worth) {
    this.worth = worth;
  }

  static Map<String, Object> of(RunReport.Worth worth) {
    return new VerdictView(worth).view();
  }

  static Map<String, Object> of(RunReport.StandIn standIn) {
    return Map.of(
        "tested",
        standIn.tests().stream().mapToInt(RunReport.Worth::tested).max().orElse(0),
        "copies",
        standIn.copies(),
        "tests",
        standIn.tests().stream().map(VerdictView::test).toList());
  }

  private static Map<String, Object> test(RunReport.Worth worth) {
    RunReport.Trial real = worth.trials().get(0);
    RunReport.Trial synthetic = worth.trials().get(1);
    boolean hasInterval = new VerdictView(worth).hasInterval();
    return Map.of(
        "training",
        worth.training(),
        "synthetic",
        ReportPage.percent(synthetic.mean()),
        "real",
        ReportPage.percent(real.mean()),
        "difference",
        points(worth.difference()),
        "interval",
        hasInterval ? points(worth.low()) + " to " + points(worth.high()) : "none: one training");
  }

  private Map<String, Object> view() {
    Map<String, Object> out = new HashMap<>();
    String kind = kind();
    out.put("kind", kind);
    out.put("word", word(kind));
    out.put("sign", sign(kind));
    out.put("sentence", worth.sentence() == null ? "" : worth.sentence());
    out.put("training", worth.training() == null ? "" : worth.training());
    out.put("tested", worth.tested());
    out.put("rows", worth.trials().stream().map(VerdictView::row).toList());
    boolean isCompared = worth.verdict() != null && Double.isFinite(worth.difference());
    if (isCompared && !worth.trials().isEmpty()) {
      out.put("by", by());
      out.put("against", worth.trials().get(0).train());
    }
    if (hasInterval()) {
      out.put("interval", interval());
    }
    return out;
  }

  private String kind() {
    if (worth.verdict() == null) {
      return "unequal";
    }
    return switch (worth.verdict()) {
      case "helps", "harms" -> worth.verdict();
      default -> "undecided";
    };
  }

  private static String word(String kind) {
    return switch (kind) {
      case "helps" -> "Helps";
      case "harms" -> "Harms";
      case "undecided" -> "Undecided";
      default -> "Not compared at equal budget";
    };
  }

  private static String sign(String kind) {
    return switch (kind) {
      case "helps" -> "\u25B2";
      case "harms" -> "\u25BC";
      default -> "?";
    };
  }

  private boolean hasInterval() {
    return worth.verdict() != null
        && Double.isFinite(worth.low())
        && Double.isFinite(worth.high())
        && Double.isFinite(worth.difference());
  }

  private String by() {
    String out = points(worth.difference()) + " points of accuracy";
    return hasInterval()
        ? out
            + ", 95 % interval from "
            + points(worth.low())
            + " to "
            + points(worth.high())
            + " points"
        : out;
  }

  /** A difference of shares in points, with its sign. */
  private static String points(double difference) {
    // Text that rounds to zero has no sign.
    String out = String.format(Locale.ROOT, "%+.2f", 100 * difference);
    return out.equals("-0.00") || out.equals("+0.00") ? "0.00" : out.replace('-', '\u2212');
  }

  private static Map<String, Object> row(RunReport.Trial trial) {
    return Map.of(
        "train",
        trial.train(),
        "samples",
        trial.samples(),
        "mean",
        ReportPage.percent(trial.mean()),
        "each",
        trial.accuracies().stream().map(ReportPage::percent).collect(Collectors.joining(", ")));
  }

  /** The interval on an axis with zero. */
  private String interval() {
    double low = 100 * Math.min(0, Math.min(worth.low(), worth.difference()));
    double high = 100 * Math.max(0, Math.max(worth.high(), worth.difference()));
    double most = Math.max(0.5, Math.max(-low, high)) * 1.15;
    StringBuilder out = new StringBuilder();
    out.append(
        String.format(
            Locale.ROOT,
            "<svg class=\"interval\" viewBox=\"0 0 %.0f %.0f\" role=\"img\" aria-label=\"%s\">",
            WIDTH,
            HEIGHT,
            by()));
    line(out, "axis", x(-most, most), MIDDLE, x(most, most), MIDDLE);
    line(out, "zero", x(0, most), 8, x(0, most), 58);
    line(out, "bar", x(100 * worth.low(), most), MIDDLE, x(100 * worth.high(), most), MIDDLE);
    out.append(
        String.format(
            Locale.ROOT,
            "<circle class=\"point\" cx=\"%.1f\" cy=\"%.1f\" r=\"8\"/>",
            x(100 * worth.difference(), most),
            MIDDLE));
    text(out, "middle", x(0, most), "0");
    text(out, "", 4, "\u2190 harms");
    text(out, "end", WIDTH - 4, "helps \u2192");
    return out.append("</svg>").toString();
  }

  private static double x(double points, double most) {
    return WIDTH / 2 + points / most * (WIDTH / 2 - SIDE);
  }

  private static void line(
      StringBuilder out, String style, double x1, double y1, double x2, double y2) {
    out.append(
        String.format(
            Locale.ROOT,
            "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>",
            style,
            x1,
            y1,
            x2,
            y2));
  }

  private static void text(StringBuilder out, String style, double x, String text) {
    out.append(
        String.format(
            Locale.ROOT,
            "<text class=\"%s\" x=\"%.1f\" y=\"%.0f\">%s</text>",
            style,
            x,
            HEIGHT - 6,
            text));
  }
}
