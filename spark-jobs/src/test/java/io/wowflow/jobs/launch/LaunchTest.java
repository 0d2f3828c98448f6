package io.wowflow.jobs.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.conf.JobException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Command lines, environments and files, and the commands of spark-submit that they become. */
class LaunchTest {
  private static final List<String> CLUSTER =
      List.of("--", "--master", "yarn", "--deploy-mode", "cluster");

  @TempDir Path temp;
  private final Map<String, String> environment = new HashMap<>();
  private Path root;
  private Path folder;

  @BeforeEach
  void prepare() throws IOException {
    root = Files.createDirectories(temp.resolve("a project"));
    folder = Files.createDirectories(temp.resolve("working folder"));
    Path learn = Files.createDirectories(root.resolve("spark-jobs/target/learn"));
    for (String name : List.of("pytorch-engine-1.jar", "api-1.jar", "read.me")) {
      Files.createFile(learn.resolve(name));
    }
    machine("MemTotal:       16000000 kB\nMemFree:         1000000 kB\n", "max\n");
    environment.put("SPARK_HOME", Files.createDirectories(temp.resolve("my spark")).toString());
  }

  private void machine(String meminfo, String limit) throws IOException {
    Files.createDirectories(temp.resolve("proc"));
    Files.createDirectories(temp.resolve("sys/fs/cgroup"));
    Files.writeString(temp.resolve("proc/meminfo"), meminfo);
    Files.writeString(temp.resolve("sys/fs/cgroup/memory.max"), limit);
  }

  private Command command(List<String> words) {
    return Launch.command(new Surroundings(root, folder, environment, temp), words);
  }

  private Command command(String... words) {
    return command(List.of(words));
  }

  private List<String> words(String... words) {
    return command(words).words();
  }

  private static List<String> with(List<String> last, String... first) {
    List<String> all = new ArrayList<>(List.of(first));
    all.addAll(last);
    return all;
  }

  private String target(String name) {
    return root.resolve("spark-jobs/target").resolve(name).toString();
  }

