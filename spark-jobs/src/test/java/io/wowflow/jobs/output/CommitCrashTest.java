package io.wowflow.jobs.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.wowflow.jobs.conf.OutputMode;
import io.wowflow.jobs.record.Manifest;
import io.wowflow.jobs.record.RunId;
import io.wowflow.jobs.snapshot.Samples;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A process that dies at any point leaves the old or the new result, whole. */
class CommitCrashTest {

  @TempDir Path temp;

  enum Form {
    RENAMED_DIRECTORY,
    RUN_DIRECTORY,
    RENAMED_FILE;

    OutputTarget target(Configuration conf, Path out) {
      org.apache.hadoop.fs.Path path = Samples.hadoop(out);
      return switch (this) {
        case RENAMED_DIRECTORY ->
            OutputTarget.directory(conf, path).with(OutputTarget.Publication.RENAME);
        case RUN_DIRECTORY ->
            OutputTarget.directory(conf, path).with(OutputTarget.Publication.RUN_DIRECTORY);
        case RENAMED_FILE -> OutputTarget.file(conf, path);
      };
    }
  }

  /** Makes a result; false if the process died on the way. */
  private static boolean make(OutputTarget target, RunId id, OutputMode mode, String tag) {
    Attempt[] begun = new Attempt[1];
    Throwable death =
        catchThrowable(
            () -> {
              begun[0] = target.begin(id, mode, notice -> {});
              fill(begun[0], target, tag);
              begun[0].commit(Samples.manifest(id));
            });
    // Stops the heartbeat; on a dead file system it changes nothing and says so.
    Throwable atClose = begun[0] == null ? null : catchThrowable(begun[0]::close);
    if (death == null && atClose == null) {
      return true;
    }
    assertThat(death == null ? atClose : death).hasMessageContaining("this process is dead");
    return false;
  }

  private static void fill(Attempt attempt, OutputTarget target, String tag) throws IOException {
    byte[] content = tag.getBytes(StandardCharsets.UTF_8);
    if (target.isFile()) {
      target.files().write(attempt.data(), content);
    } else {
      target.files().write(new org.apache.hadoop.fs.Path(attempt.data(), "a.parquet"), content);
      attempt.write("objective.csv", tag);
      attempt.write("matching.csv", tag);
    }
  }

  /** The tag of the result if there is a whole one, else null; fails on a mixture. */
  private static String wholeTag(OutputTarget target, Map<String, RunId> runs) throws IOException {
    if (!target.isFinished()) {
      return null;
    }
    org.apache.hadoop.fs.Path result = target.resultDirectory();
    String tag;
    if (target.isFile()) {
      tag = read(target, target.path());
    } else {
      tag = read(target, new org.apache.hadoop.fs.Path(result, "data/a.parquet"));
      assertThat(read(target, new org.apache.hadoop.fs.Path(result, "objective.csv")))
          .isEqualTo(tag);
      assertThat(read(target, new org.apache.hadoop.fs.Path(result, "matching.csv")))
          .isEqualTo(tag);
    }
    org.apache.hadoop.fs.Path manifest =
        new org.apache.hadoop.fs.Path(target.layout().parent(), target.layout().manifest());
    String id = Manifest.parse(target.files().read(manifest)).run().id();
    assertThat(id).isEqualTo(runs.get(tag).value());
    return tag;
  }

  private static String read(OutputTarget target, org.apache.hadoop.fs.Path file)
      throws IOException {
    return new String(target.files().read(file), StandardCharsets.UTF_8);
  }

  private static void freeLock(OutputTarget target) throws IOException {
    target.files().delete(target.layout().lock());
  }

  @ParameterizedTest
  @EnumSource
  void anOldResultIsReplacedOrKept(Form form) throws IOException {
    boolean sawOld = false;
    boolean sawFinishedByNext = false;
    boolean completed = false;
    int change = 0;
    while (!completed) {
      change++;
      Path out = Files.createDirectory(temp.resolve("crash-" + change)).resolve("out.npz");
      OutputTarget healthy = form.target(FaultyFileSystem.healthy(), out);
      Map<String, RunId> runs = Map.of("old", Samples.run(), "new", Samples.run());
      assertThat(make(healthy, runs.get("old"), OutputMode.ERROR, "old")).isTrue();

      OutputTarget dying = form.target(FaultyFileSystem.failingAt(change), out);
      completed = make(dying, runs.get("new"), OutputMode.OVERWRITE, "new");
      freeLock(healthy);
      String seen = wholeTag(healthy, runs);
      healthy.begin(Samples.run(), OutputMode.OVERWRITE, notice -> {}).close();

      String after = wholeTag(healthy, runs);
      assertThat(after).as("after a crash in change " + change).isNotNull();
      if (seen != null && !seen.equals(after)) {
        assertThat(seen + " then " + after).isEqualTo("old then new");
      }
      sawOld |= after.equals("old");
      sawFinishedByNext |= seen == null && after.equals("new");
      assertNothingElse(healthy, form);
    }
    assertThat(change).isGreaterThan(15);
    assertThat(sawOld && sawFinishedByNext).isTrue();
  }

