package io.wowflow.jobs.main;

import static org.assertj.core.api.Assertions.assertThat;

import io.wowflow.jobs.Launched;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM to the process of a flow. */
class TerminationIT {
  private static final int STEPS = 500;

  @TempDir Path temp;

  private List<String> words(String output) {
    return new ArrayList<>(
        List.of(
            "flow",
            "--source=synthetic:gaussians?classes=4&samples=30&dimension=40",
            "--target=synthetic:gaussians?classes=5&samples=40&dimension=40&shift=1",
            "--steps=" + STEPS,
            "--report-every=7",
            "--state-hash",
            "--output=" + temp.resolve(output)));
  }

  private Launched flow(String output, String... more) {
    List<String> words = words(output);
    words.addAll(List.of(more));
    words.addAll(List.of("--", "--master=local[2]", "--driver-memory=1g"));
    return Launched.start(temp.resolve(output + ".log"), words);
  }

  private List<String> files(String folder) throws IOException {
    try (Stream<Path> files = Files.list(temp.resolve(folder))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  /** Rows of objective.csv without their times. */
  private String objectives(String output) throws IOException {
    return Files.readString(temp.resolve(output).resolve("objective.csv"))
        .replaceAll("(?m)^([^,]*,[^,]*),[^,]*", "$1");
  }

  @Test
  void theLastWholeStepIsKeptAndTheResumedRunEndsWithTheSameBits() throws IOException {
    int step;
    try (Launched first = flow("out")) {
      first.await(() -> first.log().contains("event=report"));
      assertThat(first.handle().destroy()).isTrue();

      assertThat(first.exitCode()).as(first.log()).isEqualTo(143);
      assertThat(first.log()).contains("wowflow: SIGTERM: ending after the step in progress");
      Matcher said =
          Pattern.compile("wowflow: Interrupted after step (\\d+), .*--mode resume")
              .matcher(first.log());
      assertThat(said.find()).as(first.log()).isTrue();
      step = Integer.parseInt(said.group(1));
      assertThat(first.log()).contains("event=end", "outcome=interrupted", "exit_code=143");
    }
    assertThat(step).isBetween(1, STEPS - 1);
    assertThat(files("out")).containsExactly("snapshots");
    assertThat(files("out/snapshots"))
        .containsExactly(String.format(Locale.ROOT, "step=%08d", step));

    try (Launched again = flow("out", "--mode=resume")) {
      CommandLines.run(words("whole").toArray(String[]::new)).succeeded();
      assertThat(again.exitCode()).as(again.log()).isZero();
      assertThat(again.log()).contains("resuming from step " + step, "event=resume");
    }
    assertThat(objectives("out")).isEqualTo(objectives("whole"));
  }

  @Test
  void beforeTheFirstStepItEndsTheProcessAsEver() {
    try (Launched early = flow("early", "--dry-run")) {
      // The launcher is a shell until it becomes the JVM.
      early.handle().destroy();
      assertThat(early.exitCode()).as(early.log()).isEqualTo(143);
    }
    assertThat(temp.resolve("early")).doesNotExist();
  }
}
