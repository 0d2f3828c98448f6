package io.wowflow.jobs.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The recorded particles of a page: strips of images, or points in a plane. Of many recorded
 * classes of images 20 are shown, from the least to the largest cost of their match.
 */
final class StatesView {
  private static final int FIRST_PARTICLES = 3;
  private static final int FEW_FILMS = 8;
  private static final int COLOURS = 8;
  private static final int MOST_FILMS = 20;
  private static final int MOST_IN_LEGEND = 100;

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

  /**
   * The recorded classes whose films are shown: all of at most 20; else 20, by ascending cost of
   * their match from the least to the largest, or evenly spread while the matching is unknown.
   */
  static int[] shown(RunReport report) {
    List<RecordedStates.Group> recorded = report.states().particles();
    if (recorded.size() <= MOST_FILMS) {
      return IntStream.range(0, recorded.size()).toArray();
    }
    Map<String, Double> cost = new HashMap<>();
    report.matching().forEach(match -> cost.put(match.source(), match.cost()));
    List<Integer> byCost =
        IntStream.range(0, recorded.size())
            .boxed()
            .sorted(
                Comparator.comparingDouble(c -> cost.getOrDefault(recorded.get(c).label(), 0.0)))
            .toList();
    return Arrays.stream(RecordedStates.spread(recorded.size(), MOST_FILMS))
        .map(byCost::get)
        .toArray();
  }

  Optional<Map<String, Object>> films() {
    if (isEmpty() || !states.isImages()) {
      return Optional.empty();
    }
    Map<String, Object> out = new HashMap<>();
    List<Map<String, Object>> more = new ArrayList<>();
    List<Map<String, Object>> rows = new ArrayList<>();
    int[] shown = shown(report);
    int first = shown.length > FEW_FILMS ? 1 : FIRST_PARTICLES;
    for (int c : shown) {
      int count = states.particles().get(c).count();
      rows.add(film(c, 0, Math.min(first, count)));
      if (count > first) {
        more.add(film(c, first, count));
      }
    }
    out.put("rows", rows);
    out.put("more", more);
    out.put("hasMore", !more.isEmpty());
    out.put("matched", !labelOf.isEmpty());
    out.put("columns", columns());
    out.put("count", states.frames().size());
    out.put("few", fewFrames().length);
    out.put("steps", steps());
    if (labelOf.isEmpty()) {
      out.put("targets", targets());
    }
    out.put("omitted", omittedFilms(rows.size()));
    return Optional.of(out);
  }

  /** The recorded steps; those that a phone has no room for are minor. */
  private List<Map<String, Object>> steps() {
    Set<Integer> few = Arrays.stream(fewFrames()).boxed().collect(Collectors.toSet());
    return IntStream.range(0, states.frames().size())
        .mapToObj(
            f ->
                Map.<String, Object>of(
                    "step", states.frames().get(f).step(), "minor", !few.contains(f)))
        .toList();
  }

  /** The first, the middle and the last frame. */
  private int[] fewFrames() {
    int count = states.frames().size();
    return count <= 3
        ? IntStream.range(0, count).toArray()
        : new int[] {0, (count - 1) / 2, count - 1};
  }

  /** The widths of the strips of particles and of target samples, on a desk and on a phone. */
  private String columns() {
    return "--wide:" + columns(states.frames().size()) + ";--narrow:" + columns(fewFrames().length);
  }

  private String columns(int frames) {
    int side = states.shape().width() + 1;
    return targetColumns() == 0
        ? "1fr"
        : "minmax(0," + frames * side + "fr) minmax(0," + targetColumns() * side + "fr)";
  }

  private ImageStrip strip(int c, int firstParticle, int rows, int[] frames) {
    int before = samplesBefore(states.particles(), c);
    ImageStrip out = new ImageStrip(states.shape(), frames.length, rows);
    for (int f = 0; f < frames.length; f++) {
      for (int i = 0; i < rows; i++) {
        int at = (before + firstParticle + i) * states.sampleBytes();
        out.draw(f, i, states.frames().get(frames[f]).values(), at);
      }
    }
    return out;
  }

