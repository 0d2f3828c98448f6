package io.wowflow.jobs.conf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
  @TempDir Path folder;

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static Config resolve(Map<String, String> commandLine, Path file) {
    return Settings.resolve("flow", commandLine, Optional.of(file.toString())).config();
  }

  @Test
  void theCommandLineWinsOverTheFileAndTheFileOverTheReference() throws IOException {
    Path file = file("run.conf", "wowflow.flow { steps = 7, momentum = 0.5 }");

    Config config = resolve(Map.of("steps", "9"), file);

    assertThat(config.getString("wowflow.flow.steps")).isEqualTo("9");
    assertThat(config.getDouble("wowflow.flow.momentum")).isEqualTo(0.5);
    assertThat(config.getInt("wowflow.flow.report-every")).isEqualTo(10);
  }

  @Test
  void aFileMayBeJsonAndNamedByItsUri() throws IOException {
    Path file = file("a run.json", "{\"wowflow\": {\"flow\": {\"steps\": 7}}}");

    Config local =
        Settings.resolve("flow", Map.of(), Optional.of(file.toUri().toString())).config();
    assertThat(local.getInt("wowflow.flow.steps")).isEqualTo(7);
  }

  @Test
  void aFileMayReferToOtherKeys() throws IOException {
    Path file =
        file(
            "run.conf",
            "wowflow.flow { seed = 5, source-samples-per-class = ${wowflow.flow.seed} }");

    assertThat(resolve(Map.of(), file).getInt("wowflow.flow.source-samples-per-class"))
        .isEqualTo(5);
  }

  @Test
  void aMissingFileIsWrongUsage() {
    Path missing = folder.resolve("missing.conf");

    assertUsage(missing, "--config " + missing + ": no such file");
    assertUsage(folder, "--config " + folder + ": no such file");
  }

  @Test
  void aMissingRemoteFileIsWrongUsage() {
    assertThatThrownBy(
            () -> Settings.resolve("flow", Map.of(), Optional.of("nosuchscheme://host/a.conf")))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("--config nosuchscheme://host/a.conf cannot be read")
        .hasFieldOrPropertyWithValue("exitCode", ExitCode.USAGE);
  }

  @Test
  void aFileThatIsNotUnderstoodIsNamedWithItsLine() throws IOException {
    assertUsage(file("bad.conf", "wowflow.flow {\n  steps = 1\n  clip = 0,1\n}\n"), "bad.conf: 4");
    assertUsage(
        file("open.conf", "wowflow.flow {\n  seed = ${nothing.there}\n}\n"), "open.conf: 2");
  }

  @Test
  void aShippedFileIsFoundByItsName() throws IOException {
    Path file = file("shipped.conf", "wowflow.flow.steps = 7");
    System.setProperty("spark.files", "file:/elsewhere/other.jar," + file.toUri());
    try {
      Config config = Settings.resolve("flow", Map.of(), Optional.of("shipped.conf")).config();
      assertThat(config.getInt("wowflow.flow.steps")).isEqualTo(7);
    } finally {
      System.clearProperty("spark.files");
    }
  }

  @Test
  void anOptionThatTheCommandDoesNotHaveIsRefusedWithTheNearestThatItHas() {
    assertThatThrownBy(() -> Settings.resolve("flow", Map.of("step_size", "0.5"), Optional.empty()))
        .isInstanceOf(JobException.class)
        .hasMessage("flow has no option 'step_size' (did you mean step-size?)")
        .hasFieldOrPropertyWithValue("exitCode", ExitCode.USAGE);
  }

  private static void assertUsage(Path file, String message) {
    assertThatThrownBy(() -> resolve(Map.of(), file))
        .isInstanceOf(JobException.class)
        .hasMessageContaining(message)
        .hasFieldOrPropertyWithValue("exitCode", ExitCode.USAGE);
  }
}
