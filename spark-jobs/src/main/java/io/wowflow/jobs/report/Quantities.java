package io.wowflow.jobs.report;

import java.util.Map;
import java.util.stream.Stream;

/** The units of the numbers on a page. */
final class Quantities {
  static final String OBJECTIVE = "\u00BD MMD\u00B2";
  static final String INPUT_UNITS = "input units";

  private Quantities() {}

  /** Recognises a flow of the Wasserstein over Wasserstein distance. */
  static boolean isWow(RunReport report) {
    return Stream.of("functional", "flow.functional")
        .anyMatch(key -> "wow".equals(report.settings().get(key)));
  }

  /** The symbol of the objective. */
  static String objective(RunReport report) {
    return isWow(report) ? "\u00BD WoW\u00B2, " + distanceUnit(report) + " squared" : OBJECTIVE;
  }

  /**
   * The unit of distances that the flow measures: those of the input, unless it maps the values.
   */
  static String distanceUnit(RunReport report) {
    Map<String, Object> settings = report.settings();
    boolean isMapped =
        Stream.of("normalise", "standardise", "flow.normalise", "flow.standardise")
            .map(settings::get)
            .anyMatch(value -> value != null && !String.valueOf(value).isEmpty());
    return isMapped ? "flow units" : INPUT_UNITS;
  }

  /** Number of classes of an input, 0 if the report does not name it. */
  static int classes(RunReport report, String role) {
    return report.inputs().stream()
        .filter(input -> input.role().equals(role))
        .mapToInt(RunReport.Input::classes)
        .findFirst()
        .orElse(0);
  }
}
