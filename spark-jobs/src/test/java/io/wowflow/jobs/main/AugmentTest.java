package io.wowflow.jobs.main;

import static io.wowflow.jobs.main.CommandLines.files;
import static io.wowflow.jobs.main.CommandLines.refused;
import static io.wowflow.jobs.main.CommandLines.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.wowflow.jobs.LoggedEvents;
import io.wowflow.jobs.Needs;
import io.wowflow.jobs.SparkTest;
import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.io.DatasetReader;
import io.wowflow.jobs.io.dataset.LabelKind;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.jobs.io.parquet.ParquetFiles;
import io.wowflow.jobs.io.place.DatasetUri;
import io.wowflow.jobs.io.rows.ReadOptions;
import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.data.LabelledDataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.logging.log4j.Level;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AugmentTest {
  private static final String SOURCE =
      "synthetic:gaussians?classes=3&samples=12&dimension=4&stream=1";
  private static final String TARGET =
      "synthetic:gaussians?classes=3&samples=6&dimension=4&stream=2&shift=3";

  private static final String PART = "data/part-00000.snappy.parquet";

  @TempDir Path folder;

  /** The session of all tests, so that a command finds it open and leaves it open. */
  @BeforeEach
  void session() {
    SparkTest.session();
  }

  private String[] augment(String... more) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "augment",
                "--source",
                SOURCE,
                "--target",
                TARGET,
                "--shots",
                "2",
                "--steps",
                "3",
                "--output",
                folder.resolve("out").toString()));
    args.addAll(List.of(more));
    return args.toArray(String[]::new);
  }

  /** With another value of one of these options. */
  private String[] augmentWith(String option, String value) {
    List<String> args = new ArrayList<>(List.of(augment()));
    args.set(args.indexOf(option) + 1, value);
    return args.toArray(String[]::new);
  }

  private static Dataset<Row> rows(Path data) {
    return SparkTest.session().read().parquet(data.toString());
  }

  @Test
  void ownAndFlowedSamplesWithWhereTheyCameFrom() {
    CommandLines.Outcome outcome = run(augment());

    outcome.succeeded();
    assertThat(outcome.out())
        .startsWith("6 samples of the target and 36 flowed samples written to");
    Dataset<Row> rows = rows(folder.resolve("out/data"));
    assertThat(rows.columns())
        .containsExactly("label", "provenance", "source_class", "origin_id", "id", "features");
    assertThat(rows.select("id").distinct().count()).isEqualTo(42);
    Dataset<Row> own = rows.filter("provenance = 'target'");
    assertThat(own.count()).isEqualTo(6);
    assertThat(own.filter("source_class is not null").count()).isZero();
    Dataset<Row> flowed = rows.filter("provenance = 'flowed'");
    assertThat(flowed.count()).isEqualTo(36);
    assertThat(flowed.select("source_class").distinct().count()).isEqualTo(3);
    assertThat(flowed.select("source_class", "label").distinct().count()).isEqualTo(3);
    assertThat(folder.resolve("out/_report.html"))
        .content()
        .contains("finished after 3 steps", "id=\"objective\"", ">flow.kernel<", ">shots<")
        .doesNotContain("id=\"worth\"");
    assertThat(run("report", folder.resolve("out").toString()).out()).contains("page written to");
  }

  @Test
  void flowedSamplesStayInTheRangeOfTheTarget() {
    run(augment("--step-size", "50", "--momentum", "0")).succeeded();

    Dataset<Row> ranges =
        rows(folder.resolve("out/data"))
            .selectExpr("provenance", "array_max(features) high", "array_min(features) low")
            .groupBy("provenance")
            .agg(Map.of("high", "max", "low", "min"));
    Map<String, Row> byProvenance = new java.util.HashMap<>();
    ranges.collectAsList().forEach(row -> byProvenance.put(row.getAs("provenance"), row));
    Row own = byProvenance.get("target");
    Row flowed = byProvenance.get("flowed");
    assertThat(flowed.<Float>getAs("max(high)")).isLessThanOrEqualTo(own.getAs("max(high)"));
    assertThat(flowed.<Float>getAs("min(low)")).isGreaterThanOrEqualTo(own.getAs("min(low)"));
  }

  @Test
  void aNightWithoutNewsLeavesTheOutputAsItIs() {
    run(augment("--run-date", "2026-11-23")).succeeded();
    Map<String, String> first = files(folder);

    CommandLines.Outcome again = run(augment("--run-date", "2026-11-23", "--threads", "1"));

    again.succeeded();
    assertThat(again.err()).contains("run_date=2026-11-23 is up to date: nothing to do");
    assertThat(files(folder)).isEqualTo(first);
  }

  /** A reader that wants the data of a night reads the newest partition of that date or before. */
  @Test
  void aNightWithoutNewsMakesNoCopyOfTheNewestPartition() throws IOException {
    run(augment("--run-date", "2026-11-23")).succeeded();
    Map<String, String> first = files(folder);

    CommandLines.Outcome next = run(augment("--run-date", "2026-11-24"));
    next.succeeded();
    assertThat(next.err())
        .contains("run_date=2026-11-23 is current", "so run_date=2026-11-24 is not made");
    assertThat(run(augment("--run-date", "2026-11-25", "--dry-run")).out())
        .contains("run_date=2026-11-23 is current", "so run_date=2026-11-25 is not made");
    assertThat(files(folder)).isEqualTo(first);

    run(augment("--run-date", "2026-11-26", "--seed", "1")).succeeded();
    run(augment("--run-date", "2026-11-27")).succeeded();
    assertThat(folder.resolve("out").toFile().list())
        .as("news, and then the data of the first night again")
        .containsExactlyInAnyOrder(
            "run_date=2026-11-23", "run_date=2026-11-26", "run_date=2026-11-27");
    run(augment("--run-date", "2026-11-22")).succeeded();
    assertThat(folder.resolve("out/run_date=2026-11-22"))
        .as("no partition was current on that date")
        .isDirectory();
  }

  @Test
  void aDamagedPartitionIsNotCurrent() throws IOException {
    run(augment("--run-date", "2026-11-23")).succeeded();
    Files.delete(folder.resolve("out/run_date=2026-11-23").resolve(PART));

    CommandLines.Outcome next = run(augment("--run-date", "2026-11-24"));

    next.succeeded();
    assertThat(next.err()).contains("run_date=2026-11-23 is damaged: " + PART + " is missing");
    assertThat(rows(folder.resolve("out/run_date=2026-11-24/data")).count()).isEqualTo(42);
    refused(ExitCode.OUTPUT, folder, augment("--run-date", "2026-11-23"))
        .contains("run_date=2026-11-23 exists and is damaged: " + PART, "--mode overwrite");
  }

  @Test
  void aNightWithDataOfAnUnfinishedRunIsNotLeftAsItIs() throws IOException {
    run(augment("--run-date", "2026-11-23")).succeeded();
    run(augment("--run-date", "2026-11-24", "--seed", "1")).succeeded();
    Path night = folder.resolve("out/run_date=2026-11-24");
    Files.delete(night.resolve("_SUCCESS"));

    refused(ExitCode.OUTPUT, folder, augment("--run-date", "2026-11-24"))
        .contains("run_date=2026-11-24 exists and holds ", "--mode overwrite");
    run(augment("--run-date", "2026-11-24", "--mode", "overwrite")).succeeded();
    assertThat(run("verify", folder.resolve("out").toString()).out())
        .contains("run_date=2026-11-24 is whole");
  }

  @Test
  void aFileThatWasDeletedOrChangedIsNotUpToDate() throws IOException {
    Path part = folder.resolve("out").resolve(PART);
    run(augment()).succeeded();
    byte[] content = Files.readAllBytes(part);

    content[content.length / 2] ^= 1;
    Files.write(part, content);
    refused(ExitCode.OUTPUT, folder, augment())
        .contains("out exists and is damaged: " + PART + " has changed", "--mode overwrite");
    Files.delete(part);
    refused(ExitCode.OUTPUT, folder, augment("--dry-run"))
        .contains("out exists and is damaged: " + PART + " is missing", "--mode overwrite");
    run(augment("--mode", "overwrite")).succeeded();
    assertThat(run(augment()).err()).contains("is up to date: nothing to do");

    VerifyTest.forgetFiles(folder.resolve("out"));
    refused(ExitCode.OUTPUT, folder, augment())
        .contains("out exists and cannot be verified: an earlier version", "--mode overwrite");
    run(augment("--mode", "overwrite")).succeeded();
    assertThat(run(augment()).err()).contains("is up to date: nothing to do");
  }

  @Test
  void theSameDataUnderAnotherNameAreNoNews() throws IOException {
    Path one = folder.resolve("one.npz");
    run("convert", "--source", TARGET, "--output", one.toString()).succeeded();
    run(augmentWith("--target", one.toString())).succeeded();
    Path other = Files.copy(one, folder.resolve("other.npz"));

    assertThat(run(augmentWith("--target", other.toString())).err())
        .contains("is up to date: nothing to do");
  }

  /** As long as a file is missing, nothing is up to date; what cannot be read can be replaced. */
  @Test
  void aDamagedOutputIsRefusedAsOneThatExistsAndCanBeReplaced() throws IOException {
    Path out = folder.resolve("out");
    run(augment()).succeeded();
    Files.writeString(out.resolve("_MANIFEST.json"), "{\"run");
    refused(ExitCode.OUTPUT, folder, augment()).contains("out exists", "--mode overwrite");
    run(augment("--mode", "overwrite")).succeeded();
    Files.delete(out.resolve("_MANIFEST.json"));
    refused(ExitCode.OUTPUT, folder, augment()).contains("out exists", "--mode overwrite");
    run(augment("--mode", "overwrite")).succeeded();
    Files.move(out.resolve("data"), folder.resolve("elsewhere"));
    refused(ExitCode.OUTPUT, folder, augment()).contains("out exists", "--mode overwrite");
    run(augment("--mode", "overwrite")).succeeded();

    assertThat(run(augment()).err()).contains("is up to date: nothing to do");
    assertThat(rows(out.resolve("data")).count()).isEqualTo(42);
  }

  @Test
  void datesDoNotGoIntoAResultWithoutOne() {
    run(augment()).succeeded();

    refused(ExitCode.OUTPUT, folder, augment("--run-date", "2026-11-23"))
        .contains("out holds a result that has no date");
    refused(
            ExitCode.OUTPUT,
            folder,
            augment("--run-date", "2026-11-23", "--require-improvement", "--held-out", "1"))
        .contains("out holds a result that has no date");
  }

  @Test
  void anInterruptionLeavesNothing() {
    assertThat(CommandLines.interrupted(augmentWith("--steps", "100000"))).isEqualTo(143);

    assertThat(folder.resolve("out")).doesNotExist();
    run(augment()).succeeded();
  }

  @Test
  void aFirstNightThatFailsLeavesNoFolder() {
    refused(
            ExitCode.DIVERGED,
            folder,
            augment("--run-date", "2026-11-23", "--momentum", "0", "--step-size", "1e38"))
        .contains("diverged at step");
    assertThat(folder.resolve("out")).doesNotExist();
    run(augment("--run-date", "2026-11-23")).succeeded();

    refused(
            ExitCode.DIVERGED,
            folder,
            augment("--run-date", "2026-11-24", "--momentum", "0", "--step-size", "1e38"))
        .contains("diverged at step");
    assertThat(folder.resolve("out/run_date=2026-11-23")).exists();
  }

  @Test
  void anEmptyFolderOfTheUserStays() throws IOException {
    Files.createDirectory(folder.resolve("out"));

    refused(
        ExitCode.DIVERGED,
        folder,
        augment("--run-date", "2026-11-23", "--momentum", "0", "--step-size", "1e38"));

    assertThat(folder.resolve("out")).isEmptyDirectory();
  }

  @Test
  void otherInputsReplaceAPartitionOnlyIfTold() {
    run(augment("--run-date", "2026-11-23")).succeeded();
    run(augment("--run-date", "2026-11-24", "--seed", "2")).succeeded();

    refused(ExitCode.OUTPUT, folder, augment("--run-date", "2026-11-23", "--seed", "1"))
        .contains("run_date=2026-11-23 exists", "--mode overwrite");
    run(augment("--run-date", "2026-11-23", "--seed", "1", "--mode", "overwrite")).succeeded();

    Dataset<Row> all = rows(folder.resolve("out"));
    assertThat(all.columns()).contains("run_date");
    assertThat(all.groupBy("run_date").count().collectAsList())
        .allSatisfy(row -> assertThat(row.getLong(1)).isEqualTo(42))
        .hasSize(2);
  }

  @Test
  void aLineALogCollectorReadsForEachEvent() {
    List<String> lines;
    try (LoggedEvents events = new LoggedEvents(Level.INFO)) {
      run(augment()).succeeded();
      run(augment()).succeeded();
      lines = events.lines();
    }

    assertThat(lines.get(0)).startsWith("event=start run=").contains(" steps=3 ");
    assertThat(lines.subList(1, lines.size() - 1))
        .hasSize(2)
        .allSatisfy(line -> assertThat(line).startsWith("event=report run="));
    // The second run found all up to date.
    assertThat(lines.get(lines.size() - 1)).startsWith("event=end run=").contains("outcome=done");
    assertThat(lines).filteredOn(line -> line.startsWith("event=start")).hasSize(1);
  }

  @Test
  void anotherEndOfTheFlowIsNews() throws IOException {
    run(augment("--run-date", "2026-11-23")).succeeded();
    Path conf = Files.writeString(folder.resolve("end.conf"), "wowflow.augment.stop-plateau = 2\n");

    String[] other = augment("--run-date", "2026-11-23", "--config", conf.toString());
    refused(ExitCode.OUTPUT, folder, other).contains("run_date=2026-11-23 exists");
    Files.writeString(conf, "wowflow.flow.report-every = 2\n");
    assertThat(run(other).err()).contains("up to date: nothing to do");
  }

  @Test
  void whatCannotBe() {
    refused(ExitCode.USAGE, folder, augment("--run-date", "23.11.2026"))
        .contains("--run-date: '23.11.2026' is not a date such as 2026-11-23, or today");
    refused(ExitCode.USAGE, folder, augment("--held-out", "1"))
        .contains("--held-out has no effect without --require-improvement or --tolerate");
    refused(ExitCode.INPUT, folder, augment("--target-first", "1"))
        .contains("has 1 sample,", "2 are needed");
    refused(ExitCode.USAGE, folder, augment("--require-improvement", "--classifier", "lenet5"))
        .contains("lenet5 classifies pictures", "--shape HxWxC", "--classifier linear");
  }

  @Test
  void aPlanOfTheNight() {
    CommandLines.Outcome plan = run(augment("--run-date", "2026-11-23", "--dry-run"));

    plan.succeeded();
    assertThat(plan.out())
        .contains("source: 3 classes, 36 samples", "engine: in-process")
        .contains("out/run_date=2026-11-23 would be made");
    assertThat(folder).isEmptyDirectory();
    run(augment("--run-date", "2026-11-23")).succeeded();
    Map<String, String> made = files(folder);

    assertThat(run(augment("--run-date", "2026-11-23", "--dry-run")).out())
        .contains("run_date=2026-11-23 is up to date: nothing to do");
    String[] other = {"--run-date", "2026-11-23", "--seed", "1", "--dry-run"};
    refused(ExitCode.OUTPUT, folder, augment(other)).contains("run_date=2026-11-23 exists");
    String[] replaced = {
      "--run-date", "2026-11-23", "--seed", "1", "--dry-run", "--mode=overwrite"
    };
    assertThat(run(augment(replaced)).out()).contains("run_date=2026-11-23 would be replaced");
    assertThat(files(folder)).isEqualTo(made);
  }

  @Test
  void todayIsADate() {
    String before = LocalDate.now(ZoneOffset.UTC).toString();
    String plan = run(augment("--run-date", "today", "--dry-run")).out();
    String after = LocalDate.now(ZoneOffset.UTC).toString();

    assertThat(plan).containsAnyOf("run_date=" + before + " would", "run_date=" + after + " would");
  }

  private static String data(String name) {
    return Needs.dataSet(name).toString();
  }

  private String[] digits(String source, Path out) {
    return new String[] {
      "augment", "--source", source, "--target", data("MNIST") + "#test", "--shots", "5",
      "--steps", "0", "--require-improvement", "--held-out", "50", "--training-steps", "60",
      "--classifier", "cnn", "--output", out.toString(), "--source-samples-per-class", "50"
    };
  }

  @Test
  void heldOutSamplesComeOutOfTheFirstOfTheTarget() {
    String[] args = digits(data("MNIST") + "#train", folder.resolve("digits"));
    String[] first = Arrays.copyOf(args, args.length + 3);
    first[args.length] = "--target-first";
    first[args.length + 1] = "60";
    first[args.length + 2] = "--dry-run";

    assertThat(run(first).out())
        .contains(
            "held out: 500 samples of the target, out of the first 60 of each class that"
                + " --target-first keeps");
  }

  @Test
  void publishesPicturesThatLoseLittle() throws IOException {
    Path out = folder.resolve("digits");

    String[] args = digits(data("MNIST") + "#train", out);
    String[] tolerant = Arrays.copyOf(args, args.length + 2);
    tolerant[args.length] = "--tolerate";
    tolerant[args.length + 1] = "30";
    CommandLines.Outcome outcome = run(tolerant);

    outcome.succeeded();
    assertThat(outcome.out())
        .containsPattern("% with own and flowed samples against \\S+ % with the target's own");
    assertThat(outcome.err())
        .contains("the target's own samples: training 1 of ")
        .contains("own and flowed samples: training 1 of ");
    assertThat(Files.readString(out.resolve("_ACCURACY.json")))
        .contains(
            "\"tested_samples\" : 500", "\"published_because\" : \"no loss of more than 30 points");
    assertThat(Files.readString(out.resolve("_report.html")))
        .contains("Value of the samples", "on 500 samples of the target", ">50<", ">550<")
        .contains("Particles over time", "require-improvement", "flow.kernel");
  }

  @Test
  void publishesNothingThatHarms() throws IOException {
    Path mixed = folder.resolve("mixed");
    writeAllDigitsAsOneClass(mixed);

    // All of them are matched to one digit, which is wrong for nine in ten.
    refused(ExitCode.VERDICT, folder, digits(mixed.toString(), folder.resolve("digits")))
        .contains("Nothing was published, since the flowed samples do not help: harms: ");
  }

  private static void writeAllDigitsAsOneClass(Path into) throws IOException {
    Configuration hadoop = new Configuration();
    LoadedDataset digits =
        new DatasetReader(hadoop, SparkTest::session)
            .read(
                DatasetUri.parse(data("MNIST") + "#train"),
                ReadOptions.defaults().withSamplesPerClass(20));
    float[] values = new float[200 * 784];
    for (int c = 0; c < 10; c++) {
      float[] of = digits.dataset().get(c).samples().values();
      System.arraycopy(of, 0, values, c * of.length, of.length);
    }
    LabelledDataset one =
        LabelledDataset.of(List.of(LabelledClass.of("all", new FloatMatrix(200, 784, values))));
    ParquetFiles.write(
        new LoadedDataset(
            one, LabelKind.STRING, List.of(LongStream.range(0, 200).toArray()), Optional.empty()),
        new org.apache.hadoop.fs.Path(into.toUri()),
        hadoop);
  }

  private String targetWithAClassOfItsOwn(int ofItsOwn) throws IOException {
    StringBuilder text = new StringBuilder("label,a,b,c,d\n");
    for (int label = -1; label < 3; label++) {
      for (int i = 0; i < 2; i++) {
        String value = String.valueOf(label < 0 ? ofItsOwn : 3 * label + i);
        text.append(label).append((',' + value).repeat(4)).append('\n');
      }
    }
    return Files.writeString(folder.resolve("target.csv"), text).toString();
  }

  /** The source has the labels 0, 1 and 2. */
  @Test
  void classesThatTheFlowLeavesOutKeepTheirOwnSamples() throws IOException {
    String target = targetWithAClassOfItsOwn(5);
    List<String> args = new ArrayList<>(List.of(augmentWith("--target", target)));
    args.addAll(List.of("--labels", "shared", "--unmatched", "drop"));
    CommandLines.Outcome outcome = run(args.toArray(String[]::new));

    outcome.succeeded();
    assertThat(outcome.err())
        .contains("1 class of the target " + target)
        .contains("does not have: '-1'; left out");
    Dataset<Row> rows = rows(folder.resolve("out/data"));
    for (int label = -1; label < 3; label++) {
      assertThat(rows.filter("provenance = 'target' and label = " + label).count()).isEqualTo(2);
      assertThat(rows.filter("provenance = 'flowed' and label = " + label).count())
          .as("class %s", label)
          .isEqualTo(label < 0 ? 0 : 12);
    }
    assertThat(run(args.toArray(String[]::new)).err()).contains("is up to date");
    targetWithAClassOfItsOwn(6);
    assertThat(run(args.toArray(String[]::new)).err())
        .as("the class is not flowed, but written")
        .doesNotContain("is up to date");
  }
}
