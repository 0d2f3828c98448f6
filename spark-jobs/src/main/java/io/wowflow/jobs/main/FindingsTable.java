package io.wowflow.jobs.main;

import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.doctor.Finding;
import io.wowflow.jobs.record.JsonFile;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Prints the findings of the doctor, for people or as JSON. */
final class FindingsTable {
  private FindingsTable() {}

  /**
   * Prints the findings.
   *
   * @throws JobException (failure) naming the checks that failed
   */
  static void print(List<Finding> findings, boolean json, PrintWriter out) {
    List<String> failing =
        findings.stream()
            .filter(finding -> finding.verdict() == Finding.Verdict.FAILS)
            .map(Finding::name)
            .toList();
    if (json) {
      Map<String, Object> content = new LinkedHashMap<>();
      content.put("all_would_run", failing.isEmpty());
      content.put("findings", findings.stream().map(Finding::toMap).toList());
      out.println(JsonFile.text(content).stripTrailing());
    } else {
      findings.forEach(finding -> print(finding, out));
    }
    if (!failing.isEmpty()) {
      throw JobException.of(
          ExitCode.FAILURE,
          failing.stream()
              .collect(Collectors.joining(", ", "commands would fail because of: ", "")));
    }
  }

  private static void print(Finding finding, PrintWriter out) {
    String verdict = finding.verdict().name().toLowerCase(Locale.ROOT);
    out.printf(Locale.ROOT, "%-8s %-18s %s%n", verdict, finding.name(), finding.found());
    if (!finding.remedy().isEmpty()) {
      out.printf(Locale.ROOT, "%-8s %-18s -> %s%n", "", "", finding.remedy());
    }
  }
}
