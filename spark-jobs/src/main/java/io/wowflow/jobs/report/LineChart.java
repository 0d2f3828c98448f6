package io.wowflow.jobs.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A curve as SVG for a page: it has no fonts, colours or sizes itself, but the classes {@code
 * axis}, {@code grid}, {@code curve}, {@code dot} and {@code name} for a style sheet.
 *
 * @param title the text for screen readers
 * @param vertical the name of the vertical axis
 * @param points at least one, by step; values that are not finite leave a gap
 * @param band a band behind the curve, of the class {@code band}; empty for none
 */
record LineChart(
    String title, String vertical, List<RunReport.Point> points, List<RunReport.Share> band) {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 320;
  private static final int LEFT = 84;
  private static final int RIGHT = 32;
  private static final int TOP = 36;
  private static final int BOTTOM = 56;
  private static final int TICKS = 5;
  private static final int MOST_POINTS = 600;
  private static final MathContext DIGITS = new MathContext(4);
  private static final double SMALL = 1e-3;
  private static final double LARGE = 1e7;
  // Below this ratio of the values a linear axis shows more of a curve.
  private static final double LOG_RATIO = 20;

  LineChart(String title, String vertical, List<RunReport.Point> points) {
    this(title, vertical, points, List.of());
  }

  /** A value axis: maps a value to its height, from 0 at the bottom to 1. */
  private record Axis(boolean log, double low, double high) {
    static Axis of(List<RunReport.Point> points) {
      double low = Double.POSITIVE_INFINITY;
      double high = Double.NEGATIVE_INFINITY;
      for (RunReport.Point point : points) {
        if (Double.isFinite(point.value())) {
          low = Math.min(low, point.value());
          high = Math.max(high, point.value());
        }
      }
      if (low > high) {
        return new Axis(false, 0, 1);
      }
      if (low > 0 && high / low > LOG_RATIO) {
        return new Axis(true, low, high);
      }
      double step = niceStep(Math.max(high - low, Math.max(1e-12, Math.abs(high) * 1e-3)));
      return new Axis(false, Math.floor(low / step) * step, Math.ceil(high / step) * step);
    }

    double at(double value) {
      if (log) {
        return (Math.log(value) - Math.log(low)) / (Math.log(high) - Math.log(low));
      }
      return high > low ? (value - low) / (high - low) : 0.5;
    }

    List<Double> ticks() {
      List<Double> out = new ArrayList<>();
      if (!log) {
        double step = niceStep(high > low ? high - low : 1);
        for (long k = Math.round(low / step); k * step <= high + step / 1e6; k++) {
          out.add(k * step);
        }
        return out;
      }
      int first = (int) Math.ceil(Math.log10(low) - 1e-9);
      int last = (int) Math.floor(Math.log10(high) + 1e-9);
      int every = Math.max(1, (last - first + TICKS) / TICKS);
      for (int power = first; power <= last; power += every) {
        out.add(Math.pow(10, power));
      }
      return out.size() >= 2 ? out : List.of(low, Math.sqrt(low * high), high);
    }
  }

  /** 1, 2 or 5 times a power of ten, so that a span has about {@link #TICKS} of it. */
  private static double niceStep(double span) {
    double rough = span / TICKS;
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    double digit = rough / power;
    return power * (digit <= 1 ? 1 : digit <= 2 ? 2 : digit <= 5 ? 5 : 10);
  }

  String svg() {
    Axis axis = Axis.of(all());
    StringBuilder out = new StringBuilder();
    out.append(
        String.format(
            Locale.ROOT,
            "<svg class=\"chart\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">",
            WIDTH,
            HEIGHT,
            title));
    drawBand(axis, out);
    drawAxes(axis, out);
    drawCurve(axis, out);
    return out.append("</svg>").toString();
  }

  /** The points of the curve and those of the edges of the band. */
  private List<RunReport.Point> all() {
    List<RunReport.Point> out = new ArrayList<>(points);
    for (RunReport.Share share : band) {
      out.add(new RunReport.Point(share.step(), share.low()));
      out.add(new RunReport.Point(share.step(), share.high()));
    }
    return out;
  }

  private void drawBand(Axis axis, StringBuilder out) {
    if (band.isEmpty()) {
      return;
    }
    int every = (band.size() + MOST_POINTS - 1) / MOST_POINTS;
    StringBuilder edge = new StringBuilder();
    StringBuilder back = new StringBuilder();
    for (int i = 0; i < band.size(); i++) {
      if (i % every == 0 || i == band.size() - 1) {
        RunReport.Share share = band.get(i);
        double x = x(share.step());
        String letter = edge.isEmpty() ? "M" : "L";
        edge.append(String.format(Locale.ROOT, "%s%.1f %.1f", letter, x, y(axis.at(share.high()))));
        back.insert(0, String.format(Locale.ROOT, "L%.1f %.1f", x, y(axis.at(share.low()))));
      }
    }
    out.append("<path class=\"band\" d=\"").append(edge).append(back).append("Z\"/>");
  }

  private int lastStep() {
    return Math.max(1, points.get(points.size() - 1).step());
  }

  private double x(double step) {
    return LEFT + step / lastStep() * (WIDTH - LEFT - RIGHT);
  }

  private static double y(double share) {
    return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM);
  }

  private void drawAxes(Axis axis, StringBuilder out) {
    for (double tick : axis.ticks()) {
      double y = y(axis.at(tick));
      out.append(line("grid", LEFT, y, WIDTH - RIGHT, y));
      out.append(text("axis end", LEFT - 8, y + 5, number(tick)));
    }
    double step = Math.max(1, niceStep(lastStep()));
    for (double tick = 0; tick <= lastStep(); tick += step) {
      out.append(line("grid", x(tick), HEIGHT - BOTTOM, x(tick), HEIGHT - BOTTOM + 5));
      out.append(text("axis middle", x(tick), HEIGHT - BOTTOM + 24, number(tick)));
    }
    out.append(text("name", LEFT, TOP - 16, vertical + (axis.log ? " (logarithmic)" : "")));
    out.append(text("name middle", (LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 8, "step"));
  }

  private void drawCurve(Axis axis, StringBuilder out) {
    List<RunReport.Point> shown = thinned(points, MOST_POINTS);
    StringBuilder path = new StringBuilder();
    boolean pen = false;
    for (RunReport.Point point : shown) {
      if (!Double.isFinite(point.value())) {
        pen = false;
        continue;
      }
      double y = y(axis.at(point.value()));
      path.append(String.format(Locale.ROOT, "%s%.1f %.1f", pen ? "L" : "M", x(point.step()), y));
      pen = true;
    }
    out.append("<path class=\"curve\" d=\"").append(path).append("\"/>");
    RunReport.Point last = shown.get(shown.size() - 1);
    if (Double.isFinite(last.value())) {
      out.append(
          String.format(
              Locale.ROOT,
              "<circle class=\"dot\" cx=\"%.1f\" cy=\"%.1f\" r=\"4\"/>",
              x(last.step()),
              y(axis.at(last.value()))));
    }
  }

  /** At most {@code most} points, evenly spaced, with the first and the last. */
  static List<RunReport.Point> thinned(List<RunReport.Point> points, int most) {
    if (points.size() <= most) {
      return points;
    }
    List<RunReport.Point> out = new ArrayList<>(most);
    for (int i = 0; i < most; i++) {
      out.add(points.get((int) ((long) i * (points.size() - 1) / (most - 1))));
    }
    return out;
  }

  private static String line(String style, double x1, double y1, double x2, double y2) {
    return String.format(
        Locale.ROOT,
        "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>",
        style,
        x1,
        y1,
        x2,
        y2);
  }

  private static String text(String style, double x, double y, String text) {
    return String.format(
        Locale.ROOT, "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text>", style, x, y, text);
  }

  /** A number with four significant digits, integers without a fraction. */
  static String number(double value) {
    if (!Double.isFinite(value)) {
      return Double.toString(value);
    }
    double size = Math.abs(value);
    if (size != 0 && (size < SMALL || size >= LARGE)) {
      return String.format(Locale.ROOT, "%.2e", value).replaceFirst("\\.?0+e", "e");
    }
    return value == Math.rint(value)
        ? Long.toString((long) value)
        : new BigDecimal(value, DIGITS).stripTrailingZeros().toPlainString();
  }
}
