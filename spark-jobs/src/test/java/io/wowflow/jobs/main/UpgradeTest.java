package io.wowflow.jobs.main;

import static io.wowflow.jobs.main.CommandLines.files;
import static io.wowflow.jobs.main.CommandLines.flow;
import static io.wowflow.jobs.main.CommandLines.refused;
import static io.wowflow.jobs.main.CommandLines.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.wowflow.jobs.SparkTest;
import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.record.Manifest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Outputs of the version before are read, resumed and used; their README explains how they were
 * made.
 */
class UpgradeTest {
  private static final Path WRITTEN =
      Path.of(System.getProperty("wowflow.root"), "spark-jobs/src/test/resources/upgrade/0.1.0");
  private static final String SOURCE = "synthetic:gaussians?classes=2&samples=4&dimension=2";
  private static final String TARGET = SOURCE + "&stream=1&shift=2";

  /** Bytes of the numbers that follow the committed header. */
  private static final int NUMBERS_OF_MODEL = 3_675_124;

  @TempDir Path folder;

  @BeforeEach
  void copy() throws IOException {
    SparkTest.session();
    try (Stream<Path> all = Files.walk(WRITTEN)) {
      for (Path path : all.filter(p -> !p.equals(WRITTEN)).toList()) {
        Files.copy(path, folder.resolve(WRITTEN.relativize(path).toString()));
      }
    }
  }

  private static String[] flowTo(Path output, String... more) {
    return flow(SOURCE, TARGET, output, more);
  }

  private static Manifest manifest(Path output) throws IOException {
    return Manifest.parse(Files.readAllBytes(output.resolve("_MANIFEST.json")));
  }

  @Test
  void aKilledRunIsResumedWithTheSameBits() throws IOException {
    Path killed = folder.resolve("killed");
    // As old as the lock of a run that was killed long ago.
    Files.setLastModifiedTime(
        killed.resolve("_LOCK"), FileTime.from(Instant.now().minusSeconds(600)));
    String[] settings = {
      "--steps", "24", "--snapshot-every", "20", "--state-hash", "--report-every", "20"
    };

    CommandLines.Outcome resumed = run(flowTo(killed, append(settings, "--mode", "resume")));

    resumed.succeeded();
    assertThat(resumed.err()).contains("resuming from step 20");
    Path whole = folder.resolve("whole");
    run(flowTo(whole, settings)).succeeded();
    assertThat(manifest(killed).outcome().stateHash())
        .isEqualTo(manifest(whole).outcome().stateHash());
    assertThat(manifest(killed).run().resumedFromStep()).isEqualTo(20);
    assertThat(Files.readAllLines(killed.resolve("objective.csv"))).hasSize(4);
  }

  private static String[] append(String[] args, String... more) {
    return Stream.concat(Stream.of(args), Stream.of(more)).toArray(String[]::new);
  }

  @Test
  void aFinishedFlowIsReadReportedAndConverted() throws IOException {
    Path output = folder.resolve("flow");
    assertThat(manifest(output).outcome().steps()).isEqualTo(6);
    Path again = folder.resolve("again");
    run(flowTo(again, "--steps", "6")).succeeded();
    assertThat(manifest(output).outcome().stateHash())
        .isEqualTo(manifest(again).outcome().stateHash());

    run("report", output.toString()).succeeded();
    assertThat(output.resolve("report.html")).content().contains("finished after 6 steps");
    CommandLines.Outcome resumed =
        run(flowTo(output, "--steps", "6", "--mode", "resume", "--state-hash"));
    assertThat(resumed.err()).contains("flow cannot be verified", "is finished already");
    for (String one : List.of("flow", "flow.npz")) {
      Path csv = folder.resolve(one + ".csv");
      run("convert", "--source", folder.resolve(one).toString(), "--output", csv.toString())
          .succeeded();
      assertThat(Files.readAllLines(csv)).hasSize(9);
    }
    run("report", folder.resolve("flow.npz").toString()).succeeded();
    refused(ExitCode.INPUT, folder, "verify", output.toString())
        .contains("flow cannot be verified: an earlier version wrote it");
    run(flowTo(output, "--steps", "6", "--mode", "overwrite")).succeeded();
    run("verify", output.toString()).succeeded();
  }

  private static String[] night(Path table, String date, String... more) {
    String[] args = {
      "augment",
      "--source",
      SOURCE,
      "--target",
      TARGET,
      "--output",
      table.toString(),
      "--run-date",
      date,
      "--shots",
      "2",
      "--steps",
      "3"
    };
    return append(args, more);
  }

  @Test
  void aNightlyTableGrowsOn() {
    Path table = folder.resolve("nightly");
    refused(ExitCode.OUTPUT, folder, night(table, "2026-11-23"))
        .contains("run_date=2026-11-23 exists and cannot be verified", "--mode overwrite");

    run(night(table, "2026-11-24")).succeeded();
    Map<String, String> first = files(table);
    assertThat(run(night(table, "2026-11-25")).err()).contains("run_date=2026-11-24 is current");

    assertThat(files(table)).isEqualTo(first);
    Dataset<Row> rows = SparkTest.session().read().parquet(table.toString());
    assertThat(rows.filter("run_date = '2026-11-23'").drop("run_date").collectAsList())
        .as("the same data, the same bits")
        .hasSize(12)
        .isEqualTo(rows.filter("run_date = '2026-11-24'").drop("run_date").collectAsList());
  }

  @Test
  void aClassifierIsLoaded() throws IOException {
    byte[] header = Files.readAllBytes(folder.resolve("cnn.model.header"));
    Path model =
        Files.write(
            folder.resolve("cnn.model"),
            ByteBuffer.allocate(header.length + NUMBERS_OF_MODEL).put(header).array());
    String images = "synthetic:gaussians?classes=10&samples=2&dimension=784";
    Path out = folder.resolve("watched");

    run(flow(images, images, out, "--evaluate-with", model.toString(), "--evaluate-every", "1"))
        .succeeded();

    assertThat(Files.readAllLines(out.resolve("accuracy.csv"))).hasSize(4);
  }
}
