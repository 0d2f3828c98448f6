package io.wowflow.jobs.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.io.place.FullDisk;
import io.wowflow.jobs.record.Json;
import io.wowflow.jobs.record.RunId;
import io.wowflow.jobs.snapshot.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class OutputLockTest {
  private static final OutputLock.Timing QUICK =
      new OutputLock.Timing(Duration.ofMillis(10), Duration.ofSeconds(60));

  @TempDir Path temp;
  private Path file;
  private final List<String> notices = new ArrayList<>();

  @BeforeEach
  void place() {
    file = temp.resolve("out/_LOCK");
  }

  private OutputLock acquire(RunId run, OutputLock.Timing timing) throws IOException {
    FileSystem fs = FileSystem.getLocal(Samples.CONF);
    return OutputLock.acquire(fs, Samples.hadoop(file), run, timing, notices::add);
  }

  /** An emptied lock would be found unreadable by its own run, which then would stop. */
  @Test
  void aRenewalOnAFullDiskKeepsTheLock() throws Exception {
    FileSystem full = Samples.hadoop(file).getFileSystem(FullDisk.withRoomFor(0));
    RunId run = Samples.run();
    try (OutputLock lock =
        OutputLock.acquire(full, Samples.hadoop(file), run, QUICK, notices::add)) {
      Thread.sleep(200);

      assertThat(file).content().contains(run.value());
      assertThat(lock.stillHeld()).isTrue();
    }
    assertThat(temp.resolve("out")).as("no renewal that failed is left").isEmptyDirectory();
  }

  private static LockHolder holder() throws IOException {
    return LockHolder.current(Samples.run());
  }

  private static LockHolder with(LockHolder h, String host, long pid, String start, Instant beat) {
    return new LockHolder(h.runId(), host, h.processSpace(), pid, start, beat.toString());
  }

  private static LockHolder elsewhere(Instant beat) throws IOException {
    return with(holder(), "other-host", 4711, "", beat);
  }

  private static void plant(Path lock, LockHolder holder, Instant modified) throws IOException {
    plant(lock, Json.pretty(holder), modified);
  }

  private static void plant(Path lock, byte[] content, Instant modified) throws IOException {
    Files.createDirectories(lock.getParent());
    Files.write(lock, content);
    Files.setLastModifiedTime(lock, FileTime.from(modified));
  }

  private static Instant ago(int seconds) {
    return Instant.now().minusSeconds(seconds);
  }

  private List<String> left() throws IOException {
    try (var paths = Files.list(file.getParent())) {
      return paths.map(p -> p.getFileName().toString()).toList();
    }
  }

  @Test
  void aSecondRunIsRefusedUntilTheFirstEnds() throws IOException {
    RunId first = Samples.run();
    try (OutputLock lock = acquire(first, OutputLock.Timing.STANDARD)) {
      lock.check();
      assertThatThrownBy(() -> acquire(Samples.run(), OutputLock.Timing.STANDARD))
          .isInstanceOfSatisfying(
              JobException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.OUTPUT))
          .hasMessageContaining(first.value())
          .hasMessageContaining("process " + ProcessHandle.current().pid())
          .hasMessageContaining(LockHolder.current(first).host())
          .hasMessageContaining("wait for it to end or choose another output")
          .hasMessageContaining("_LOCK");
      assertThat(left()).containsExactly("_LOCK");
    }
    assertThat(left()).isEmpty();
    acquire(Samples.run(), OutputLock.Timing.STANDARD).close();
    assertThat(notices).isEmpty();
  }

  @Test
  void closingAgainDoesNotReleaseTheNextOnesLock() throws IOException {
    OutputLock first = acquire(Samples.run(), OutputLock.Timing.STANDARD);
    first.close();
    try (OutputLock second = acquire(Samples.run(), OutputLock.Timing.STANDARD)) {
      first.close();
      second.check();
      assertThat(left()).containsExactly("_LOCK");
      assertThat(first.stillHeld()).isFalse();
    }
  }

  @Test
  void aStaleLockIsTakenOverAndSaysSo() throws IOException {
    LockHolder old = elsewhere(ago(125));
    plant(file, old, ago(125));
    try (OutputLock lock = acquire(Samples.run(), OutputLock.Timing.STANDARD)) {
      lock.check();
      assertThat(left()).containsExactly("_LOCK");
    }
    assertThat(notices).hasSize(1);
    assertThat(notices.get(0)).contains(old.runId(), "other-host", "4711", "not renewed for 12");
  }

  @Test
  void aYoungModificationTimeOrHeartbeatIsFresh() throws IOException {
    plant(file, elsewhere(ago(125)), ago(5));
    assertThatThrownBy(() -> acquire(Samples.run(), OutputLock.Timing.STANDARD))
        .hasMessageContaining("other-host");
    plant(file, elsewhere(ago(5)), ago(125));
    assertThatThrownBy(() -> acquire(Samples.run(), OutputLock.Timing.STANDARD))
        .hasMessageContaining("other-host");
    assertThat(left()).containsExactly("_LOCK");
  }

  @Test
  void theFreshLockOfAnEndedProcessOfThisMachineIsTakenOverAtOnce() throws Exception {
    String java = ProcessHandle.current().info().command().orElseThrow();
    Process process = new ProcessBuilder(java, "-version").redirectErrorStream(true).start();
    String start = process.info().startInstant().map(Instant::toString).orElse("");
    process.getInputStream().readAllBytes();
    process.waitFor();
    LockHolder mine = holder();
    plant(file, with(mine, mine.host(), process.pid(), start, Instant.now()), Instant.now());
    acquire(Samples.run(), OutputLock.Timing.STANDARD).close();
    assertThat(notices).hasSize(1);
    assertThat(notices.get(0)).contains("that process has ended");
  }

  @Test
  void aProcessIdThatWasGivenToAnotherProcessSinceIsAnEndedProcess() throws IOException {
    LockHolder mine = holder();
    String earlier = Instant.parse(mine.processStart()).minusSeconds(3600).toString();
    plant(file, with(mine, mine.host(), mine.pid(), earlier, Instant.now()), Instant.now());
    acquire(Samples.run(), OutputLock.Timing.STANDARD).close();
    assertThat(notices).hasSize(1);
  }

  @Test
  void anUnknownProcessOfAnotherHostOrContainerMayBeAlive() throws IOException {
    LockHolder mine = holder();
    plant(file, with(mine, "other-host", Integer.MAX_VALUE, "", Instant.now()), Instant.now());
    assertThatThrownBy(() -> acquire(Samples.run(), OutputLock.Timing.STANDARD))
        .isInstanceOf(JobException.class);
    LockHolder contained =
        new LockHolder(
            mine.runId(), mine.host(), "other", Integer.MAX_VALUE, "", Instant.now().toString());
    plant(file, contained, Instant.now());
    assertThatThrownBy(() -> acquire(Samples.run(), OutputLock.Timing.STANDARD))
        .isInstanceOf(JobException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "{", "{}", "[1]", "{\"runId\": \"../../x\"}", "\u0000\uffff"})
  void anUnreadableLockIsJudgedByItsModificationTime(String content) throws IOException {
    byte[] bytes = content.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    plant(file, bytes, ago(5));
    assertThatThrownBy(() -> acquire(Samples.run(), OutputLock.Timing.STANDARD))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("cannot be read");
    plant(file, bytes, ago(125));
    acquire(Samples.run(), OutputLock.Timing.STANDARD).close();
    assertThat(notices).hasSize(1);
    assertThat(left()).isEmpty();
  }

  @Test
  void aTakeOverThatDiedHalfWayIsTakenOverInTurn() throws IOException {
    LockHolder old = elsewhere(ago(300));
    LockHolder taker = elsewhere(ago(125));
    plant(file, old, ago(300));
    Path claim = file.resolveSibling("_LOCK.after=" + old.runId());
    plant(claim, taker, Instant.now());
    assertThatThrownBy(() -> acquire(Samples.run(), OutputLock.Timing.STANDARD))
        .isInstanceOf(JobException.class)
        .hasMessageContaining(taker.runId());
    plant(claim, taker, ago(125));
    try (OutputLock lock = acquire(Samples.run(), OutputLock.Timing.STANDARD)) {
      lock.check();
      assertThat(left()).containsExactly("_LOCK");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void ofManyRunsAtOnceOneGetsTheLock(boolean afterAStaleOne) throws Exception {
    int runs = 8;
    ExecutorService threads = Executors.newFixedThreadPool(runs);
    try {
      for (int round = 0; round < 60; round++) {
        file = temp.resolve("round-" + round + "/_LOCK");
        if (afterAStaleOne) {
          plant(file, elsewhere(ago(125)), ago(125));
        }
        List<OutputLock> won = race(threads, runs);
        assertThat(won).as("round " + round).hasSize(1);
        won.get(0).check();
        assertThat(left()).containsExactly("_LOCK");
        won.get(0).close();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private List<OutputLock> race(ExecutorService threads, int runs) throws Exception {
    FileSystem fs = FileSystem.getLocal(Samples.CONF);
    CyclicBarrier barrier = new CyclicBarrier(runs);
    List<Callable<List<OutputLock>>> tasks = new ArrayList<>();
    for (int i = 0; i < runs; i++) {
      tasks.add(
          () -> {
            barrier.await();
            try {
              return List.of(
                  OutputLock.acquire(
                      fs,
                      Samples.hadoop(file),
                      Samples.run(),
                      OutputLock.Timing.STANDARD,
                      n -> {}));
            } catch (JobException e) {
              assertThat(e.exitCode()).isEqualTo(ExitCode.OUTPUT);
              return List.of();
            }
          });
    }
    List<OutputLock> won = new ArrayList<>();
    for (Future<List<OutputLock>> result : threads.invokeAll(tasks)) {
      won.addAll(result.get());
    }
    return won;
  }

  @Test
  void theHeartbeatRenewsTheLock() throws Exception {
    try (OutputLock lock = acquire(Samples.run(), QUICK)) {
      String first = heartbeat();
      while (heartbeat().equals(first)) {
        Thread.sleep(5);
      }
      lock.check();
    }
    assertThat(left()).isEmpty();
  }

  // The file is empty for a moment while it is renewed.
  private String heartbeat() throws Exception {
    while (true) {
      byte[] content = Files.readAllBytes(file);
      if (content.length > 0 && content[content.length - 1] == '\n') {
        return Json.read(content, LockHolder.class).heartbeat();
      }
      Thread.sleep(1);
    }
  }

  @Test
  void aRunWhoseLockWasTakenStopsAndLeavesItAlone() throws Exception {
    try (OutputLock lock = acquire(Samples.run(), QUICK)) {
      LockHolder taker = elsewhere(Instant.now());
      while (lock.stillHeld()) {
        plant(file, taker, Instant.now());
        Thread.sleep(20);
      }
      assertThatThrownBy(lock::check)
          .isInstanceOfSatisfying(
              JobException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.OUTPUT))
          .hasMessageContaining(taker.runId())
          .hasMessageContaining("other-host");
      plant(file, taker, Instant.now());
    }
    assertThat(left()).containsExactly("_LOCK");
  }

  @Test
  void aRunWhoseLockWasDeletedStops() throws Exception {
    try (OutputLock lock = acquire(Samples.run(), QUICK)) {
      while (lock.stillHeld()) {
        Files.deleteIfExists(file);
        Thread.sleep(20);
      }
      assertThatThrownBy(lock::check).hasMessageContaining("it was deleted");
    }
  }

  @Test
  void aLockThatCannotBeRenewedIsLost() throws Exception {
    OutputLock.Timing timing = new OutputLock.Timing(Duration.ofMillis(10), Duration.ofMillis(50));
    try (OutputLock lock = acquire(Samples.run(), timing)) {
      // Unreadable for good: a half-written lock of somebody else.
      while (lock.stillHeld()) {
        plant(file, new byte[0], Instant.now());
        Thread.sleep(5);
      }
      assertThatThrownBy(lock::check)
          .isInstanceOf(JobException.class)
          .hasMessageContaining("This run lost the lock");
    }
  }

  @Test
  void aTimingThatCannotWorkIsRefused() {
    assertThatThrownBy(() -> new OutputLock.Timing(Duration.ofSeconds(60), Duration.ofSeconds(60)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new OutputLock.Timing(Duration.ZERO, Duration.ofSeconds(60)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