  private String file(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content).toString();
  }

  @Test
  void sparkSubmitGetsAllWords() {
    assertThat(words("flow", "--source", "a b", "", "--", "--name", "my run", "--conf", "k=v w"))
        .containsExactly(
            "--class",
            "io.wowflow.jobs.main.WowFlow",
            "--name",
            "my run",
            "--conf",
            "k=v w",
            target("wowflow-job.jar"),
            "flow",
            "--source",
            "a b",
            "");
    assertThat(words("flow", "--", "-v", "--", "x"))
        .containsSubsequence("-v", "--", "x", target("wowflow-job.jar"), "flow");
    assertThat(words("--", "-v")).endsWith("-v", target("wowflow-job.jar"));
  }

  @Test
  void theScriptReadsRecords() {
    Command command = new Command(false, Map.of("A", "b\nc"), List.of("w", "", "é\n"));

    assertThat(new String(command.records(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
        .isEqualTo("\0run\0A=b\nc\0\0w\0\0é\n\0");
    assertThat(
            new String(
                Command.afterBuild().records(StandardCharsets.US_ASCII), StandardCharsets.US_ASCII))
        .isEqualTo("\0build\0\0");
    assertThat(command.records(StandardCharsets.ISO_8859_1)).contains((byte) 0xe9);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "MemTotal:       16000000 kB, max, 9375m",
        "MemTotal:       16000000 kB, 1073741824, 614m",
        "MemTotal:       16000000 kB, 99073741824, 9375m",
        "MemTotal:       16000000 kB, 0, 0m",
        "MemTotal:       16000000 kB, 99999999999999999999, 9375m",
        "MemTotal:       many kB, 1073741824, -",
        "MemAvailable:   16000000 kB, 1073741824, -",
      })
  void theDriverGetsMostOfTheMemory(String meminfo, String limit, String expected)
      throws IOException {
    machine("MemFree:       1 kB\n" + meminfo + "\nBuffers: 7 kB\n", limit + "\n");

    assertThat(command("flow").variables().get("SPARK_DRIVER_MEMORY")).isEqualTo(expected);
  }

  @Test
  void aMachineThatReportsNoMemoryLeavesItToSpark() throws IOException {
    Files.delete(temp.resolve("sys/fs/cgroup/memory.max"));
    assertThat(command("flow").variables()).containsEntry("SPARK_DRIVER_MEMORY", "9375m");

    Files.delete(temp.resolve("proc/meminfo"));
    assertThat(command("flow").variables()).doesNotContainKey("SPARK_DRIVER_MEMORY");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--master spark://h:1",
        "--master=yarn",
        "--conf=spark.master=yarn",
        "-c spark.master=yarn",
        "--properties-file=my.conf",
        "--extra-properties-file my.conf",
        "--master local --master yarn",
      })
  void theMemoryOfARemoteDriverIsLeftAlone(String options) throws IOException {
    file("my.conf", "# mine\nspark.masters local\nspark.master   yarn\n");

    assertThat(command(with(List.of(options.split(" ", -1)), "flow", "--")).variables())
        .doesNotContainKey("SPARK_DRIVER_MEMORY");
  }

  @Test
  void theMasterIsAlsoAVariableOrADefault() throws IOException {
    environment.put("MASTER", "yarn");
    assertThat(command("flow").variables()).doesNotContainKey("SPARK_DRIVER_MEMORY");
    assertThat(command("flow", "--", "--master", "local[2]").variables())
        .containsKey("SPARK_DRIVER_MEMORY");

    environment.put("MASTER", "");
    Path conf = Files.createDirectories(temp.resolve("my spark/conf"));
    Files.writeString(conf.resolve("spark-defaults.conf"), "spark.master: yarn");
    assertThat(command("flow").variables()).doesNotContainKey("SPARK_DRIVER_MEMORY");
    environment.put("SPARK_CONF_DIR", temp.toString());
    assertThat(command("flow").variables()).containsKey("SPARK_DRIVER_MEMORY");
  }

  @Test
  void theUsersOwnMemoryAndLogsWin() {
    environment.put("SPARK_DRIVER_MEMORY", "3g");
    environment.put("SPARK_SUBMIT_OPTS", "-Dlog4j2.configurationFile=mine");

    assertThat(command("flow").variables()).isEmpty();
  }

  @Test
  void theLogConfigurationOfTheProject() throws IOException {
    String option = "\"-Dlog4j2.configurationFile=" + root + "/conf/log4j2.properties\"";
    assertThat(command("flow").variables()).containsEntry("SPARK_SUBMIT_OPTS", option);
    environment.put("SPARK_SUBMIT_OPTS", "-Da=b");
    assertThat(command("flow").variables()).containsEntry("SPARK_SUBMIT_OPTS", "-Da=b " + option);

    Path conf = Files.createDirectories(temp.resolve("conf of mine"));
    environment.put("SPARK_CONF_DIR", conf.toString());
    Files.createFile(conf.resolve("log4j2.yaml"));
    assertThat(command("flow").variables()).doesNotContainKey("SPARK_SUBMIT_OPTS");
  }

  @ParameterizedTest
  @ValueSource(strings = {"flow --dry-run", "augment --dry-run=true", "doctor"})
  void whatOnlyLooksAheadStartsALocalSpark(String first) {
    List<String> spark = new ArrayList<>(CLUSTER);
    spark.addAll(List.of("--num-executors", "7", "--executor-memory=3g"));
    spark.addAll(List.of("--conf", "spark.cores.max=28"));

    Command command = command(with(spark, first.split(" ", -1)));

    assertThat(command.words())
        .containsSubsequence(
            "--deploy-mode",
            "cluster",
            "--conf",
            "spark.executor.instances=7",
            "--conf",
            "spark.executor.memory=3g",
            "--conf",
            "spark.cores.max=28",
            "--conf",
            "spark.wowflow.plannedMaster=yarn",
            "--master",
            "local[*]",
            "--deploy-mode",
            "client")
        .noneMatch(word -> word.startsWith("spark.executor.cores"));
    assertThat(command.variables()).doesNotContainKey("SPARK_DRIVER_MEMORY");
  }

  @Test
  void whatRunsAndWhatIsLocalStaysAsItIs() {
    for (List<String> words :
        List.of(
            with(CLUSTER, "flow"),
            with(CLUSTER, "flow", "--dry-run=false"),
            List.of("flow", "--dry-run"),
            List.of("doctor", "--", "--master", "local[3]"))) {
      assertThat(command(words).words())
          .noneMatch(word -> word.contains("plannedMaster"))
          .doesNotContain("local[*]", "client");
    }
    environment.put("MASTER", "spark://h:1");
    assertThat(words("doctor")).contains("spark.wowflow.plannedMaster=spark://h:1", "local[*]");
  }

  @Test
  void onKubernetesTheJarsArePartOfTheImage() {
    List<String> kubernetes =
        List.of("--", "--master", "k8s://https://h", "--deploy-mode", "cluster");
    String image = "local:///opt/wowflow/spark-jobs/target/";

    assertThat(command(with(kubernetes, "evaluate")).words())
        .contains(image + "wowflow-job.jar")
        .contains(image + "learn/api-1.jar," + image + "learn/pytorch-engine-1.jar")
        .noneMatch(word -> word.contains(root.toString()));
    assertThat(
            words(
                "flow",
                "--",
                "--master=k8s://https://h",
                "--deploy-mode=cluster",
                "--conf",
                "spark.kubernetes.file.upload.path=s3a://b/up"))
        .contains(target("wowflow-job.jar"));
    // The driver runs here, and sees this folder.
    assertThat(words("flow", "--", "--master", "k8s://https://h"))
        .contains(target("wowflow-job.jar"));
    assertThat(command(with(kubernetes, "flow", "--dry-run")).words())
        .contains(target("wowflow-job.jar"));

    root = Path.of("/opt/wowflow");
    assertThat(words("flow", "--", "--master", "k8s://https://h"))
        .contains(image + "wowflow-job.jar");
    assertThat(words("flow", "--", "--master", "yarn"))
        .contains("/opt/wowflow/spark-jobs/target/wowflow-job.jar");
  }

  @Test
  void aDriverOnTheClusterGetsTheConfigFile() throws IOException {
    String file = file("a run.conf", "");

    assertThat(command(with(CLUSTER, "flow", "--config", file)).words())
        .containsSubsequence("--files", file, "flow", "--config", "a run.conf");
    assertThat(command(with(CLUSTER, "flow", "--config=a run.conf", "--steps", "3")).words())
        .containsSubsequence("--files", "a run.conf", "flow", "--config=a run.conf", "--steps");
    assertThat(
            words(
                "flow",
                "--config",
                file,
                "--",
                "--files",
                "w",
                "--files",
                "x",
                "--conf",
                "spark.submit.deployMode=cluster"))
        .containsSubsequence("--files", "w", "--files", "x," + file, "--config", "a run.conf");
    assertThat(words("flow", "--config", "s3a://b/r.conf", "--", "--deploy-mode=cluster"))
        .containsSubsequence("--files", "s3a://b/r.conf", "flow", "--config", "r.conf");
    assertThat(command(with(CLUSTER, "flow", "--config")).words())
        .endsWith("flow", "--config")
        .doesNotContain("--files");
    assertThat(words("flow", "--config", file, "--", "--master", "yarn"))
        .endsWith("--config", file)
        .doesNotContain("--files");
    // It runs here.
    assertThat(command(with(CLUSTER, "flow", "--dry-run", "--config", file)).words())
        .endsWith("--config", file);
  }

  @Test
  void aDriverOnTheClusterNeedsAConfigFileThatExists() {
    assertThatThrownBy(() -> command(with(CLUSTER, "flow", "--config", "missing.conf")))
        .isInstanceOfSatisfying(
            JobException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE))
        .hasMessage("--config missing.conf: no such file");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evaluate --train a",
        "augment",
        "doctor",
        "flow --evaluate-with m",
        "flow --evaluate-with=m",
        "flow --config watched.conf",
        "flow --config including.conf",
        "flow --config referring.conf",
        "distill --config=embedded.conf",
        "distill --config watched.conf",
        "distill --embed",
        "synth --like a --output b",
      })
  void whatUsesNeuralNetworksGetsTheirJars(String line) throws IOException {
    file("watched.conf", "wowflow.flow { evaluate-with = m }");
    file("including.conf", "include \"watched.conf\"");
    file("referring.conf", "wowflow.flow.evaluate-with = ${wowflow.flow.output}");
    file("embedded.conf", "wowflow.distill.embed = true");
    String jars = target("learn") + "/api-1.jar," + target("learn") + "/pytorch-engine-1.jar";
    String[] words = line.split(" ", -1);

    assertThat(words(words)).containsSubsequence("--jars", jars, target("wowflow-job.jar"));
    assertThat(command(with(List.of("--", "--jars", "a", "--jars", "b", "-v"), words)).words())
        .containsSubsequence("--jars", "a", "--jars", "b," + jars, "-v");
    assertThat(command(with(List.of("--", "--jars=mine.jar"), words)).words())
        .contains("--jars=mine.jar," + jars);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "flow --source a",
        "distill --source a --augment",
        "synth rings --output b",
        "flow --config plain.conf",
        "flow --config embedded.conf",
        "distill --config not.conf",
        "flow --config missing.conf",
        "flow --config broken.conf",
        "flow --config",
        "flow --evaluate-without m",
      })
  void whatUsesNoneGetsNone(String line) throws IOException {
    file("plain.conf", "# evaluate-with\nwowflow.flow { seed = 1, evaluate-with = null }");
    file("embedded.conf", "wowflow.distill.embed = true");
    file("not.conf", "wowflow.distill.embed = false");
    file("broken.conf", "wowflow { evaluate-with");

    assertThat(words(line.split(" ", -1))).doesNotContain("--jars");
  }

  @Test
  void theJarsOfNeuralNetworksAreBuiltFirst() throws IOException {
    root = temp.resolve("another project");

    assertThat(command("evaluate")).isEqualTo(new Command(true, Map.of(), List.of()));
    assertThat(command("flow").build()).isFalse();
    // It reports that they are missing.
    assertThat(command("doctor").build()).isFalse();

    Files.createDirectories(root.resolve("spark-jobs/target/learn"));
    assertThat(words("evaluate")).endsWith(target("wowflow-job.jar"), "evaluate");
  }
}
