package io.wowflow.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

class NeedsTest {
  private static final Path ROOT = Path.of(System.getProperty("wowflow.root"));

  /** Every way by which JUnit, AssertJ and jqwik leave a test out. */
  private static final Pattern LEFT_OUT =
      Pattern.compile("\\bAssumptions\\b|\\bAssume\\b|@Disabled|@Enabled|TestAbortedException");

  @TempDir Path temp;
  private final String mode = System.getProperty(Needs.STRICT, "false");

  @AfterEach
  void restore() {
    System.setProperty(Needs.STRICT, mode);
  }

  @Test
  void aMissingProgramSkipsTheTest() {
    System.setProperty(Needs.STRICT, "false");
    assertThatThrownBy(() -> Needs.program("no-such-program", "nor-this"))
        .isInstanceOf(TestAbortedException.class)
        .hasMessageContaining("no no-such-program or nor-this on the PATH");
    assertThatThrownBy(() -> Needs.that(false, "no luck"))
        .isInstanceOf(TestAbortedException.class)
        .hasMessageContaining("no luck");
  }

  @Test
  void aMissingProgramFailsTheTestOfAStrictRun() {
    System.setProperty(Needs.STRICT, "true");
    assertThatThrownBy(() -> Needs.program("no-such-program"))
        .isInstanceOf(AssertionFailedError.class)
        .hasMessageContaining("no no-such-program on the PATH");
    assertThatThrownBy(() -> Needs.that(false, "no luck")).isInstanceOf(AssertionFailedError.class);
    Needs.that(true, "no luck");
    assertThat(Needs.program("no-such-program", "sh")).isExecutable().hasFileName("sh");
  }

  @Test
  void dataSetsAreExpectedOfAStrictRunWhereTheFolderAroundThemIs() throws IOException {
    System.setProperty(Needs.STRICT, "true");
    List<String> names = List.of("MNIST", "KMNIST");
    assertThatThrownBy(() -> Needs.data(temp.resolve("shared/data"), names))
        .isInstanceOf(TestAbortedException.class)
        .hasMessageContaining("no MNIST, KMNIST in " + temp.resolve("shared/data"))
        .hasMessageContaining("-Dwowflow.data=DIR");
    Path data = Files.createDirectories(temp.resolve("shared")).resolve("data");
    assertThatThrownBy(() -> Needs.data(data, names)).isInstanceOf(AssertionFailedError.class);
    Files.createDirectories(data.resolve("MNIST"));
    assertThatThrownBy(() -> Needs.data(data, names))
        .isInstanceOf(AssertionFailedError.class)
        .hasMessageContaining("no KMNIST in");
    Files.createDirectories(data.resolve("KMNIST"));
    assertThat(Needs.data(data, names)).isEqualTo(data);
  }

  @Test
  void noTestIsLeftOutInAnotherWay() throws IOException {
    for (String module : List.of("core-math", "spark-jobs")) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/test/java"))) {
        for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
          if (!file.getFileName().toString().startsWith("Needs")) {
            assertThat(Files.readString(file)).as("%s", file).doesNotContainPattern(LEFT_OUT);
          }
        }
      }
    }
  }

  @Test
  void testsRunWhereAForgottenLocaleOrZoneShows() {
    Needs.that(
        Locale.getDefault().getLanguage().equals("tr"), "not started by the build: see test.place");
    assertThat("I".toLowerCase(Locale.getDefault())).isEqualTo("\u0131");
    assertThat(String.format(Locale.getDefault(), "%.1f", 0.5)).isEqualTo("\u0660\u066b\u0665");
    assertThat(TimeZone.getDefault().getRawOffset()).isEqualTo((5 * 60 + 45) * 60_000);
  }
}
