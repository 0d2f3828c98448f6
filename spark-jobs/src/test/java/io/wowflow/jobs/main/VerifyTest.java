package io.wowflow.jobs.main;

import static io.wowflow.jobs.main.CommandLines.flow;
import static io.wowflow.jobs.main.CommandLines.refused;
import static io.wowflow.jobs.main.CommandLines.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.wowflow.jobs.SparkTest;
import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.snapshot.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of an output against its manifest, by the command and by what relies on it. */
class VerifyTest {
  private static final String PART = "data/part-00000.snappy.parquet";

  @TempDir Path folder;

  @BeforeEach
  void session() {
    SparkTest.session();
  }

  private Path made(String... more) {
    Path out = folder.resolve("out");
    run(flow(out, more)).succeeded();
    return out;
  }

  private static String verified(Path output) {
    CommandLines.Outcome outcome = run("verify", output.toString());
    outcome.succeeded();
    return outcome.out();
  }

  private static void flipOneBit(Path file) throws IOException {
    byte[] content = Files.readAllBytes(file);
    content[content.length / 2] ^= 1;
    Files.write(file, content);
  }

  @Test
  void aWholeOutputAndWhatItsFilesAre() throws IOException {
    Path out = made();

    assertThat(verified(out)).startsWith("file:").contains("out is whole: 3 files, ");
    assertThat(Files.readString(out.resolve("_MANIFEST.json")))
        .contains("\"name\" : \"" + PART + "\"", "\"name\" : \"objective.csv\"", "\"sha256\"");
    run("report", out.toString()).succeeded();
    assertThat(verified(out)).as("the page is no part of the data").contains("is whole");
  }

  @Test
  void aFileThatIsMissingCutChangedOrAddedIsNamed() throws IOException {
    Path out = made();
    Path part = out.resolve(PART);
    byte[] whole = Files.readAllBytes(part);

    flipOneBit(part);
    refusedAs(out, PART + " has changed: its SHA-256 is not that of the manifest");
    Files.write(part, new byte[] {1, 2});
    refusedAs(out, PART + " has 2 bytes where the manifest has " + whole.length);
    Files.delete(part);
    refusedAs(out, PART + " is missing");
    Files.write(part, whole);
    assertThat(verified(out)).contains("is whole");
    Files.write(out.resolve("data/part-00001.snappy.parquet"), whole);
    refusedAs(out, "part-00001.snappy.parquet is there, but not in the manifest");
    Files.delete(out.resolve("data/part-00001.snappy.parquet"));
    // Spark hides names that begin with an underscore, but not those of partitions.
    Path partition = Files.createDirectory(out.resolve("data/_label=7"));
    Files.write(partition.resolve("part-00000.snappy.parquet"), whole);
    refusedAs(out, "data/_label=7/part-00000.snappy.parquet is there, but not in the manifest");
    Files.delete(partition.resolve("part-00000.snappy.parquet"));
    Path other = Files.createDirectories(out.resolve("run=" + Samples.run().value() + "/data"));
    refusedAs(out, other.getParent().getFileName() + "/data is there, but not in the manifest");
    Files.delete(other);
    assertThat(verified(out)).contains("is whole");
    Files.writeString(out.resolve("matching.csv"), "source_class,label,cost\n");
    refusedAs(out, "matching.csv has 24 bytes");
  }

  private void refusedAs(Path output, String damage) {
    refused(ExitCode.INPUT, folder, "verify", output.toString())
        .contains("out is damaged: ", damage, "--mode overwrite");
  }

  @Test
  void anOutputThatIsOneFile() throws IOException {
    Path out = folder.resolve("out.npz");
    run(flow(out)).succeeded();

    assertThat(verified(out)).contains("out.npz is whole: 1 files, ");
    flipOneBit(out);
    refused(ExitCode.INPUT, folder, "verify", out.toString())
        .contains("out.npz is damaged: out.npz has changed");
  }

  @Test
  void whatIsNoFinishedOutputIsNoWholeOne() {
    refused(ExitCode.INPUT, folder, "verify", folder.resolve("nothing").toString())
        .contains("nothing holds no finished result");
    refused(ExitCode.USAGE, folder, "verify", "").contains("NAME: ");
  }

  @Test
  void anEarlierVersionDidNotRecordItsFiles() throws IOException {
    Path out = made();
    forgetFiles(out);

    refused(ExitCode.INPUT, folder, "verify", out.toString())
        .contains("out cannot be verified: an earlier version wrote it");
    CommandLines.Outcome resumed = run(flow(out, "--mode", "resume"));
    resumed.succeeded();
    assertThat(resumed.err()).contains("out cannot be verified", "is finished already");
  }

  static void forgetFiles(Path output) throws IOException {
    Path manifest = output.resolve("_MANIFEST.json");
    String text = Files.readString(manifest);
    String without = text.replaceFirst("(?s),\\s*\"files\" : \\[.*?]", "");
    assertThat(without).isNotEqualTo(text).doesNotContain("\"files\"");
    Files.writeString(manifest, without);
  }

  @Test
  void nothingIsResumedFromADamagedResult() throws IOException {
    Path out = made();
    Files.delete(out.resolve(PART));

    refused(ExitCode.OUTPUT, folder, flow(out, "--mode", "resume"))
        .contains("out exists and is damaged: " + PART + " is missing", "--mode overwrite");
    run(flow(out, "--mode", "overwrite")).succeeded();
    assertThat(verified(out)).contains("is whole");
  }

  /** A run that was killed when the seal was still to be written. */
  @Test
  void aResultWhoseCommitWasKilledIsFinishedByResume() throws IOException {
    Path out = made();
    Files.delete(out.resolve("_SUCCESS"));
    String id = Samples.run().value();
    Files.createFile(Files.createDirectory(out.resolve("_attempt=" + id)).resolve("_PUBLISH"));

    CommandLines.Outcome resumed = run(flow(out, "--mode", "resume"));

    resumed.succeeded();
    assertThat(resumed.err()).contains("Finishing the commit", "is finished already");
    assertThat(verified(out)).contains("is whole");
  }

  @Test
  void allPartitionsOfATable() throws IOException {
    for (String date : List.of("2026-11-23", "2026-11-24")) {
      run(flow(folder.resolve("table/run_date=" + date))).succeeded();
    }
    Path table = folder.resolve("table");

    try (Stream<String> lines = verified(table).lines()) {
      assertThat(lines).hasSize(2).allMatch(line -> line.contains("run_date=2026-11-2"));
    }
    Files.delete(table.resolve("run_date=2026-11-24").resolve(PART));
    refused(ExitCode.INPUT, folder, "verify", table.toString())
        .contains("run_date=2026-11-24 is damaged: " + PART + " is missing")
        .doesNotContain("run_date=2026-11-23");
    Files.writeString(table.resolve("run_date=2026-11-23/_MANIFEST.json"), "{");
    Path unfinished = table.resolve("run_date=2026-11-25");
    Files.createDirectories(unfinished.resolve("run=" + Samples.run().value() + "/data"));
    Files.createDirectories(table.resolve("run_date=2026-11-26/snapshots"));
    refused(ExitCode.INPUT, folder, "verify", table.toString())
        .contains("run_date=2026-11-23/_MANIFEST.json is not a manifest")
        .contains("run_date=2026-11-24 is damaged: " + PART + " is missing")
        .contains("run_date=2026-11-25 holds data but is not finished")
        .doesNotContain("run_date=2026-11-26");
  }
}
