package io.wowflow.jobs.main;

import static io.wowflow.jobs.main.CommandLines.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.wowflow.jobs.Needs;
import io.wowflow.jobs.conf.Reference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every command that docs/formats.md shows, one after the other. */
class FormatsDocumentTest {
  private static final Path DOCUMENT =
      Path.of(System.getProperty("wowflow.root"), "docs", "formats.md");
  private static final Pattern COMMAND = Pattern.compile("(?m)^submit/wowflow (.*)$");
  // Names of files that the commands read or write.
  private static final Pattern PATH = Pattern.compile("[a-z]+(\\.[a-z.]+)?");

  @TempDir Path temp;

  private static List<String> commands() throws IOException {
    return COMMAND.matcher(Files.readString(DOCUMENT)).results().map(m -> m.group(1)).toList();
  }

  /** The words of a command, with files in the folder of the test. */
  private List<String> inFolder(String command, Path data) {
    List<String> out = new ArrayList<>();
    String before = "";
    for (String word : command.split(" ", -1)) {
      boolean file =
          List.of("--source", "--target", "--output", "--preview", "report").contains(before)
              && PATH.matcher(word).matches();
      out.add(
          word.startsWith("data/") ? data + word.substring(4) : file ? temp + "/" + word : word);
      before = word;
    }
    return out;
  }

  @Test
  void everyCommandDoesWhatItIsShownFor() throws IOException {
    Path data = Needs.data("MNIST", "CIFAR10");
    assertThat(commands()).hasSize(8);
    for (String command : commands()) {
      CommandLines.Outcome outcome = run(inFolder(command, data).toArray(String[]::new));
      assertThat(outcome.code()).as("%s: %s", command, outcome.err()).isZero();
    }
    assertThat(names())
        .contains(
            "digits.png",
            "digits.npz",
            "cifar",
            "small.csv.gz",
            "small.png",
            "small.npz",
            "few",
            "flowed",
            "flowed.csv");
    try (Stream<Path> images = Files.list(temp.resolve("cifar/3"))) {
      assertThat(images).hasSize(20);
    }
    assertThat(Files.readString(temp.resolve("flowed.csv"))).startsWith("label,id,f0,");
    assertThat(temp.resolve("flowed/report.html")).exists();
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(temp)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  @Test
  void everyOptionInItExists() throws IOException {
    String text = Files.readString(DOCUMENT);
    List<String> known =
        Reference.commands().keySet().stream()
            .flatMap(command -> Reference.options(command).stream())
            .map(Reference.Option::display)
            .toList();
    assertThat(
            Pattern.compile("--[a-z][a-z-]*").matcher(text).results().map(m -> m.group()).toList())
        .isNotEmpty()
        .isSubsetOf(known);
  }
}
