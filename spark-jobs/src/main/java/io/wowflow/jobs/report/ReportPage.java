package io.wowflow.jobs.report;

import com.samskivert.mustache.Mustache;
import io.wowflow.jobs.conf.Amount;
import io.wowflow.jobs.conf.Build;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * The page of a flow, the verdict of an augmentation first: one HTML file without references to
 * others. Its content security policy forbids the browser to use the network and every script but
 * the page's own. The template escapes every text.
 */
public final class ReportPage {
  private static final int MOST_TABLE_POINTS = 50;

  private final RunReport report;

  private ReportPage(RunReport report) {
    this.report = report;
  }

  /**
   * Makes the page.
   *
   * @param report the content
   * @return HTML
   */
  public static String of(RunReport report) {
    String template = resource("report.html");
    return Mustache.compiler()
        .escapeHTML(true)
        .defaultValue("")
        .emptyStringIsFalse(true)
        .compile(template)
        .execute(new ReportPage(report).context());
  }

  private Map<String, Object> context() {
    Map<String, Object> out = new HashMap<>();
    String script = resource("report.js");
    out.put("style", resource("report.css"));
    out.put("script", script);
    out.put("scriptHash", "sha256-" + sha256(script));
    out.put("sourceName", shortName("source"));
    out.put("targetName", shortName("target"));
    out.put("state", state());
    out.put("stateClass", stateClass());
    if (report.run().trend() != null) {
      out.put("trend", trend(report.run().trend()));
    }
    out.put("figures", figures());
    StatesView states = new StatesView(report);
    states.films().ifPresent(films -> out.put("films", films));
    states.plane().ifPresent(plane -> out.put("plane", plane));
    out.put("curves", curves());
    Optional<Map<String, Object>> distances = DistancesView.of(report);
    boolean hasMap = distances.map(view -> view.containsKey("isMap")).orElse(false);
    if (!report.matching().isEmpty()) {
      out.put("matching", MatchingView.of(report, hasMap));
    }
    if (report.weights() != null) {
      out.put("weights", MatchingView.weights(report.weights()));
    }
    distances.ifPresent(view -> out.put("distances", view));
    if (report.worth() != null) {
      out.put("worth", VerdictView.of(report.worth()));
    }
    if (report.standIn() != null) {
      out.put("standIn", VerdictView.of(report.standIn()));
    }
    if (report.nearest() != null) {
      out.put("nearest", NearestView.of(report));
    }
    out.put("inputs", report.inputs());
    out.put("facts", facts());
    out.put("settings", settings());
    out.put("footer", "Made by WowFlow " + Build.current().version());
    out.put("sections", sections(out));
    return out;
  }

  private static List<Map<String, Object>> sections(Map<String, Object> page) {
    List<Map<String, Object>> out = new ArrayList<>();
    if (page.containsKey("standIn")) {
      out.add(Map.of("id", "stand-in", "name", "Value as a stand-in"));
    }
    if (page.containsKey("worth")) {
      out.add(Map.of("id", "worth", "name", "Value of the samples"));
    }
    if (page.containsKey("films") || page.containsKey("plane")) {
      out.add(Map.of("id", "states", "name", "Particles over time"));
    }
    for (Object curve : (List<?>) page.get("curves")) {
      Map<?, ?> values = (Map<?, ?>) curve;
      out.add(Map.of("id", values.get("id"), "name", values.get("name")));
    }
    if (page.containsKey("nearest")) {
      out.add(Map.of("id", "nearest", "name", "Nearest samples"));
    }
    if (page.containsKey("matching")) {
      out.add(Map.of("id", "matching", "name", "Labels"));
    }
    if (page.containsKey("weights")) {
      out.add(Map.of("id", "weights", "name", "Class weights"));
    }
    if (page.containsKey("distances")) {
      out.add(Map.of("id", "distances", "name", "Distances between classes"));
    }
    out.add(Map.of("id", "run", "name", "Run"));
    return out;
  }

  private String shortName(String role) {
    String uri =
        report.inputs().stream()
            .filter(input -> input.role().equals(role))
            .map(RunReport.Input::uri)
            .findFirst()
            .orElse(role);
    if (uri.startsWith("synthetic:")) {
      return uri.substring("synthetic:".length());
    }
    String trimmed = uri.replaceFirst("/+$", "");
    return trimmed.substring(trimmed.lastIndexOf('/') + 1);
  }

