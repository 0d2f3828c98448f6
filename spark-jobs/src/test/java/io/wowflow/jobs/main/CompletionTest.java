package io.wowflow.jobs.main;

import static org.assertj.core.api.Assertions.assertThat;

import io.wowflow.jobs.Needs;
import io.wowflow.jobs.Ran;
import io.wowflow.jobs.conf.Reference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The completion as bash gives it. */
class CompletionTest {
  @TempDir Path folder;

  @BeforeEach
  void bash() {
    Needs.program("bash");
  }

  private String said(String afterwards) throws IOException, InterruptedException {
    CommandLines.Outcome printed = CommandLines.run("completion");
    printed.succeeded();
    Path script = Files.writeString(folder.resolve("wowflow.bash"), printed.out());
    Ran ran =
        Ran.of(
            folder,
            Map.of(),
            List.of("bash", "--norc", "-c", "source " + script + "\n" + afterwards));
    assertThat(ran.err()).isEmpty();
    return ran.out();
  }

  /** The candidates that bash offers for the last of the words. */
  private List<String> offered(String... words) throws IOException, InterruptedException {
    String driven =
        String.format(
            Locale.ROOT,
            "COMP_WORDS=('%s')\nCOMP_CWORD=%d\ncompopt() { :; }\n_complete_wowflow\n"
                + "printf '%%s\\n' \"${COMPREPLY[@]}\"",
            String.join("' '", words),
            words.length - 1);
    return said(driven).lines().map(String::strip).toList();
  }

  @Test
  void bashKnowsIt() throws IOException, InterruptedException {
    assertThat(said("complete -p wowflow")).contains("-F _complete_wowflow", " wowflow");
  }

  @Test
  void commandsAndOptions() throws IOException, InterruptedException {
    assertThat(offered("wowflow", "")).containsAll(Reference.commands().keySet());
    assertThat(offered("wowflow", "flow", "--step-")).contains("--step-size", "--step-rule");
    assertThat(offered("wowflow", "doctor", "--j")).containsExactly("--json");
    assertThat(offered("wowflow", "flow", "--co")).containsExactly("--config");
  }

  @Test
  void valuesAndFiles() throws IOException, InterruptedException {
    Files.writeString(folder.resolve("digits.npz"), "");
    assertThat(offered("wowflow", "flow", "--kernel", ""))
        .containsExactly("riesz", "gaussian", "laplace", "imq");
    assertThat(offered("wowflow", "flow", "--directions", "ha")).containsExactly("hadamard");
    assertThat(offered("wowflow", "flow", "--source", "dig")).containsExactly("digits.npz");
    assertThat(offered("wowflow", "flow", "--config", "dig")).containsExactly("digits.npz");
    assertThat(offered("wowflow", "augment", "--run-date", "")).containsExactly("today");
  }
}
