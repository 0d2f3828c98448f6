package io.wowflow.jobs.main;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wowflow.jobs.Launched;
import io.wowflow.jobs.Needs;
import io.wowflow.jobs.SparkTest;
import io.wowflow.jobs.StandaloneCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Distributed flows through the launcher, on a standalone cluster and on a local one. */
class DistributedFlowIT {
  private static final int CLASSES = 70;
  private static final int STEPS = 12;
  private static final int FEW_STEPS = 4;
  private static final int LEVELS = 12;
  private static final int DIRECTIONS = 320;

  @TempDir static Path shared;
  @TempDir Path temp;
  private static StandaloneCluster cluster;
  private static String expected;

  @BeforeAll
  static void start() throws IOException {
    SparkTest.session();
    cluster = StandaloneCluster.start(shared, 2, "1g");
    Path output = shared.resolve("in-process");
    CommandLines.run(flow(output, "--engine=in-process").toArray(String[]::new)).succeeded();
    expected = hashes(output);
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  private static List<String> flow(Path output, String... options) {
    return flow(STEPS, output, options);
  }

  private static List<String> flow(int steps, Path output, String... options) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "flow",
                "--source=synthetic:gaussians?classes=" + CLASSES + "&samples=12&dimension=20",
                "--target=synthetic:gaussians?classes=45&samples=8&dimension=20",
                "--levels=" + LEVELS,
                "--direction-count=" + DIRECTIONS,
                "--steps=" + steps,
                "--report-every=1",
                "--state-hash",
                "--shared-filesystem",
                "--output=" + output));
    words.addAll(List.of(options));
    return words;
  }

  private static String run(Path folder, List<String> words, List<String> spark) {
    try (Launched launched = Launched.start(folder.resolve("log"), words(words, spark))) {
      assertThat(launched.exitCode()).as(launched.log()).isZero();
      return launched.log();
    }
  }

  private static List<String> words(List<String> words, List<String> spark) {
    List<String> all = new ArrayList<>(words);
    all.add("--");
    all.addAll(spark);
    all.add("--conf=spark.kryo.registrationRequired=true");
    return all;
  }

  /** Step, objective and state hash of every row. */
  private static String hashes(Path output) throws IOException {
    return hashes(output, STEPS + 1);
  }

  /** The hashes of the first steps are those of a longer flow. */
  private static void makesTheFirstStates(Path output) throws IOException {
    assertThat(expected).startsWith(hashes(output, FEW_STEPS + 1));
  }

  private static String hashes(Path output, int rows) throws IOException {
    StringBuilder out = new StringBuilder();
    for (String line : Files.readAllLines(output.resolve("objective.csv"))) {
      String[] cells = line.split(",", -1);
      out.append(cells[0]).append(' ').append(cells[1]).append(' ').append(cells[3]).append('\n');
    }
    assertThat(out.toString().lines()).hasSize(rows + 1);
    return out.toString();
  }

  @Test
  void theClusterMakesTheSameStatesAndTheEventLogShowsItsShuffles() throws IOException {
    Path events = Files.createDirectory(temp.resolve("events"));
    Path output = temp.resolve("out");
    String log =
        run(
            temp,
            flow(
                output, "--engine=distributed", "--class-partitions=3", "--direction-partitions=2"),
            List.of(
                "--master=" + cluster.master(),
                "--executor-memory=512m",
                "--conf=spark.eventLog.enabled=true",
                "--conf=spark.eventLog.compress=false",
                "--conf=spark.eventLog.rolling.enabled=false",
                "--conf=spark.eventLog.dir=" + events.toUri()));
    assertThat(hashes(output)).isEqualTo(expected);
    assertThat(output.resolve("checkpoints")).doesNotExist();

    long planned = 4L * DIRECTIONS * LEVELS * (2 * CLASSES + 45);
    assertThat(log).contains("bytes shuffled a step: " + planned);
    Jobs jobs = Jobs.of(events);
    // One job per step and one for the state before them; at the same time the next targets, also
    // one job per step. The jobs of the hashes and of the page are added: one of the page, for the
    // state of step 1, is the first to see that state, so it also writes the first checkpoint.
    assertThat(jobs.measuring).isEqualTo(STEPS + 1);
    assertThat(jobs.slicingAhead).isEqualTo(STEPS);
    double perStep = (double) jobs.shuffledBytes / (STEPS + 1);
    assertThat(perStep).isCloseTo((double) planned, Percentage.withPercentage(15));
    // Two blocks of source classes and two of target classes send quantiles, once a step, and two
    // direction partitions send mixed ones; the first job has nothing to mix.
    assertThat(jobs.sendingTasks).isEqualTo(4 + STEPS * 6);
    // Only a task that waited too long for its executor takes its block elsewhere.
    assertThat(jobs.movingAtTheirBlock).isGreaterThan(jobs.movingTasks / 2);
  }

  /** The jobs of the engine in an event log. */
  private static final class Jobs {
    private final Set<Integer> stagesOfTheFlow = new HashSet<>();
    private int measuring;
    private int slicingAhead;
    private long shuffledBytes;
    private int sendingTasks;
    private int movingTasks;
    private int movingAtTheirBlock;

    static Jobs of(Path folder) throws IOException {
      Jobs out = new Jobs();
      ObjectMapper json = new ObjectMapper();
      try (Stream<Path> files = Files.list(folder)) {
        for (String line : Files.readAllLines(files.findFirst().orElseThrow())) {
          out.add(json.readTree(line));
        }
      }
      return out;
    }

    private void add(JsonNode event) {
      switch (event.get("Event").asText()) {
        case "SparkListenerJobStart" -> {
          String description = event.at("/Properties/spark.job.description").asText();
          String group = event.at("/Properties/spark.jobGroup.id").asText();
          if (group.equals("flow")) {
            event.get("Stage IDs").forEach(stage -> stagesOfTheFlow.add(stage.asInt()));
          }
          measuring += group.equals("flow") && description.contains("pairwise sums") ? 1 : 0;
          slicingAhead += group.equals("flow") && description.startsWith("targets of step") ? 1 : 0;
        }
        case "SparkListenerTaskEnd" -> {
          // The page measures distances at the end, which shuffles, too.
          if (!stagesOfTheFlow.contains(event.get("Stage ID").asInt())) {
            return;
          }
          long written =
              event.at("/Task Metrics/Shuffle Write Metrics/Shuffle Bytes Written").asLong();
          shuffledBytes += written;
          sendingTasks += written > 0 ? 1 : 0;
          JsonNode read = event.at("/Task Metrics/Shuffle Read Metrics");
          if (written > 0 && read.get("Local Blocks Fetched").asLong() > 0) {
            String locality = event.at("/Task Info/Locality").asText();
            movingTasks++;
            movingAtTheirBlock += locality.equals("PROCESS_LOCAL") ? 1 : 0;
          }
        }
        default -> {
          // Other events say nothing about shuffles.
        }
      }
    }
  }

  /** Kryo sends what tasks of classifiers return: penalties, scales, answers. */
  @Test
  void classifiersOfVectorsAreComparedOnTheCluster() {
    String clouds = "synthetic:gaussians?classes=3&samples=20&dimension=5&stream=0";
    String log =
        run(
            temp,
            List.of("evaluate", "--train=" + clouds, "--against=" + clouds, "--test=" + clouds),
            List.of("--master=" + cluster.master(), "--executor-memory=1g"));

    assertThat(log).contains("undecided: ", "linear, ", " optimiser steps on both sides");
  }

  @Test
  void aClusterOfAnotherJavaMakesTheSameStates() throws IOException {
    Path other = Needs.otherJava();
    Path output = temp.resolve("out");
    List<String> flow =
        flow(
            FEW_STEPS,
            output,
            "--engine=distributed",
            "--class-partitions=2",
            "--direction-partitions=3");
    try (StandaloneCluster others = StandaloneCluster.start(temp, 2, "1g", other);
        Launched launched =
            Launched.start(
                temp.resolve("log"),
                words(flow, List.of("--master=" + others.master(), "--executor-memory=512m")),
                other)) {
      assertThat(launched.exitCode()).as(launched.log()).isZero();
    }
    assertThat(Files.readString(output.resolve("_MANIFEST.json")))
        .contains("\"java\" : ")
        .doesNotContain("\"java\" : \"" + System.getProperty("java.version"));
    makesTheFirstStates(output);
  }

  @ParameterizedTest
  @ValueSource(strings = {"local[1]", "local-cluster[2,1,1024]"})
  void localMastersMakeTheSameStates(String master) throws IOException {
    Path output = temp.resolve("out");
    run(
        temp,
        flow(
            FEW_STEPS,
            output,
            "--engine=distributed",
            "--class-partitions=7",
            "--direction-partitions=5"),
        List.of("--master=" + master, "--executor-memory=512m"));
    makesTheFirstStates(output);
  }

  @Test
  void aDriverThatWasKilledIsResumed() throws IOException {
    Path output = temp.resolve("out");
    List<String> spark = List.of("--master=" + cluster.master(), "--executor-memory=512m");
    String[] options = {"--engine=distributed", "--snapshot-every=2"};
    try (Launched launched =
        Launched.start(temp.resolve("killed"), words(flow(output, options), spark))) {
      launched.await(() -> hasSnapshot(output));
      StandaloneCluster.kill(launched.handle());
    }
    assertThat(output.resolve("_SUCCESS")).doesNotExist();
    List<String> resumed = flow(output, options);
    resumed.add("--mode=resume");
    assertThat(run(temp, resumed, spark)).contains("resuming from step");
    assertThat(hashes(output)).isEqualTo(expected);
  }

  @Test
  void datasetsAndStatesMayBeLargerThanTheDriver() throws IOException {
    String gaussians = "synthetic:gaussians?classes=100&samples=230&dimension=784";
    List<String> words =
        List.of(
            "flow",
            "--source=" + gaussians,
            "--target=" + gaussians + "&stream=1",
            "--normalise=0.5,2",
            "--direction-count=32",
            "--levels=8",
            "--steps=2",
            "--snapshot-every=2",
            "--state-hash",
            "--shared-filesystem");
    Path small = temp.resolve("small");
    Path disk = Files.createDirectory(temp.resolve("disk"));
    // 72 MB a dataset, 144 MB a state: together more than a driver of 512 MB can hold.
    String log =
        run(
            temp,
            with(words, "--engine=distributed", "--output=" + small),
            List.of(
                "--master=" + cluster.master(),
                "--executor-memory=600m",
                "--driver-memory=512m",
                // So much arithmetic is worth the optimising compiler.
                "--conf=spark.driver.extraJavaOptions=-XX:TieredStopAtLevel=4",
                "--conf=spark.executor.extraJavaOptions=-XX:TieredStopAtLevel=4",
                "--conf=spark.local.dir=" + disk));
    assertThat(log).contains("state: 137.6 MB; memory of the driver: about 1");
    try (Stream<Path> left = Files.list(disk)) {
      assertThat(left).isEmpty();
    }
    Path large = temp.resolve("large");
    String[] here = with(words, "--engine=in-process", "--output=" + large).toArray(String[]::new);
    CommandLines.run(here).succeeded();
    assertThat(hashes(small, 2)).isEqualTo(hashes(large, 2));
    assertThat(small.resolve("matching.csv"))
        .hasSameTextualContentAs(large.resolve("matching.csv"));
    String data = "data/part-00000.snappy.parquet";
    assertThat(small.resolve(data)).hasSameBinaryContentAs(large.resolve(data));
  }

  private static List<String> with(List<String> words, String... more) {
    List<String> out = new ArrayList<>(words);
    out.addAll(List.of(more));
    return out;
  }

  @Test
  void aDriverWithoutMemoryEndsWithTheRemedy() {
    String gaussians = "synthetic:gaussians?classes=40&samples=100&dimension=784";
    List<String> words =
        List.of(
            "flow",
            "--source=" + gaussians,
            "--target=" + gaussians + "&stream=1",
            "--steps=4",
            "--engine=distributed",
            "--state-hash",
            "--shared-filesystem",
            "--output=" + temp.resolve("out"));
    List<String> spark =
        List.of(
            "--master=" + cluster.master(),
            "--executor-memory=512m",
            "--driver-memory=512m",
            "--driver-class-path="
                + System.getProperty("wowflow.root")
                + "/spark-jobs/target/test-classes",
            "--conf=spark.extraListeners=io.wowflow.jobs.Ballast",
            "--conf=spark.driver.extraJavaOptions=-Dwowflow.test.left=10");
    try (Launched launched = Launched.start(temp.resolve("log"), words(words, spark))) {
      assertThat(launched.exitCode()).as(launched.log()).isEqualTo(1);
      assertThat(launched.log())
          .containsPattern("wowflow: the driver ran out of its [0-9]+ MB of memory")
          .contains("--driver-memory");
    }
  }

  private static boolean hasSnapshot(Path output) {
    try (Stream<Path> files = Files.list(output.resolve("snapshots"))) {
      return files.anyMatch(file -> file.getFileName().toString().startsWith("step="));
    } catch (IOException e) {
      return false;
    }
  }
}
