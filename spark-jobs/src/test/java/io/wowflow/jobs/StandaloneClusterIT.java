package io.wowflow.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Flows through the launcher on a standalone cluster of real processes. */
class StandaloneClusterIT {
  private static final String SOURCE = "synthetic:gaussians?classes=3&samples=40&dimension=6";
  private static final String TARGET = "synthetic:gaussians?classes=4&samples=50&dimension=6";

  @TempDir static Path shared;
  @TempDir Path temp;
  private static StandaloneCluster cluster;
  private static Path source;
  private static String localState;

  @BeforeAll
  static void start() throws IOException {
    cluster = StandaloneCluster.start(shared, 2, "1g");
    source = shared.resolve("source");
    run(shared, List.of("convert", "--source=" + SOURCE, "--output=" + source), List.of());
    run(shared, flow(shared.resolve("local")), List.of("--master=local[2]"));
    localState = state(shared.resolve("local"));
  }

  @AfterAll
  static void stop() {
    cluster.close();
    assertThat(cluster.directory()).doesNotExist();
  }

  private static String run(Path folder, List<String> words, List<String> spark) {
    List<String> all = new ArrayList<>(words);
    all.add("--");
    all.addAll(spark);
    try (Launched launched = Launched.start(folder.resolve("log"), all)) {
      assertThat(launched.exitCode()).as(launched.log()).isZero();
      return launched.log();
    }
  }

  private static List<String> flow(Path output) {
    return List.of(
        "flow",
        "--source=" + source,
        "--target=" + TARGET,
        "--steps=20",
        "--shared-filesystem",
        "--output=" + output);
  }

  /**
   * The hash of the last state. The files differ: Parquet lists encodings in the order of a JVM.
   */
  private static String state(Path output) throws IOException {
    assertThat(output.resolve("data/part-00000.snappy.parquet")).exists();
    String manifest = Files.readString(output.resolve("_MANIFEST.json"));
    Matcher hash = Pattern.compile("\"stateHash\" : \"([0-9a-f]{64})\"").matcher(manifest);
    assertThat(hash.find()).as(manifest).isTrue();
    return hash.group(1);
  }

  @Test
  void theClusterComputesTheBitsOfOneMachine() throws IOException {
    String log = run(temp, flow(temp.resolve("out")), List.of("--master=" + cluster.master()));

    assertThat(log).contains("application app-");
    assertThat(state(temp.resolve("out"))).isEqualTo(localState);
  }

  @Test
  void aDriverOnTheCluster() throws IOException {
    List<String> spark =
        List.of(
            "--master=" + cluster.restMaster(),
            "--deploy-mode=cluster",
            "--conf=spark.master.rest.enabled=true",
            // The driver uses the core of one worker and leaves one for an executor.
            "--conf=spark.cores.max=1");
    run(temp, flow(temp.resolve("out")), spark);

    Path success = temp.resolve("out/_SUCCESS");
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(4);
    while (!Files.exists(success)) {
      assertThat(System.nanoTime()).as("%s", cluster.directory()).isLessThan(deadline);
      Launched.pause();
    }
    assertThat(state(temp.resolve("out"))).isEqualTo(localState);
  }

  @Test
  void aKilledWorkerIsReportedAnotherAddedAndNoForeignProcessEnded(@TempDir Path own)
      throws Exception {
    Process bystander = new ProcessBuilder("sleep", "600").start();
    try (StandaloneCluster small = StandaloneCluster.start(own, 1, "512m")) {
      assertThatThrownBy(() -> StandaloneCluster.start(own, 1, "512m"))
          .hasMessageContaining("exists: stop the cluster in it");
      assertThat(small.status()).contains("worker-1 runs");

      StandaloneCluster.kill(small.workers().get(0));
      assertThat(small.workers()).isEmpty();
      assertThat(small.status()).contains("worker-1 is gone");
      small.addWorker("512m");
      assertThat(small.status()).contains("worker-2 runs");

      ProcessHandle added = small.workers().get(0);
      Path processes = small.directory().resolve("processes");
      String line = bystander.pid() + " worker-9\n";
      Files.writeString(processes, Files.readString(processes) + line);
      Files.writeString(small.directory().resolve("note"), "of somebody else");
      small.stop();

      added.onExit().orTimeout(1, TimeUnit.MINUTES).join();
      assertThat(bystander.isAlive()).isTrue();
      assertThat(small.directory()).isDirectoryContaining("glob:**note");
      assertThat(small.directory().toFile().list()).hasSize(1);
    } finally {
      bystander.destroyForcibly();
    }
  }
}
