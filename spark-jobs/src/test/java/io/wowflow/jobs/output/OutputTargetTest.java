package io.wowflow.jobs.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wowflow.jobs.Needs;
import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.conf.OutputMode;
import io.wowflow.jobs.io.place.FileSystems;
import io.wowflow.jobs.record.Manifest;
import io.wowflow.jobs.record.RunId;
import io.wowflow.jobs.snapshot.Samples;
import io.wowflow.jobs.snapshot.SnapshotStoreTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutputTargetTest {
  @TempDir Path temp;
  private Path out;
  private final List<String> notices = new ArrayList<>();

  @BeforeEach
  void place() {
    out = temp.resolve("out");
  }

  private OutputTarget directory() {
    return OutputTarget.directory(Samples.CONF, Samples.hadoop(out));
  }

  private OutputTarget file() {
    return OutputTarget.file(Samples.CONF, Samples.hadoop(temp.resolve("out.npz")));
  }

  private Attempt begin(OutputTarget target, OutputMode mode) throws IOException {
    return target.begin(Samples.run(), mode, notices::add);
  }

  private RunId make(OutputTarget target, OutputMode mode, String content) throws IOException {
    try (Attempt attempt = begin(target, mode)) {
      fill(target, attempt, content);
      attempt.commit(Samples.manifest(attempt.runId()));
      return attempt.runId();
    }
  }

  private static void fill(OutputTarget target, Attempt attempt, String content)
      throws IOException {
    Path data = Path.of(attempt.data().toUri().getPath());
    if (target.isFile()) {
      Files.writeString(data, content);
    } else {
      Files.createDirectories(data);
      Files.writeString(data.resolve("part-0.parquet"), content);
      attempt.write("objective.csv", content);
    }
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> refused(
      ExitCode code, ThrowingCallable call) {
    return assertThatThrownBy(call)
        .isInstanceOfSatisfying(JobException.class, e -> assertThat(e.exitCode()).isEqualTo(code));
  }

  private AbstractThrowableAssert<?, ? extends Throwable> refused(
      OutputTarget target, OutputMode mode) throws IOException {
    Map<String, String> before = Samples.tree(temp);
    var refusal = refused(ExitCode.OUTPUT, () -> begin(target, mode).close());
    assertThat(Samples.tree(temp)).isEqualTo(before);
    return refusal;
  }

  private Path put(String name) throws IOException {
    Path path = temp.resolve(name);
    Files.createDirectories(path.getParent());
    return Files.writeString(path, "x");
  }

  @Test
  void aDirectoryResultHasTheNamesOfTheContract() throws IOException {
    RunId id = make(directory(), OutputMode.ERROR, "one");
    assertThat(Samples.tree(out).keySet())
        .containsExactly("_MANIFEST.json", "_SUCCESS", "data/part-0.parquet", "objective.csv");
    assertThat(Samples.tree(out))
        .containsEntry("_SUCCESS", "")
        .containsEntry("objective.csv", "one");
    assertThat(directory().isFinished()).isTrue();
    assertThat(directory().resultDirectory()).isEqualTo(directory().path());
    assertThat(Manifest.parse(Files.readAllBytes(out.resolve("_MANIFEST.json"))).run().id())
        .isEqualTo(id.value());
  }

  @Test
  void aFileResultHasItsManifestBesideIt() throws IOException {
    make(file(), OutputMode.ERROR, "one");
    assertThat(Samples.tree(temp).keySet()).containsExactly("out.manifest.json", "out.npz");
    assertThat(file().isFinished()).isTrue();
  }

  @Test
  void withoutAtomicRenameTheDataStayUnderTheRun() throws IOException {
    OutputTarget target = directory().with(OutputTarget.Publication.RUN_DIRECTORY);
    RunId first = make(target, OutputMode.ERROR, "one");
    assertThat(Samples.tree(out).keySet())
        .containsExactly(
            "_MANIFEST.json",
            "_SUCCESS",
            "run=" + first + "/_MANIFEST.json",
            "run=" + first + "/data/part-0.parquet",
            "run=" + first + "/objective.csv");
    RunId second = make(target, OutputMode.OVERWRITE, "two");
    assertThat(target.resultDirectory().getName()).isEqualTo("run=" + second);
    assertThat(Samples.tree(out)).hasSize(5).containsValue("two").doesNotContainValue("one");
  }

  @ParameterizedTest
  @CsvSource({"file,true", "hdfs,true", "viewfs,true", "s3a,false", "gs,false"})
  void theSchemeDecidesHowToPublish(String scheme, boolean byRename) {
    assertThat(FileSystems.renamesAtomically(scheme)).isEqualTo(byRename);
  }

  @ParameterizedTest
  @EnumSource
  void nothingLooksFinishedBeforeTheCommit(OutputTarget.Publication publication)
      throws IOException {
    OutputTarget target = directory().with(publication);
    try (Attempt attempt = begin(target, OutputMode.ERROR)) {
      fill(target, attempt, "half");
      assertThat(target.isFinished()).isFalse();
      assertThat(Files.exists(out.resolve("data"))).isFalse();
      refused(ExitCode.INPUT, target::resultDirectory);
    }
    assertThat(out).doesNotExist();
  }

  @Test
  void anOldResultStaysWholeUntilTheNewOneIsCommitted() throws IOException {
    make(directory(), OutputMode.ERROR, "old");
    Map<String, String> old = Samples.tree(out);
    try (Attempt attempt = begin(directory(), OutputMode.OVERWRITE)) {
      fill(directory(), attempt, "new");
      assertThat(Samples.tree(out)).containsAllEntriesOf(old);
    }
    assertThat(Samples.tree(out)).isEqualTo(old);
    put("out/report.html");
    make(directory(), OutputMode.OVERWRITE, "new");
    assertThat(Samples.tree(out))
        .hasSize(4)
        .containsEntry("data/part-0.parquet", "new")
        .containsEntry("objective.csv", "new");
  }

  @Test
  void anOldFileStaysWholeUntilTheNewOneIsCommitted() throws IOException {
    make(file(), OutputMode.ERROR, "old");
    // As Hadoop's local file system leaves it: bound to the old content.
    put(".out.npz.crc");
    try (Attempt attempt = begin(file(), OutputMode.OVERWRITE)) {
      fill(file(), attempt, "new");
      assertThat(Samples.tree(temp)).containsEntry("out.npz", "old");
      attempt.commit(Samples.manifest(attempt.runId()));
    }
    assertThat(Samples.tree(temp).keySet()).containsExactly("out.manifest.json", "out.npz");
    assertThat(Samples.tree(temp)).containsEntry("out.npz", "new");
  }

  @Test
  void aResultIsNotReplacedUnasked() throws IOException {
    make(directory(), OutputMode.ERROR, "one");
    refused(directory(), OutputMode.ERROR)
        .hasMessageContaining(out.toString())
        .hasMessageContaining("--mode overwrite");
    refused(directory(), OutputMode.RESUME).hasMessageContaining("is finished");
    make(file(), OutputMode.ERROR, "one");
    refused(file(), OutputMode.ERROR).hasMessageContaining("--mode overwrite");
    refused(file(), OutputMode.RESUME).hasMessageContaining("is finished");
  }

  @ParameterizedTest
  @EnumSource
  void anEmptyDirectoryIsFineAndStays(OutputMode mode) throws IOException {
    Files.createDirectory(out);
    begin(directory(), mode).close();
    assertThat(out).isEmptyDirectory();
  }

  @ParameterizedTest
  @EnumSource
  void whatNoResultHasIsNeverTouched(OutputMode mode) throws IOException {
    put("out/notes.txt");
    put("out/run=7/part-0.parquet");
    refused(directory(), mode).hasMessageContaining("notes.txt, run=7");
  }

  @ParameterizedTest
  @EnumSource
  void aFolderThatIsOnlyCalledDataIsNeverTouched(OutputMode mode) throws IOException {
    put("out/data/precious.csv");
    refused(directory(), mode).hasMessageContaining("holds data");
  }

  @Test
  void snapshotsOfAnUnfinishedRunAreResumedOrOverwritten() throws IOException {
    for (OutputTarget target : List.of(directory(), file())) {
      try (Attempt attempt = begin(target, OutputMode.ERROR)) {
        fill(target, attempt, "half");
        target.snapshots(notices::add).write(Samples.state(10, 2, 3), SnapshotStoreTest.HEADER);
      }
      refused(target, OutputMode.ERROR)
          .hasMessageContaining("--mode resume")
          .hasMessageContaining("--mode overwrite");
      begin(target, OutputMode.RESUME).close();
      assertThat(target.snapshots(notices::add).newestWhole(SnapshotStoreTest.HEADER)).isPresent();
      begin(target, OutputMode.OVERWRITE).close();
      assertThat(target.snapshots(notices::add).newestWhole(SnapshotStoreTest.HEADER)).isEmpty();
    }
    assertThat(Samples.tree(temp)).isEmpty();
  }

  @Test
  void theSnapshotsOfAFileLieBesideIt() throws IOException {
    Path snapshot =
        Path.of(
            file()
                .snapshots(notices::add)
                .write(Samples.state(10, 2, 3), SnapshotStoreTest.HEADER)
                .toUri()
                .getPath());
    assertThat(temp.relativize(snapshot).toString()).isEqualTo("out.snapshots/step=00000010");
  }

  @Test
  void whatDeadRunsLeftIsDeletedSayingSo() throws IOException {
    RunId dead = Samples.run();
    put("out/_attempt=" + dead + "/data/part-0.parquet");
    put("out/_previous=" + dead + "/data/part-0.parquet");
    make(directory(), OutputMode.ERROR, "one");
    assertThat(Samples.tree(out)).hasSize(4);
    assertThat(notices).hasSize(1);
    assertThat(notices.get(0)).contains("_attempt=" + dead);
    put("out/_attempt-" + dead + "/data/part-0.parquet");
    put("out/_previous-" + dead + "/data/part-0.parquet");
    make(directory(), OutputMode.OVERWRITE, "two");
    assertThat(Samples.tree(out)).hasSize(4);
  }

  /** Spark reads a directory _NAME=VALUE as a partition, and hides one whose name has no '='. */
  @Test
  void unfinishedThingsAreHiddenFromSpark() throws IOException {
    try (Attempt attempt = begin(directory(), OutputMode.ERROR)) {
      assertThat(attempt.directory().getName()).startsWith("_attempt-").doesNotContain("=");
    }
  }

  @Test
  void aSecondRunOnTheSameOutputIsRefused() throws IOException {
    for (OutputTarget target : List.of(directory(), file())) {
      try (Attempt attempt = begin(target, OutputMode.ERROR)) {
        for (OutputMode mode : OutputMode.values()) {
          refused(target, mode).hasMessageContaining(attempt.runId().value());
        }
      }
    }
  }

  @Test
  void aRunThatLostItsLockPublishesNothing() throws IOException {
    try (Attempt attempt = begin(directory(), OutputMode.ERROR)) {
      fill(directory(), attempt, "one");
      attempt.lock().close();
      refused(ExitCode.OUTPUT, () -> attempt.commit(Samples.manifest(attempt.runId())));
    }
    assertThat(out).doesNotExist();
  }

  @Test
  void aCommitNeedsDataAndComesOnce() throws IOException {
    try (Attempt attempt = begin(directory(), OutputMode.ERROR)) {
      Manifest manifest = Samples.manifest(attempt.runId());
      assertThatThrownBy(() -> attempt.commit(manifest))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("wrote no data");
      fill(directory(), attempt, "one");
      attempt.commit(manifest);
      assertThatThrownBy(() -> attempt.commit(manifest)).isInstanceOf(IllegalStateException.class);
    }
    assertThat(directory().isFinished()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"notes.txt", "../x", "_SUCCESS", "_MANIFEST.json", "data"})
  void onlyTheSmallFilesOfAResultCanBeWritten(String name) throws IOException {
    try (Attempt attempt = begin(directory(), OutputMode.ERROR)) {
      assertThatThrownBy(() -> attempt.write(name, ""))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void anOutputThatIsOrLiesBelowTheWrongKindOfThingIsRefused(OutputMode mode) throws IOException {
    put("out");
    refused(directory(), mode).hasMessageContaining("is a regular file");
    Path file = out;
    out = file.resolve("below/deeper");
    refused(directory(), mode).hasMessageContaining(file + " is a regular file");
    Files.createDirectory(temp.resolve("out.npz"));
    refused(file(), mode).hasMessageContaining("is a directory");
  }

  @Test
  void anOutputThatCannotBeWrittenIsRefused() {
    Needs.that(Files.isDirectory(Path.of("/proc/self")), "no Linux: /proc is absent");
    out = Path.of("/proc/wowflow/out");
    refused(ExitCode.OUTPUT, () -> begin(directory(), OutputMode.ERROR))
        .hasMessageContaining("cannot be written");
  }

  @Test
  void anUnknownFileSystemIsWrongUsage() {
    refused(
            ExitCode.USAGE,
            () ->
                OutputTarget.directory(
                    Samples.CONF, new org.apache.hadoop.fs.Path("nosuch://user:pass@host/x")))
        .hasMessageContaining("nosuch://host/x")
        .hasMessageNotContaining("pass@");
  }

  @ParameterizedTest
  @CsvSource({
    "out,out,is the input",
    "out/deeper/still,out,is inside the input",
    "out,out/data/x.csv,holds the input",
    "other/../out,out,is the input",
    "link,out,is the input",
    "link/new/result,out,is inside the input",
    "out,link/data,holds the input"
  })
  void anOutputThatMeetsAnInputIsRefused(String output, String input, String relation)
      throws IOException {
    Files.createDirectories(out.resolve("data"));
    Files.createDirectories(temp.resolve("other"));
    Files.createSymbolicLink(temp.resolve("link"), out);
    OutputTarget target =
        OutputTarget.directory(Samples.CONF, new org.apache.hadoop.fs.Path(temp + "/" + output));
    org.apache.hadoop.fs.Path in = new org.apache.hadoop.fs.Path("file:" + temp + "/" + input);
    refused(ExitCode.USAGE, () -> target.checkApartFrom(List.of(in)))
        .hasMessageContaining(relation);
  }

  @Test
  void aFileOutputMustNotMeetAnInputEither() throws IOException {
    Path input = put("out.npz");
    put("in/out.npz");
    refused(ExitCode.USAGE, () -> file().checkApartFrom(List.of(Samples.hadoop(input))));
    OutputTarget inside =
        OutputTarget.file(Samples.CONF, Samples.hadoop(temp.resolve("in/result.npz")));
    refused(
        ExitCode.USAGE, () -> inside.checkApartFrom(List.of(Samples.hadoop(temp.resolve("in")))));
  }

  @Test
  void aNeighbourOfAnInputIsFine() {
    List<org.apache.hadoop.fs.Path> inputs =
        List.of(
            Samples.hadoop(temp.resolve("out2")),
            Samples.hadoop(temp.resolve("ou")),
            Samples.hadoop(temp.resolve("in.npz")));
    assertThatCode(() -> directory().checkApartFrom(inputs)).doesNotThrowAnyException();
    assertThatCode(() -> file().checkApartFrom(inputs)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "local,false,true",
    "local[*],false,true",
    "'local[4,2]',false,true",
    "'local-cluster[2,1,1024]',false,true",
    ",false,true",
    "spark://host:7077,false,false",
    "spark://host:7077,true,true",
    "yarn,false,false",
    "k8s://https://host,false,false",
    "localhost,false,false"
  })
  void aLocalOutputNeedsALocalMasterOrASharedFileSystem(
      String master, boolean shared, boolean allowed) {
    if (allowed) {
      assertThatCode(() -> directory().checkReachable(master, shared)).doesNotThrowAnyException();
    } else {
      refused(ExitCode.USAGE, () -> directory().checkReachable(master, shared))
          .hasMessageContaining("--shared-filesystem");
    }
  }
}
