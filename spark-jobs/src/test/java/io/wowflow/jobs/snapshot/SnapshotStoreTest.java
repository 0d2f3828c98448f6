package io.wowflow.jobs.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.io.place.StrictFiles;
import io.wowflow.jobs.output.FaultyFileSystem;
import io.wowflow.jobs.record.Json;
import io.wowflow.jobs.record.Redaction;
import io.wowflow.jobs.record.Sha256;
import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.flow.FlowState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

public class SnapshotStoreTest {
  @Test
  void whatOlderSnapshotsHeldOtherwiseIsNoDifference() {
    Map<String, String> then = Map.of("source", "s3a://key:hidden@bucket/a", "target", "h?token=x");
    Map<String, String> now =
        Map.of(
            "source",
            "s3a://bucket/a",
            "target",
            Redaction.REPLACEMENT,
            SnapshotHeader.DIRECTIONS,
            "abc");
    SnapshotHeader old = new SnapshotHeader(then, "s", "t", Map.of());
    SnapshotHeader asked = new SnapshotHeader(now, "s", "t", Map.of());
    assertThat(old.differences(asked)).isEmpty();
    assertThat(asked.differences(new SnapshotHeader(Map.of("source", "b"), "s", "t", Map.of())))
        .isEqualTo(
            SnapshotHeader.DIRECTIONS
                + " was abc, is now not set; source was s3a://bucket/a, is now b; target was "
                + Redaction.REPLACEMENT
                + ", is now not set");
  }

  public static final SnapshotHeader HEADER =
      new SnapshotHeader(
          Map.of("step-size", "0.1", "seed", "7"), "source-print", "target-print", Map.of());

  @TempDir Path temp;
  private final List<String> notices = new ArrayList<>();

  private SnapshotStore store(Configuration conf, boolean rename, long blockBytes)
      throws IOException {
    org.apache.hadoop.fs.Path path = Samples.hadoop(temp.resolve("snapshots"));
    StrictFiles files = new StrictFiles(path.getFileSystem(conf));
    return new SnapshotStore(files, path, rename, notices::add, blockBytes);
  }

  private SnapshotStore store() throws IOException {
    return store(Samples.CONF, true, 100);
  }

  private Path snapshot(int step) {
    return temp.resolve("snapshots").resolve(String.format(Locale.ROOT, "step=%08d", step));
  }

  private List<String> names(Path directory) throws IOException {
    try (var paths = Files.list(directory)) {
      return paths.map(p -> p.getFileName().toString()).sorted().toList();
    }
  }

  private static void assertSame(FlowState actual, FlowState expected) {
    assertThat(actual.step()).isEqualTo(expected.step());
    assertSame(actual.positions(), expected.positions());
    assertSame(actual.velocities(), expected.velocities());
  }