  private String state() {
    RunReport.Run run = report.run();
    return run.isFinished()
        ? "finished after " + Amount.of(run.steps(), "step") + ": " + run.stopReason()
        : "running: " + run.steps() + " of " + run.plannedSteps() + " steps done";
  }

  /** The badge is green only for a finished flow whose objective does not rise. */
  private String stateClass() {
    if (!report.run().isFinished()) {
      return "running";
    }
    RunReport.Trend trend = report.run().trend();
    return trend != null && "rising".equals(trend.verdict()) ? "rising" : "finished";
  }

  private static Map<String, Object> trend(RunReport.Trend trend) {
    String kind = trend.verdict() == null ? "" : trend.verdict();
    return Map.of(
        "kind",
        switch (kind) {
          case "converged", "falling", "rising" -> kind;
          default -> "unknown";
        },
        "text",
        trend.text() == null || trend.text().isEmpty() ? kind : trend.text());
  }

  private List<Map<String, Object>> figures() {
    List<Map<String, Object>> out = new ArrayList<>();
    if (!report.objective().isEmpty()) {
      double first = report.objective().get(0).value();
      double last = report.objective().get(report.objective().size() - 1).value();
      out.add(
          figure(
              "Objective",
              LineChart.number(last),
              Quantities.objective(report) + ", from " + LineChart.number(first)));
    }
    RunReport.Run run = report.run();
    String resumed =
        run.resumedFromStep() == null ? "" : "resumed from step " + run.resumedFromStep();
    out.add(figure("Steps", run.steps() + " of " + run.plannedSteps(), resumed));
    out.add(figure("Time", duration(run.seconds()), perStep(run)));
    Collection<DistancesView.Pair> pairs = DistancesView.pairs(report).values();
    if (!pairs.isEmpty()) {
      out.add(
          figure(
              "Mean distance to the matched class",
              LineChart.number(mean(pairs, DistancesView.Pair::after)),
              Quantities.distanceUnit(report)
                  + ", from "
                  + LineChart.number(mean(pairs, DistancesView.Pair::before))));
    }
    if (report.nearest() != null) {
      RunReport.Nearest nearest = report.nearest();
      out.add(
          figure(
              "Median distance to the nearest target sample",
              LineChart.number(nearest.distance().median()),
              Quantities.INPUT_UNITS
                  + (nearest.among() == null
                      ? ""
                      : "; between target samples " + LineChart.number(nearest.among().median()))));
      out.add(
          figure(
              "Target samples used",
              NearestView.share(nearest),
              nearest.used() + " of the " + nearest.usable() + " that could be nearest to one"));
    }
    if (hasShares()) {
      RunReport.Share last = shares().get(shares().size() - 1);
      out.add(
          figure(
              "Copy share",
              String.format(Locale.ROOT, "%.2f", last.share()),
              String.format(
                  Locale.ROOT, "0.50 is none; band %.2f to %.2f", last.low(), last.high())));
    }
    if (!report.accuracy().isEmpty()) {
      RunReport.Point last = report.accuracy().get(report.accuracy().size() - 1);
      out.add(figure("Accuracy", percent(last.value()), "at step " + last.step()));
    }
    return out;
  }

  private static double mean(
      Collection<DistancesView.Pair> pairs, ToDoubleFunction<DistancesView.Pair> distance) {
    return pairs.stream().mapToDouble(distance).average().orElse(0);
  }

  private static Map<String, Object> figure(String name, String value, String note) {
    return Map.of("name", name, "value", value, "note", note);
  }

  private static String perStep(RunReport.Run run) {
    return run.steps() == 0
        ? ""
        : LineChart.number(1000 * run.seconds() / run.steps()) + " ms per step";
  }

  static String percent(double share) {
    return String.format(Locale.ROOT, "%.2f %%", 100 * share);
  }

  static String duration(double seconds) {
    long whole = (long) seconds;
    if (whole < 60) {
      return String.format(Locale.ROOT, "%.1f s", seconds);
    }
    return whole < 3600
        ? String.format(Locale.ROOT, "%d min %d s", whole / 60, whole % 60)
        : String.format(Locale.ROOT, "%d h %d min", whole / 3600, whole % 3600 / 60);
  }

