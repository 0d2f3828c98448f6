package io.wowflow.jobs.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.conf.OutputMode;
import io.wowflow.jobs.output.FaultyFileSystem;
import io.wowflow.jobs.snapshot.Samples;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonFileTest {
  @TempDir Path folder;

  private static void write(Path file, int value, Configuration hadoop) {
    JsonFile.open(file.toString(), OutputMode.OVERWRITE, List.of(), hadoop)
        .write(Map.of("value", value));
  }

  @Test
  void aWriteThatFailsAnywhereLeavesTheOldResult() throws IOException {
    Path file = folder.resolve("result.json");
    write(file, 1, FaultyFileSystem.healthy());
    String old = Files.readString(file);

    int change = 1;
    Throwable failure;
    do {
      Configuration dying = FaultyFileSystem.failingAt(change++);
      failure = catchThrowable(() -> write(file, 2, dying));
      if (failure != null) {
        assertThat(failure)
            .isInstanceOf(JobException.class)
            .hasFieldOrPropertyWithValue("exitCode", ExitCode.FAILURE);
        assertThat(file).hasContent(old);
      }
    } while (failure != null);

    assertThat(change).as("changes that failed").isGreaterThan(3);
    assertThat(file).content().contains("\"value\" : 2");
  }

  @Test
  void anotherJobThatWritesTheSameFileIsNotDisturbed() throws IOException {
    Path unfinished = Files.writeString(folder.resolve("_result.json.tmp"), "of another job");

    write(folder.resolve("result.json"), 1, Samples.CONF);

    assertThat(unfinished).hasContent("of another job");
  }

  /** Hadoop would take the new result for a damaged one. */
  @Test
  void aChecksumBesideTheOldResultGoesWithIt() throws IOException {
    Path file = folder.resolve("result.json");
    FileSystem files = FileSystem.getLocal(Samples.CONF);
    try (OutputStream out = files.create(Samples.hadoop(file))) {
      out.write(new byte[1000]);
    }
    assertThat(folder.resolve(".result.json.crc")).exists();

    write(file, 1, Samples.CONF);

    try (InputStream in = files.open(Samples.hadoop(file))) {
      assertThat(in.readAllBytes()).isEqualTo(Files.readAllBytes(file));
    }
    assertThat(folder.toFile().list()).containsExactly("result.json");
  }
}
