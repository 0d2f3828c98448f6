package io.wowflow.jobs.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The recorded particles of a page: strips of images, or points in the plane. */
final class StatesView {
  private static final int FIRST_PARTICLES = 3;
  private static final int COLOURS = 8;

  private final RunReport report;
  private final RecordedStates states;
  private final Map<String, String> labelOf = new HashMap<>();

  StatesView(RunReport report) {
    this.report = report;
    this.states = report.states();
    report.matching().forEach(match -> labelOf.put(match.source(), match.label()));
  }

  private boolean isEmpty() {
    return states == null || states.frames().isEmpty();
  }

  Optional<Map<String, Object>> films() {
    if (isEmpty() || !states.isImages()) {
      return Optional.empty();
    }
    Map<String, Object> out = new HashMap<>();
    List<Map<String, Object>> more = new ArrayList<>();
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int c = 0; c < states.particles().size(); c++) {
      int count = states.particles().get(c).count();
      rows.add(film(c, 0, Math.min(FIRST_PARTICLES, count)));
      if (count > FIRST_PARTICLES) {
        more.add(film(c, FIRST_PARTICLES, count));
      }
    }
    out.put("rows", rows);
    out.put("more", more);
    out.put("hasMore", !more.isEmpty());
    out.put("matched", !labelOf.isEmpty());
    out.put("columns", rows.get(0).get("columns"));
    out.put("count", states.frames().size());
    out.put("steps", states.frames().stream().map(RecordedStates.Frame::step).toList());
    if (labelOf.isEmpty()) {
      out.put("targets", targets());
    }
    out.put("omitted", omitted());
    return Optional.of(out);
  }

  private Map<String, Object> film(int c, int firstParticle, int end) {
    RecordedStates.Group group = states.particles().get(c);
    int before = samplesBefore(states.particles(), c);
    int rows = end - firstParticle;
    ImageStrip strip = new ImageStrip(states.shape(), states.frames().size(), rows);
    for (int f = 0; f < states.frames().size(); f++) {
      for (int i = 0; i < rows; i++) {
        int at = (before + firstParticle + i) * states.sampleBytes();
        strip.draw(f, i, states.frames().get(f).values(), at);
      }
    }
    String label = labelOf.getOrDefault(group.label(), "");
    Map<String, Object> out = new HashMap<>();
    out.put("source", group.label());
    out.put("label", label);
    out.put("strip", strip.dataUri());
    out.put("width", strip.width());
    out.put("height", strip.height());
    out.put("alt", alt(group.label(), rows));
    targetStrip(label, rows)
        .ifPresent(
            target -> {
              out.put("targetStrip", target.dataUri());
              out.put("targetWidth", target.width());
              out.put("targetAlt", "samples of the target class " + label);
            });
    int columns = targetColumns();
    int side = states.shape().width() + 1;
    out.put(
        "columns",
        columns == 0 ? "1fr" : states.frames().size() * side + "fr " + columns * side + "fr");
    return out;
  }

  private String alt(String label, int rows) {
    String steps =
        states.frames().stream()
            .map(frame -> Integer.toString(frame.step()))
            .collect(Collectors.joining(", "));
    return rows + " particles of class " + label + " at steps " + steps;
  }

  private int targetColumns() {
    return labelOf.isEmpty() ? 0 : 2;
  }

  /** Samples of a recorded target class in {@code rows} rows. */
  private Optional<ImageStrip> targetStrip(String label, int rows) {
    for (int e = 0; e < states.targets().size(); e++) {
      RecordedStates.Group group = states.targets().get(e);
      if (targetColumns() > 0 && group.label().equals(label)) {
        int before = samplesBefore(states.targets(), e);
        ImageStrip strip = new ImageStrip(states.shape(), targetColumns(), rows);
        for (int i = 0; i < Math.min(group.count(), targetColumns() * rows); i++) {
          int at = (before + i) * states.sampleBytes();
          strip.draw(i % targetColumns(), i / targetColumns(), states.targetValues(), at);
        }
        return Optional.of(strip);
      }
    }
    return Optional.empty();
  }

  /** The samples of all recorded target classes, one column per class, before the matching. */
  private Map<String, Object> targets() {
    List<RecordedStates.Group> groups = states.targets();
    int rows = groups.stream().mapToInt(RecordedStates.Group::count).max().orElse(1);
    ImageStrip strip = new ImageStrip(states.shape(), groups.size(), rows);
    for (int e = 0; e < groups.size(); e++) {
      int before = samplesBefore(groups, e);
      for (int i = 0; i < groups.get(e).count(); i++) {
        strip.draw(e, i, states.targetValues(), (before + i) * states.sampleBytes());
      }
    }
    String labels =
        groups.stream().map(RecordedStates.Group::label).collect(Collectors.joining(", "));
    return Map.of(
        "strip", strip.dataUri(),
        "width", strip.width(),
        "height", strip.height(),
        "alt", "samples of the target classes " + labels);
  }

  private static int samplesBefore(List<RecordedStates.Group> groups, int c) {
    return groups.subList(0, c).stream().mapToInt(RecordedStates.Group::count).sum();
  }

  private String omitted() {
    int classes = inputClasses();
    int shown = states.particles().size();
    return classes > shown
        ? String.format(Locale.ROOT, "The first %d of %d classes are recorded.", shown, classes)
        : "";
  }

  private int inputClasses() {
    return report.inputs().stream()
        .filter(input -> input.role().equals("source"))
        .mapToInt(RunReport.Input::classes)
        .findFirst()
        .orElse(0);
  }

  Optional<Map<String, Object>> plane() {
    if (isEmpty() || states.isImages()) {
      return Optional.empty();
    }
    PlaneView view = new PlaneView(states);
    RecordedStates.Frame last = states.frames().get(states.frames().size() - 1);
    List<String> targetPaths = new ArrayList<>();
    for (int e = 0; e < states.targets().size(); e++) {
      targetPaths.add(view.path(states.targets(), e, states.targetValues()));
    }
    Map<String, Object> out = new HashMap<>();
    out.put("viewBox", view.viewBox());
    out.put("targetPaths", targetPaths);
    out.put("lastPaths", paths(view, last));
    out.put("lastFrame", states.frames().size() - 1);
    out.put("lastStep", last.step());
    out.put("alt", "particles of every class and samples of the target in the plane");
    out.put("legend", legend());
    out.put("stills", states.frames().stream().map(frame -> still(view, frame)).toList());
    out.put("omitted", omitted());
    return Optional.of(out);
  }

  private Map<String, Object> still(PlaneView view, RecordedStates.Frame frame) {
    return Map.of(
        "step", frame.step(),
        "paths", paths(view, frame),
        "alt", "particles and samples of the target in the plane at step " + frame.step());
  }

  private List<Map<String, Object>> paths(PlaneView view, RecordedStates.Frame frame) {
    List<Map<String, Object>> out = new ArrayList<>();
    for (int c = 0; c < states.particles().size(); c++) {
      out.add(Map.of("color", colour(c), "path", view.path(states.particles(), c, frame.values())));
    }
    return out;
  }

  private List<Map<String, Object>> legend() {
    List<Map<String, Object>> out = new ArrayList<>();
    for (int c = 0; c < states.particles().size(); c++) {
      String source = states.particles().get(c).label();
      out.add(
          Map.of("color", colour(c), "source", source, "label", labelOf.getOrDefault(source, "")));
    }
    return out;
  }

  private static String colour(int c) {
    return "k" + c % COLOURS;
  }
}
