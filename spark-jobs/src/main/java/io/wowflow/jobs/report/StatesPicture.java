package io.wowflow.jobs.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.image.BufferedImage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The recorded particles of a flow as one picture without text. Images: one row per class with its
 * first particle at every recorded step, and a sample of the matched target class; of many classes
 * those that the page shows. Points: one panel per step, row by row, the target in grey.
 */
public final class StatesPicture {
  private static final int ZOOM = 2;
  private static final int PANEL_COLUMNS = 3;
  private static final int PANEL_WIDTH = 300;
  private static final int GAP = 6;
  private static final double DOT = 5;
  private static final Color PAPER = new Color(0xFFFFFF);
  private static final Color PANEL = new Color(0xF1F2EE);
  private static final Color TARGET = new Color(0x9AA0AB);

  /** The colours of the page. */
  private static final List<Color> COLOURS =
      List.of(
          new Color(0x0072B2),
          new Color(0xD55E00),
          new Color(0x00805C),
          new Color(0xB0508C),
          new Color(0x8A6D00),
          new Color(0x1F2A8A),
          new Color(0x7A3B12),
          new Color(0x4B4F58));

  private final RecordedStates states;

  private StatesPicture(RecordedStates states) {
    this.states = states;
  }

  /**
   * Draws the picture.
   *
   * @param report a report with recorded states
   * @return the picture, about 900 pixels wide
   */
  public static BufferedImage of(RunReport report) {
    StatesPicture picture = new StatesPicture(report.states());
    return report.states().isImages() ? picture.film(report) : picture.panels();
  }

  private BufferedImage film(RunReport report) {
    List<RecordedStates.Frame> frames = states.frames();
    int[] shown = StatesView.shown(report);
    ImageStrip strip = new ImageStrip(states.shape(), frames.size() + 1, shown.length);
    Map<String, String> labels = new HashMap<>();
    report.matching().forEach(match -> labels.put(match.source(), match.label()));
    for (int row = 0; row < shown.length; row++) {
      List<RecordedStates.Group> groups = states.particles();
      int before = groups.subList(0, shown[row]).stream().mapToInt(g -> g.count()).sum();
      for (int f = 0; f < frames.size(); f++) {
        strip.draw(f, row, frames.get(f).values(), before * states.sampleBytes());
      }
      drawTarget(strip, row, labels.get(groups.get(shown[row]).label()));
    }
    BufferedImage out =
        new BufferedImage(strip.width() * ZOOM, strip.height() * ZOOM, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = out.createGraphics();
    graphics.setColor(PAPER);
    graphics.fillRect(0, 0, out.getWidth(), out.getHeight());
    graphics.drawImage(strip.picture(), 0, 0, out.getWidth(), out.getHeight(), null);
    graphics.dispose();
    return out;
  }

  private void drawTarget(ImageStrip strip, int row, String label) {
    int at = 0;
    for (RecordedStates.Group group : states.targets()) {
      if (group.label().equals(label)) {
        strip.draw(states.frames().size(), row, states.targetValues(), at);
        return;
      }
      at += group.count() * states.sampleBytes();
    }
  }

  private BufferedImage panels() {
    PlaneView view = new PlaneView(states);
    double scale = PANEL_WIDTH / view.width();
    int height = (int) Math.ceil(view.height() * scale);
    int count = states.frames().size();
    int rows = (count + PANEL_COLUMNS - 1) / PANEL_COLUMNS;
    int columns = Math.min(count, PANEL_COLUMNS);
    BufferedImage out =
        new BufferedImage(
            columns * (PANEL_WIDTH + GAP) - GAP,
            rows * (height + GAP) - GAP,
            BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = out.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setStroke(new BasicStroke(0));
    graphics.setColor(PAPER);
    graphics.fillRect(0, 0, out.getWidth(), out.getHeight());
    for (int f = 0; f < count; f++) {
      int left = f % PANEL_COLUMNS * (PANEL_WIDTH + GAP);
      int top = f / PANEL_COLUMNS * (height + GAP);
      Graphics2D panel = (Graphics2D) graphics.create(left, top, PANEL_WIDTH, height);
      panel.setColor(PANEL);
      panel.fillRect(0, 0, PANEL_WIDTH, height);
      panel.scale(scale, scale);
      draw(panel, view, states.frames().get(f));
      panel.dispose();
    }
    graphics.dispose();
    return out;
  }

  private void draw(Graphics2D panel, PlaneView view, RecordedStates.Frame frame) {
    for (int e = 0; e < states.targets().size(); e++) {
      dots(panel, TARGET, view.points(states.targets(), e, states.targetValues()));
    }
    for (int c = 0; c < states.particles().size(); c++) {
      Color colour = COLOURS.get(c % COLOURS.size());
      dots(panel, colour, view.points(states.particles(), c, frame.values()));
    }
  }

  private static void dots(Graphics2D panel, Color colour, double[] points) {
    panel.setColor(colour);
    for (int i = 0; i < points.length; i += 2) {
      panel.fill(new Ellipse2D.Double(points[i] - DOT / 2, points[i + 1] - DOT / 2, DOT, DOT));
    }
  }
}
