package io.wowflow.jobs.main;

import static org.assertj.core.api.Assertions.assertThat;

import io.wowflow.jobs.Needs;
import io.wowflow.jobs.Ran;
import io.wowflow.jobs.conf.Reference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The manual pages that the build has made. */
class ManPagesIT {
  private static final Path MAN =
      Path.of(System.getProperty("wowflow.root"), "spark-jobs/target/man");

  @TempDir Path folder;

  private String shown(String page) throws IOException, InterruptedException {
    Ran ran =
        Ran.of(
            folder,
            Map.of("MANWIDTH", "200", "LC_ALL", "C"),
            List.of("man", "-P", "cat", "--warnings", "-l", MAN + "/man1/" + page + ".1"));
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.err()).as("groff on %s", page).isEmpty();
    return ran.out().replaceAll(".\b", "").replaceAll("\\s+", " ");
  }

  @Test
  void everyCommandHasAPage() throws IOException {
    try (Stream<Path> pages = Files.list(MAN.resolve("man1"))) {
      List<String> names = pages.map(page -> page.getFileName().toString()).toList();
      assertThat(names).contains("wowflow.1");
      for (String command : Reference.commands().keySet()) {
        assertThat(names).contains("wowflow-" + command + ".1");
      }
    }
  }

  @Test
  void everyOptionIsExplainedWordForWord() throws IOException, InterruptedException {
    Needs.program("man");
    for (Map.Entry<String, String> command : Reference.commands().entrySet()) {
      String page = shown("wowflow-" + command.getKey());
      assertThat(page).contains(command.getValue(), "0 done", "5 the flow diverged", "-- --master");
      for (Reference.Option option : Reference.options(command.getKey())) {
        assertThat(page).contains(option.display(), option.meaning());
      }
    }
  }
}