  private List<Map<String, Object>> curves() {
    List<Map<String, Object>> out = new ArrayList<>();
    curve(
            "objective",
            "Objective",
            "objective, " + Quantities.objective(report),
            Quantities.isWow(report)
                ? "Half the squared Wasserstein over Wasserstein distance between the moving classes"
                    + " and the target's, by sliced distances and the matching in use."
                : "Half the squared maximum mean discrepancy (MMD\u00B2) between the moving classes"
                    + " and the target's, in units of the kernel.",
            report.objective())
        .ifPresent(out::add);
    curve(
            "accuracy",
            "Accuracy",
            "accuracy, share from 0 to 1",
            "The share of the particles that a classifier gives the label of their matched class.",
            report.accuracy())
        .ifPresent(out::add);
    if (hasShares()) {
      copying().ifPresent(out::add);
    }
    return out;
  }

  private boolean hasShares() {
    return report.copying() != null && !report.copying().shares().isEmpty();
  }

  /** The shares up to the last state: the one that stopped the flow is in the text. */
  private List<RunReport.Share> shares() {
    List<RunReport.Share> all = report.copying().shares();
    List<RunReport.Share> made =
        all.stream().filter(share -> share.step() <= report.run().steps()).toList();
    return made.isEmpty() ? all : made;
  }

  private Optional<Map<String, Object>> copying() {
    RunReport.Copying copying = report.copying();
    String sentence =
        copying.text().substring(0, 1).toUpperCase(Locale.ROOT) + copying.text().substring(1);
    String stopped =
        copying.stopStep() == null
            ? ""
            : " The flow stopped because its share rose at step "
                + copying.stopStep()
                + "; the result is the state of the report before.";
    return curve(
        "copying",
        "Copies",
        "copy share, from 0 to 1",
        sentence
            + "."
            + stopped
            + " The share of the particles that are nearer to a sample of the target that the flow"
            + " sees than to one that was held out. The band holds 95 % of the shares that chance"
            + " gives.",
        copying.shares().stream()
            .map(share -> new RunReport.Point(share.step(), share.share()))
            .toList(),
        copying.shares());
  }

  private static Optional<Map<String, Object>> curve(
      String id, String name, String vertical, String text, List<RunReport.Point> points) {
    return curve(id, name, vertical, text, points, List.of());
  }

  private static Optional<Map<String, Object>> curve(
      String id,
      String name,
      String vertical,
      String text,
      List<RunReport.Point> points,
      List<RunReport.Share> band) {
    if (points.isEmpty()) {
      return Optional.empty();
    }
    RunReport.Point first = points.get(0);
    RunReport.Point last = points.get(points.size() - 1);
    String title =
        String.format(
            Locale.ROOT,
            "%s by step, from %s at step %d to %s at step %d",
            name,
            LineChart.number(first.value()),
            first.step(),
            LineChart.number(last.value()),
            last.step());
    List<RunReport.Point> shown = LineChart.thinned(points, MOST_TABLE_POINTS);
    Map<String, Object> out = new HashMap<>();
    out.put("id", id);
    out.put("name", name);
    out.put("vertical", vertical);
    out.put("text", text);
    out.put("svg", new LineChart(title, vertical, points, band).svg());
    out.put("shown", shown.size());
    out.put("count", points.size());
    out.put(
        "points",
        shown.stream()
            .map(p -> Map.of("step", p.step(), "value", LineChart.number(p.value())))
            .toList());
    return Optional.of(out);
  }

  private List<RunReport.Fact> facts() {
    List<RunReport.Fact> out = new ArrayList<>();
    out.add(new RunReport.Fact("Run", report.run().id()));
    out.add(new RunReport.Fact("Began", report.run().start()));
    out.addAll(report.run().facts());
    return out;
  }

  private List<RunReport.Fact> settings() {
    return report.settings().entrySet().stream()
        .filter(entry -> Objects.nonNull(entry.getValue()))
        .map(entry -> new RunReport.Fact(entry.getKey(), String.valueOf(entry.getValue())))
        .toList();
  }

  private static String resource(String name) {
    try (InputStream in = ReportPage.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("the jar lacks " + name, e);
    }
  }

  private static String sha256(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