  private static void assertSame(List<FloatMatrix> actual, List<FloatMatrix> expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int c = 0; c < expected.size(); c++) {
      assertThat(actual.get(c).rows()).isEqualTo(expected.get(c).rows());
      assertThat(actual.get(c).columns()).isEqualTo(expected.get(c).columns());
      assertThat(bits(actual.get(c))).isEqualTo(bits(expected.get(c)));
    }
  }

  private static int[] bits(FloatMatrix m) {
    int[] out = new int[m.values().length];
    Arrays.setAll(out, i -> Float.floatToRawIntBits(m.values()[i]));
    return out;
  }

  @ParameterizedTest
  @CsvSource({"true,1", "true,100", "true,67108864", "false,100"})
  void aStateComesBackBitForBit(boolean rename, long blockBytes) throws IOException {
    FlowState state = Samples.state(12, 3, 1, 5, 2, 2000, 1);
    float[] special = {-0f, Float.MIN_VALUE, Float.MAX_VALUE, Float.NaN, Float.POSITIVE_INFINITY};
    System.arraycopy(special, 0, state.velocities().get(1).values(), 0, special.length);
    store(Samples.CONF, rename, blockBytes).write(state, HEADER);
    Snapshot found = store(Samples.CONF, rename, blockBytes).newestWhole(HEADER).orElseThrow();
    assertThat(found.step()).isEqualTo(12);
    assertSame(found.state(), state);
    assertThat(notices).isEmpty();
  }

  @Test
  void manyThreadsMayReadAState() throws IOException {
    FlowState state = Samples.state(2, 2, 3, 3, 3, 3, 3, 3, 3, 3);
    store(Samples.CONF, true, 100).write(state, HEADER);
    FlowState found = store(Samples.CONF, true, 100).newestWhole(HEADER).orElseThrow().state();
    boolean same =
        IntStream.range(0, 2000)
            .parallel()
            .map(i -> i % 8)
            .allMatch(
                c ->
                    Arrays.equals(bits(found.positions().get(c)), bits(state.positions().get(c)))
                        && Arrays.equals(
                            bits(found.velocities().get(c)), bits(state.velocities().get(c))));
    assertThat(same).isTrue();
  }

  @Test
  void aStateWiderThanAnyBufferComesBack() throws IOException {
    FlowState state = Samples.state(3, 50_001, 2, 1);
    store().write(state, HEADER);
    assertSame(store().newestWhole(HEADER).orElseThrow().state(), state);
  }

  @Test
  void aBlockHoldsConsecutiveClassesUpToItsLimitAndAtLeastOne() throws IOException {
    // A class of n particles in R^2 takes 4 + 16 n bytes, the head of a block 20.
    store().write(Samples.state(1, 2, 1, 2, 100, 1, 1, 1, 1, 1), HEADER);
    assertThat(names(snapshot(1)))
        .containsExactly(
            "_SNAPSHOT.json",
            "block-00000.bin",
            "block-00001.bin",
            "block-00002.bin",
            "block-00003.bin");
    assertThat(Files.size(snapshot(1).resolve("block-00000.bin"))).isEqualTo(20 + 20 + 36);
    assertThat(Files.size(snapshot(1).resolve("block-00001.bin"))).isEqualTo(20 + 1604);
    assertThat(Files.size(snapshot(1).resolve("block-00002.bin"))).isEqualTo(100);
    assertThat(Files.size(snapshot(1).resolve("block-00003.bin"))).isEqualTo(40);
  }

  @Test
  void extrasComeBack() throws IOException {
    List<Map<String, Object>> rows = List.of(Map.of("step", 0, "objective", "NaN"), Map.of());
    Map<String, Object> extras = new HashMap<>();
    extras.put("h", 1e-5);
    extras.put("nothing", null);
    extras.put("rows", rows);
    SnapshotHeader header = new SnapshotHeader(Map.of(), "s", "t", extras);
    store().write(Samples.state(10, 2, 3), header);
    Map<String, Object> back = store().newestWhole(header).orElseThrow().extras();
    assertThat(back).isEqualTo(extras);
  }

  @Test
  void theNewestTwoAreKept() throws IOException {
    SnapshotStore store = store();
    for (int step : new int[] {10, 20, 30, 40}) {
      store.write(Samples.state(step, 2, 3), HEADER);
    }
    assertThat(names(temp.resolve("snapshots"))).containsExactly("step=00000030", "step=00000040");
  }

  @Test
  void aRetainedSnapshotStaysUntilAnotherIsNamed() throws IOException {
    SnapshotStore store = store();
    store.retain(10);
    for (int step : new int[] {10, 14, 21, 28}) {
      store.write(Samples.state(step, 2, 1), HEADER);
    }
    assertThat(names(temp.resolve("snapshots")))
        .containsExactly("step=00000010", "step=00000021", "step=00000028");
    assertThat(store.wholeOf(10, HEADER).orElseThrow().state().step()).isEqualTo(10);
    assertThat(store.wholeOf(14, HEADER)).isEmpty();
    assertThat(store.newestWhole(HEADER).orElseThrow().step()).isEqualTo(28);
    store.retain(28);
    store.write(Samples.state(35, 2, 1), HEADER);
    assertThat(names(temp.resolve("snapshots"))).containsExactly("step=00000028", "step=00000035");
    Files.delete(snapshot(28).resolve("_SNAPSHOT.json"));
    assertThat(store.wholeOf(28, HEADER)).isEmpty();
  }

  @Test
  void noSnapshotIsNoSnapshot() throws IOException {
    assertThat(store().newestWhole(HEADER)).isEmpty();
    assertThat(notices).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "truncated block",
        "longer block",
        "flipped block",
        "missing block",
        "missing index",
        "truncated index",
        "flipped index",
        "empty index",
        "null index"
      })
  void aDamagedSnapshotIsRejectedForTheOneBefore(String damage) throws IOException {
    SnapshotStore store = store();
    store.write(Samples.state(10, 2, 3, 3), HEADER);
    store.write(Samples.state(20, 2, 3, 3), HEADER);
    boolean block = damage.endsWith("block");
    damage(snapshot(20).resolve(block ? "block-00001.bin" : "_SNAPSHOT.json"), damage);

    SnapshotStore reopened = store();
    assertThat(reopened.newestWhole(HEADER).orElseThrow().step()).isEqualTo(10);
    assertThat(notices).hasSize(1);
    assertThat(notices.get(0))
        .contains("step=00000020 is rejected")
        .contains(block ? "block-00001.bin" : "_SNAPSHOT.json");
    // The one that was found whole outlives the next, whatever lies between.
    reopened.write(Samples.state(25, 2, 3, 3), HEADER);
    assertThat(names(temp.resolve("snapshots"))).containsExactly("step=00000010", "step=00000025");
  }

  private static void damage(Path file, String how) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    switch (how.substring(0, how.indexOf(' '))) {
      case "truncated" ->
          Files.write(file, Arrays.copyOf(bytes, bytes.length - 1 - bytes.length / 3));
      case "longer" -> Files.write(file, Arrays.copyOf(bytes, bytes.length + 1));
      case "missing" -> Files.delete(file);
      case "empty" -> Files.write(file, new byte[0]);
      case "null" -> Files.writeString(file, "null");
      default -> {
        String text = Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1);
        int at = how.endsWith("index") ? text.indexOf("20,") : bytes.length / 2;
        bytes[at] ^= 1;
        Files.write(file, bytes);
      }
    }
  }

  @Test
  void ofNothingButDamagedSnapshotsNoneIsFoundAndAllAreNamed() throws IOException {
    SnapshotStore store = store();
    store.write(Samples.state(10, 2, 3), HEADER);
    store.write(Samples.state(20, 2, 3), HEADER);
    damage(snapshot(10).resolve("block-00000.bin"), "flipped block");
    damage(snapshot(20).resolve("block-00000.bin"), "missing block");
    assertThat(store().newestWhole(HEADER)).isEmpty();
    assertThat(notices).hasSize(2);
    assertThat(notices.get(0)).contains("is missing");
    assertThat(notices.get(1)).contains("SHA-256");
  }

  @Test
  void aChangedConfigurationOrDatasetIsWrongUsageNamingEachDifference() throws IOException {
    store().write(Samples.state(10, 2, 3), HEADER);
    SnapshotHeader changed =
        new SnapshotHeader(
            Map.of("step-size", "0.2", "momentum", "0.9"), "source-print", "other", Map.of());
    assertThatThrownBy(() -> store().newestWhole(changed))
        .isInstanceOfSatisfying(
            JobException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE))
        .hasMessageContaining("step=00000010")
        .hasMessageContaining("step-size was 0.1, is now 0.2")
        .hasMessageContaining("momentum was not set, is now 0.9")
        .hasMessageContaining("seed was 7, is now not set")
        .hasMessageContaining("target data was target-print, is now other")
        .hasMessageNotContaining("source data");
  }

  @Test
  void otherExtrasAreNoChange() throws IOException {
    store().write(Samples.state(10, 2, 3), HEADER);
    SnapshotHeader now =
        new SnapshotHeader(
            HEADER.configuration(), HEADER.source(), HEADER.target(), Map.of("x", 1));
    assertThat(store().newestWhole(now)).isPresent();
  }

  @Test
  void aSnapshotOfALaterVersionIsNotSkippedInSilence() throws IOException {
    store().write(Samples.state(10, 2, 3), HEADER);
    Path index = snapshot(10).resolve("_SNAPSHOT.json");
    Map<String, Object> later = Map.of("format", 2);
    Files.write(
        index, Json.pretty(Map.of("sha256", Sha256.of(Json.compact(later)), "snapshot", later)));
    assertThatThrownBy(() -> store().newestWhole(HEADER))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("has the format 2, this version reads 1");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aCrashAtAnyPointLeavesTheOneBeforeOrTheNewOne(boolean rename) throws IOException {
    boolean completed = false;
    boolean sawOld = false;
    for (int change = 1; !completed; change++) {
      SnapshotStore healthy = store(FaultyFileSystem.healthy(), rename, 100);
      healthy.write(Samples.state(10, 2, 3, 3), HEADER);
      SnapshotStore dying = store(FaultyFileSystem.failingAt(change), rename, 100);
      dying.newestWhole(HEADER);
      Throwable death = catchThrowable(() -> dying.write(Samples.state(20, 2, 3, 3), HEADER));
      completed = death == null;

      Optional<Snapshot> found = store(FaultyFileSystem.healthy(), rename, 100).newestWhole(HEADER);
      int step = found.orElseThrow().step();
      sawOld |= step == 10;
      assertSame(found.get().state(), Samples.state(step, 2, 3, 3));
      healthy.write(Samples.state(20, 2, 3, 3), HEADER);
      assertThat(names(temp.resolve("snapshots"))).contains("step=00000020").hasSizeBetween(1, 2);
      new StrictFiles(org.apache.hadoop.fs.FileSystem.getLocal(Samples.CONF))
          .delete(Samples.hadoop(temp.resolve("snapshots")));
    }
    assertThat(sawOld).isTrue();
  }

  @Test
  void aStateWhoseShapesDoNotFitIsRefused() throws IOException {
    FloatMatrix a = FloatMatrix.zeros(2, 3);
    FloatMatrix b = FloatMatrix.zeros(3, 2);
    SnapshotStore store = store();
    for (FlowState state :
        List.of(
            new FlowState(1, List.of(), List.of()),
            new FlowState(-1, List.of(a), List.of(a)),
            new FlowState(1, List.of(a, a), List.of(a)),
            new FlowState(1, List.of(a), List.of(b)),
            new FlowState(1, List.of(a, b), List.of(a, b)))) {
      assertThatThrownBy(() -> store.write(state, HEADER))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(store.newestWhole(HEADER)).isEmpty();
  }
}
