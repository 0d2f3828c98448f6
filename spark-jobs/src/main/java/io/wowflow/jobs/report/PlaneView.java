package io.wowflow.jobs.report;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Points in a plane as paths of an SVG picture: a dot is a line of no length with round ends, so
 * that a thousand dots are one short element. The vertical axis points up; both have one scale.
 */
final class PlaneView {
  private static final double SIDE = 400;
  private static final double MARGIN = 12;
  private static final int PLANE = 2;

  private final RecordedStates states;
  private final float[] low = {Float.POSITIVE_INFINITY, Float.POSITIVE_INFINITY};
  private final float[] high = {Float.NEGATIVE_INFINITY, Float.NEGATIVE_INFINITY};
  private final double scale;

  PlaneView(RecordedStates states) {
    this.states = states;
    include(states.targetValues());
    states.frames().forEach(frame -> include(frame.values()));
    double span = Math.max(high[0] - low[0], high[1] - low[1]);
    scale = span > 0 ? (SIDE - 2 * MARGIN) / span : 1;
  }

  private static ByteBuffer floats(byte[] values) {
    return ByteBuffer.wrap(values).order(ByteOrder.LITTLE_ENDIAN);
  }

  private void include(byte[] values) {
    ByteBuffer in = floats(values);
    for (int axis = 0; in.remaining() >= Float.BYTES; axis = 1 - axis) {
      float value = in.getFloat();
      if (Float.isFinite(value)) {
        low[axis] = Math.min(low[axis], value);
        high[axis] = Math.max(high[axis], value);
      }
    }
  }

  /** The sides of the picture. */
  String viewBox() {
    return String.format(Locale.ROOT, "0 0 %.0f %.0f", width(), height());
  }

  double width() {
    return across(0);
  }

  double height() {
    return across(1);
  }

  private double across(int axis) {
    return Math.max(60, (high[axis] - low[axis]) * scale) + 2 * MARGIN;
  }

  private double x(float value) {
    double free = across(0) - 2 * MARGIN - (high[0] - low[0]) * scale;
    return MARGIN + free / 2 + (value - low[0]) * scale;
  }

  private double y(float value) {
    double free = across(1) - 2 * MARGIN - (high[1] - low[1]) * scale;
    return MARGIN + free / 2 + (high[1] - value) * scale;
  }

  /** The dots of a class as path data: pairs of numbers, which a script may also read. */
  String path(List<RecordedStates.Group> groups, int c, byte[] values) {
    double[] points = points(groups, c, values);
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < points.length; i += PLANE) {
      out.append(String.format(Locale.ROOT, "M%.1f %.1fh0", points[i], points[i + 1]));
    }
    return out.toString();
  }

  /**
   * The dots of a class in the picture, alternating x and y; those that are not finite are left
   * out.
   */
  double[] points(List<RecordedStates.Group> groups, int c, byte[] values) {
    int first = groups.subList(0, c).stream().mapToInt(RecordedStates.Group::count).sum();
    ByteBuffer in = floats(values).position(first * states.sampleBytes());
    double[] out = new double[PLANE * groups.get(c).count()];
    int length = 0;
    for (int i = 0; i < groups.get(c).count(); i++) {
      float x = in.getFloat();
      float y = in.getFloat();
      if (Float.isFinite(x) && Float.isFinite(y)) {
        out[length++] = x(x);
        out[length++] = y(y);
      }
    }
    return Arrays.copyOf(out, length);
  }
}