  /** A run that resumes looks first whether there is still something to do. */
  @ParameterizedTest
  @EnumSource
  void aPendingCommitIsFinishedBeforeAnythingIsResumed(Form form) throws IOException {
    boolean completed = false;
    int finishedLater = 0;
    for (int change = 1; !completed; change++) {
      Path out = Files.createDirectory(temp.resolve("crash-" + change)).resolve("out.npz");
      OutputTarget healthy = form.target(FaultyFileSystem.healthy(), out);
      Map<String, RunId> runs = Map.of("old", Samples.run(), "new", Samples.run());
      assertThat(make(healthy, runs.get("old"), OutputMode.ERROR, "old")).isTrue();
      OutputTarget dying = form.target(FaultyFileSystem.failingAt(change), out);
      completed = make(dying, runs.get("new"), OutputMode.OVERWRITE, "new");
      freeLock(healthy);
      String seen = wholeTag(healthy, runs);
      Map<String, String> before = Samples.tree(temp);
      boolean pending =
          healthy.publisher().hasPendingCommit(healthy.files().children(healthy.layout().parent()));

      healthy.finishPendingCommit(notice -> {});

      String after = wholeTag(healthy, runs);
      assertThat(after).as("after a crash in change " + change).isNotNull();
      assertThat(catchThrowable(() -> healthy.check(OutputMode.RESUME)))
          .hasMessageContaining("is finished: there is nothing to resume");
      if (pending) {
        assertThat(after).isEqualTo("new");
        assertNothingElse(healthy, form);
        finishedLater += seen == null ? 1 : 0;
      } else {
        assertThat(Samples.tree(temp)).isEqualTo(before);
      }
    }
    assertThat(finishedLater).isPositive();
  }

  @ParameterizedTest
  @EnumSource
  void aFirstResultIsThereOrNot(Form form) throws IOException {
    boolean completed = false;
    for (int change = 1; !completed; change++) {
      Path out = Files.createDirectory(temp.resolve("crash-" + change)).resolve("out.npz");
      OutputTarget healthy = form.target(FaultyFileSystem.healthy(), out);
      Map<String, RunId> runs = Map.of("new", Samples.run(), "next", Samples.run());
      OutputTarget dying = form.target(FaultyFileSystem.failingAt(change), out);
      completed = make(dying, runs.get("new"), OutputMode.ERROR, "new");
      freeLock(healthy);
      wholeTag(healthy, runs);

      Throwable refusal =
          catchThrowable(() -> healthy.begin(Samples.run(), OutputMode.ERROR, n -> {}).close());
      if (refusal == null) {
        assertThat(make(healthy, runs.get("next"), OutputMode.ERROR, "next")).isTrue();
        assertThat(wholeTag(healthy, runs)).isEqualTo("next");
      } else {
        assertThat(refusal).hasMessageContaining("--mode overwrite");
        assertThat(wholeTag(healthy, runs)).isEqualTo("new");
        healthy.begin(Samples.run(), OutputMode.OVERWRITE, notice -> {}).close();
      }
      assertNothingElse(healthy, form);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aCrashWhileFinishingAnothersCommitIsFinishedInTurn(Form form) throws IOException {
    boolean completed = false;
    int pending = 0;
    for (int change = 1; !completed; change++) {
      Path crashed = Files.createDirectory(temp.resolve("crash-" + change));
      OutputTarget target = form.target(FaultyFileSystem.healthy(), crashed.resolve("out.npz"));
      Map<String, RunId> runs = Map.of("old", Samples.run(), "new", Samples.run());
      make(target, runs.get("old"), OutputMode.ERROR, "old");
      OutputTarget dying =
          form.target(FaultyFileSystem.failingAt(change), crashed.resolve("out.npz"));
      completed = make(dying, runs.get("new"), OutputMode.OVERWRITE, "new");
      freeLock(target);
      if (target.publisher().hasPendingCommit(target.files().children(target.layout().parent()))) {
        pending++;
        crashAgainEverywhere(form, crashed, runs);
      }
    }
    assertThat(pending).isGreaterThan(5);
  }

  private static void crashAgainEverywhere(Form form, Path crashed, Map<String, RunId> runs)
      throws IOException {
    boolean completed = false;
    for (int change = 1; !completed; change++) {
      Path copy = crashed.resolveSibling(crashed.getFileName() + "-" + change);
      copyTree(crashed, copy);
      Path out = copy.resolve("out.npz");
      OutputTarget dying = form.target(FaultyFileSystem.failingAt(change), out);
      Throwable death =
          catchThrowable(
              () -> dying.begin(Samples.run(), OutputMode.OVERWRITE, notice -> {}).close());
      completed = death == null;
      OutputTarget healthy = form.target(FaultyFileSystem.healthy(), out);
      freeLock(healthy);
      healthy.begin(Samples.run(), OutputMode.OVERWRITE, notice -> {}).close();
      assertThat(wholeTag(healthy, runs)).as(copy.toString()).isEqualTo("new");
      assertNothingElse(healthy, form);
    }
  }

  private static void copyTree(Path from, Path to) throws IOException {
    try (var paths = Files.walk(from)) {
      for (Path path : paths.toList()) {
        Files.copy(path, to.resolve(from.relativize(path).toString()));
      }
    }
  }

  private static void assertNothingElse(OutputTarget target, Form form) throws IOException {
    if (!target.files().exists(target.layout().parent())) {
      return;
    }
    List<String> names = target.files().children(target.layout().parent());
    assertThat(names.stream().filter(name -> !target.layout().isResult(name))).isEmpty();
    assertThat(names.stream().filter(target.layout()::isRunDirectory).count())
        .isLessThanOrEqualTo(form == Form.RUN_DIRECTORY ? 1 : 0);
    for (String file : Samples.tree(Path.of(target.layout().parent().toUri().getPath())).keySet()) {
      assertThat(file).doesNotContain("_ATTEMPT", "_COMMIT", "_PUBLISH");
    }
  }
}