  private Map<String, Object> film(int c, int firstParticle, int end) {
    RecordedStates.Group group = states.particles().get(c);
    int rows = end - firstParticle;
    int[] all = IntStream.range(0, states.frames().size()).toArray();
    ImageStrip strip = strip(c, firstParticle, rows, all);
    ImageStrip few = strip(c, firstParticle, rows, fewFrames());
    String label = labelOf.getOrDefault(group.label(), "");
    Map<String, Object> out = new HashMap<>();
    out.put("source", group.label());
    out.put("label", label);
    out.put("strip", strip.dataUri());
    out.put("width", strip.width());
    out.put("height", strip.height());
    out.put("fewStrip", few.dataUri());
    out.put("fewWidth", few.width());
    out.put("alt", alt(group.label(), rows));
    targetStrip(label, rows)
        .ifPresent(
            target -> {
              out.put("targetStrip", target.dataUri());
              out.put("targetWidth", target.width());
              out.put("targetAlt", "samples of the target class " + label);
            });
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
    List<RecordedStates.Group> all = states.targets();
    List<RecordedStates.Group> groups = all.subList(0, Math.min(MOST_FILMS, all.size()));
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

  private String omittedFilms(int rows) {
    int classes = Quantities.classes(report, "source");
    int recorded = states.particles().size();
    if (classes <= rows) {
      return "";
    }
    if (recorded <= rows) {
      return String.format(Locale.ROOT, "Showing %d of %d classes.", rows, classes);
    }
    return String.format(
        Locale.ROOT,
        "Showing %d of %d classes%s of the %d that were recorded, evenly spread over all.",
        rows,
        classes,
        labelOf.isEmpty() ? "," : ": from the least to the largest cost of their match",
        recorded);
  }

  private String omittedPoints() {
    int classes = Quantities.classes(report, "source");
    int shown = states.particles().size();
    return classes > shown
        ? String.format(Locale.ROOT, "Showing %d of %d classes.", shown, classes)
        : "";
  }

  Optional<Map<String, Object>> plane() {
    if (isEmpty() || states.isImages()) {
      return Optional.empty();
    }
    PlaneView view = new PlaneView(states);
    RecordedStates.Frame last = states.frames().get(states.frames().size() - 1);
    Map<String, Object> out = new HashMap<>();
    out.put("viewBox", view.viewBox());
    out.put("targetPaths", targetPaths(view));
    out.put("lastPaths", paths(view, last));
    out.put("lastFrame", states.frames().size() - 1);
    out.put("lastStep", last.step());
    out.put("alt", "particles of every class and samples of the target in a plane");
    out.put("legend", legend());
    out.put("more", Math.max(0, states.particles().size() - MOST_IN_LEGEND));
    out.put("hasMore", states.particles().size() > MOST_IN_LEGEND);
    out.put("repeats", states.particles().size() > COLOURS);
    out.put("matched", !labelOf.isEmpty());
    List<Map<String, Object>> stills = new ArrayList<>();
    List<Map<String, Object>> steps = steps();
    for (int f = 0; f < states.frames().size(); f++) {
      Map<String, Object> still = new HashMap<>(still(view, states.frames().get(f)));
      still.put("minor", steps.get(f).get("minor"));
      stills.add(still);
    }
    out.put("stills", stills);
    out.put("axes", axes());
    out.put("omitted", omittedPoints());
    return Optional.of(out);
  }

  private String axes() {
    RecordedStates.Axes axes = states.axes();
    return axes == null
        ? "The two values of a sample, in " + Quantities.INPUT_UNITS + "."
        : String.format(
            Locale.ROOT,
            "Samples of %d values, projected onto the two principal axes of the target's samples"
                + " (across %.0f %%, up %.0f %% of their variance), the same axes at every step, in"
                + " %s.",
            axes.dimension(),
            100 * axes.first(),
            100 * axes.second(),
            Quantities.INPUT_UNITS);
  }

  /** Samples of the target in the colours of the classes that were matched with theirs. */
  private List<Map<String, Object>> targetPaths(PlaneView view) {
    Map<String, String> colourOf = new HashMap<>();
    for (int c = 0; c < states.particles().size(); c++) {
      String label = labelOf.get(states.particles().get(c).label());
      if (label != null) {
        colourOf.putIfAbsent(label, colour(c));
      }
    }
    List<Map<String, Object>> out = new ArrayList<>();
    for (int e = 0; e < states.targets().size(); e++) {
      out.add(
          Map.of(
              "color",
              colourOf.getOrDefault(states.targets().get(e).label(), "grey"),
              "path",
              view.path(states.targets(), e, states.targetValues())));
    }
    return out;
  }

  private Map<String, Object> still(PlaneView view, RecordedStates.Frame frame) {
    return Map.of(
        "step", frame.step(),
        "paths", paths(view, frame),
        "alt", "particles and samples of the target in a plane at step " + frame.step());
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
    for (int c = 0; c < Math.min(MOST_IN_LEGEND, states.particles().size()); c++) {
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
