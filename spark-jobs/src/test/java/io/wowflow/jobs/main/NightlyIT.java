package io.wowflow.jobs.main;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.wowflow.jobs.Needs;
import io.wowflow.jobs.Ran;
import io.wowflow.jobs.launch.Launch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The files of {@code submit/nightly}: each is parsed, and each command in them is run as a dry
 * run, the one inside the image from where the image has it on disk here.
 */
class NightlyIT {
  private static final Path ROOT = Path.of(System.getProperty("wowflow.root"));
  private static final Path NIGHTLY = ROOT.resolve("submit/nightly");
  private static final String IN_IMAGE = "/opt/wowflow";
  private static final List<String> PLACES = List.of("local", "standalone", "yarn", "kubernetes");

  @TempDir Path folder;
  private Path config;

  /** The job's own configuration, with small datasets instead of those that are not here. */
  @BeforeEach
  void configure() throws IOException {
    config = folder.resolve("nightly.conf");
    String datasets =
        """

        wowflow.augment {
          source = "synthetic:gaussians?classes=3&samples=200&dimension=784"
          target = "synthetic:gaussians?classes=3&samples=80&dimension=784"
          output = "%s"
          shape = 28x28x1
          shared-filesystem = true
        }
        """;
    Files.writeString(
        config, text("nightly.conf") + datasets.formatted(folder.resolve("enlarged")));
  }

  private static String text(String name) throws IOException {
    return Files.readString(NIGHTLY.resolve(name));
  }

  private Ran dryRun(String command) throws IOException, InterruptedException {
    return Ran.of(
        folder,
        Map.of("WOWFLOW_CONFIG", config.toString(), "RUN_DATE", "2026-11-23"),
        List.of(command, "--dry-run"));
  }

  @ParameterizedTest
  @CsvSource({"local, 0", "standalone, 4", "yarn, 4", "kubernetes, 4"})
  void everyPlaceHasAPlan(String place, int executors) throws IOException, InterruptedException {
    Ran plan = dryRun(NIGHTLY.resolve(place).toString());

    assertThat(plan.code()).as(plan.err()).isZero();
    assertThat(plan.out())
        .contains("source: 3 classes, 600 samples; target: 3 classes, 60 samples per step")
        .contains("enlarged/run_date=2026-11-23 would be made");
    if (executors > 0) {
      assertThat(plan.out())
          .startsWith(
              "cluster as configured, not connected to: 4 executors of 4 cores and a heap of 8192");
    }
    assertThat(folder.resolve("enlarged")).doesNotExist();
  }

  @Test
  void theScriptsDifferInWhatStandsAfterTheDashesAlone() throws IOException {
    TreeSet<String> jobs = new TreeSet<>();
    for (String place : PLACES) {
      String script = text(place);
      assertThat(NIGHTLY.resolve(place)).isExecutable();
      int dashes = script.indexOf(" -- \\\n");
      assertThat(script.substring(dashes)).contains("--master");
      jobs.add(script.substring(script.indexOf("set -euo"), dashes));
    }
    assertThat(jobs).hasSize(1);
  }

  private static List<JsonNode> documents(String name) throws IOException {
    YAMLMapper mapper = new YAMLMapper();
    try (var values = mapper.readerFor(JsonNode.class).<JsonNode>readValues(text(name))) {
      return values.readAll();
    }
  }

  private static List<String> strings(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText).toList();
  }

  private static JsonNode ofKind(List<JsonNode> documents, String kind) {
    return documents.stream()
        .filter(document -> document.path("kind").asText().equals(kind))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theCronJobStartsTheScriptAndKnowsTheExitCodes() throws IOException {
    List<JsonNode> documents = documents("kubernetes-cronjob.yaml");
    assertThat(documents).allSatisfy(d -> assertThat(d.has("apiVersion")).isTrue());
    JsonNode job = ofKind(documents, "CronJob").at("/spec/jobTemplate/spec");
    JsonNode pod = job.at("/template/spec");
    JsonNode driver = pod.at("/containers/0");

    assertThat(strings(driver.get("command")))
        .containsExactly(IN_IMAGE + "/submit/nightly/kubernetes");
    JsonNode failing = job.at("/podFailurePolicy/rules/1");
    assertThat(failing.get("action").asText()).isEqualTo("FailJob");
    assertThat(failing.at("/onExitCodes/containerName")).isEqualTo(driver.get("name"));
    assertThat(strings(failing.at("/onExitCodes/values"))).containsExactly("2", "3", "4", "5", "6");
    // Required by a pod failure policy.
    assertThat(pod.get("restartPolicy").asText()).isEqualTo("Never");
    String account = ofKind(documents, "ServiceAccount").at("/metadata/name").asText();
    assertThat(pod.get("serviceAccountName").asText()).isEqualTo(account);
    assertThat(ofKind(documents, "RoleBinding").at("/subjects/0/name").asText()).isEqualTo(account);
    assertThat(ofKind(documents, "RoleBinding").at("/roleRef/name"))
        .isEqualTo(ofKind(documents, "Role").at("/metadata/name"));
    String script = text("kubernetes");
    for (JsonNode variable : driver.get("env")) {
      assertThat(script).contains("${" + variable.get("name").asText() + ":-");
    }
    assertThat(pod.at("/volumes/0/name")).isEqualTo(driver.at("/volumeMounts/0/name"));
  }

  @Test
  void theOperatorsDriverIsThisJob() throws IOException {
    JsonNode spec = documents("spark-operator.yaml").get(0).at("/spec/template");

    assertThat(spec.get("mainClass").asText()).isEqualTo(WowFlow.class.getName());
    assertThat(spec.get("mainApplicationFile").asText())
        .isEqualTo("local://" + IN_IMAGE + "/spark-jobs/target/wowflow-job.jar");
    assertThat(spec.at("/sparkConf/spark.driver.extraClassPath").asText())
        .isEqualTo(IN_IMAGE + "/spark-jobs/target/learn/*");
    assertThat(
            here(
                spec.at("/sparkConf/spark.driver.extraJavaOptions")
                    .asText()
                    .replaceFirst(".*=", "")))
        .exists();
    List<String> arguments = new ArrayList<>(strings(spec.get("arguments")));
    int mounted = arguments.indexOf("/etc/wowflow/nightly.conf");
    arguments.set(mounted, config.toString());
    arguments.add("--dry-run");

    CommandLines.Outcome plan = CommandLines.run(arguments.toArray(String[]::new));

    plan.succeeded();
    assertThat(plan.out()).contains("enlarged/run_date=2", "would be made");
  }

  /** A path of the image in this project. */
  private static Path here(String inImage) {
    assertThat(inImage).startsWith(IN_IMAGE + "/");
    return ROOT.resolve(inImage.substring(IN_IMAGE.length() + 1));
  }

  @Test
  void theImageHoldsWhatTheLauncherLooksFor() throws IOException {
    List<String> lines = text("Dockerfile").lines().filter(line -> !line.isBlank()).toList();
    String pom = Files.readString(ROOT.resolve("pom.xml"));
    String spark = value(pom, "<spark.version>(.*)</spark.version>");
    String scala = value(pom, "<scala.line>(.*)</scala.line>");
    List<String> ignored = text("Dockerfile.dockerignore").lines().toList();

    assertThat(lines)
        .allMatch(line -> line.matches("#.*|FROM \\S+|COPY \\S+ \\S+|ENV [A-Z_]+=\\S+"))
        .contains("FROM apache/spark:" + spark + "-scala" + scala + "-java17-ubuntu");
    for (String line : lines) {
      if (line.startsWith("COPY ")) {
        String[] words = line.split(" ", -1);
        String from = words[1].replaceFirst("/$", "");
        assertThat(ROOT.resolve(from)).as("built, or in the project").exists();
        String to = words[2].endsWith(".jar") ? words[2] : words[2].replaceFirst("/$", "");
        String name =
            Files.isDirectory(ROOT.resolve(from)) ? "" : "/" + Path.of(from).getFileName();
        assertThat(here(to + name)).isEqualTo(ROOT.resolve(from));
        for (Path at = Path.of(from); at != null; at = at.getParent()) {
          assertThat(ignored).contains("!" + at);
        }
      }
    }
    assertThat(Launch.IMAGE_ROOT).isEqualTo(IN_IMAGE);
  }

  private static String value(String text, String pattern) {
    var matcher = Pattern.compile(pattern).matcher(text);
    assertThat(matcher.find()).isTrue();
    return matcher.group(1);
  }

  /** Stands for Airflow: keeps what a DAG is made of, and runs its task. */
  private static final String AIRFLOW =
      """
      import sys, types
      class AirflowFailException(Exception): pass
      made = {}
      def dag(**options):
          made["dag"] = options
          return lambda body: body
      def task(**options):
          made["task"] = options
          def wrap(body):
              made["body"] = body
              return lambda: None
          return wrap
      sdk = types.ModuleType("airflow.sdk")
      sdk.dag, sdk.task = dag, task
      exceptions = types.ModuleType("airflow.exceptions")
      exceptions.AirflowFailException = AirflowFailException
      sys.modules["airflow"] = types.ModuleType("airflow")
      sys.modules["airflow.sdk"] = sdk
      sys.modules["airflow.exceptions"] = exceptions
      exec(compile(open(sys.argv[1]).read(), sys.argv[1], "exec"))
      print(made["dag"]["dag_id"], made["dag"]["max_active_runs"], made["task"]["retries"])
      try:
          made["body"](ds="2026-11-23")
          print("done")
      except AirflowFailException as e:
          print("no retry:", e)
      except Exception as e:
          print("retry:", e)
      """;

  @ParameterizedTest
  @CsvSource({
    "0, done",
    "1, retry: Command",
    "2, no retry: exit code 2: wrong usage",
    "3, no retry: exit code 3: input",
    "4, no retry: exit code 4: the output",
    "5, no retry: exit code 5: the flow diverged",
    "143, retry: Command",
  })
  void theDagTriesAgainWhatMayHelp(int code, String said) throws IOException, InterruptedException {
    Needs.program("python3");
    Path place = Files.createDirectories(folder.resolve("submit/nightly")).resolve("local");
    Files.writeString(place, "#!/bin/sh\necho \"date $RUN_DATE\"\nexit " + code + "\n");
    assertThat(place.toFile().setExecutable(true)).isTrue();

    Ran ran =
        Ran.of(
            folder,
            Map.of("WOWFLOW_ROOT", folder.toString(), "WOWFLOW_PLACE", "local"),
            List.of("python3", "-c", AIRFLOW, NIGHTLY.resolve("airflow_dag.py").toString()));

    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out()).contains("wowflow_nightly 1 2", "date 2026-11-23", said);
  }

  @Test
  void systemdTakesTheUnits() throws IOException, InterruptedException {
    String service = text("wowflow-nightly.service");
    for (String unit : List.of(service, text("wowflow-nightly.timer"))) {
      assertThat(unit.lines().filter(line -> !line.isBlank()))
          .allMatch(line -> line.matches("#.*|\\[(Unit|Service|Timer|Install)]|[A-Z][A-Za-z]*=.+"));
    }
    assertThat(service).contains("RestartPreventExitStatus=2 3 4 5 6\n");
    assertThat(here(value(service, "ExecStart=(\\S+)"))).isExecutable();
    Needs.program("systemd-analyze");
    for (String name : List.of("wowflow-nightly.service", "wowflow-nightly.timer")) {
      Files.writeString(folder.resolve(name), text(name).replace(IN_IMAGE, ROOT.toString()));
    }

    Ran ran =
        Ran.of(
            folder,
            Map.of(),
            List.of(
                "systemd-analyze",
                "verify",
                "--man=no",
                folder + "/wowflow-nightly.service",
                folder + "/wowflow-nightly.timer"));

    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.err().lines().filter(line -> line.contains("wowflow-nightly"))).isEmpty();
  }

  @Test
  void theCrontabHasOneLockedLine() throws IOException, InterruptedException {
    List<String> lines =
        text("crontab").lines().filter(line -> !line.isBlank() && !line.startsWith("#")).toList();
    String job = lines.get(lines.size() - 1);

    assertThat(lines.subList(0, lines.size() - 1)).allMatch(line -> line.matches("[A-Z_]+=\\S+"));
    assertThat(job).matches("30 2 \\* \\* \\* +flock .*");
    assertThat(here(value(job, "(/opt/wowflow/\\S+)"))).isExecutable();
    Needs.program("flock");
    String command =
        job.substring(job.indexOf("flock"))
            .replace("/var/tmp", folder.toString())
            .replaceFirst("/opt/wowflow/\\S+", "false");
    String held = "exec 9>" + folder + "/wowflow-nightly.lock; flock 9; ";
    assertThat(shell(command)).isEqualTo(1);
    assertThat(shell(held + command)).isEqualTo(4);
  }

  private int shell(String command) throws IOException, InterruptedException {
    return Ran.of(folder, Map.of(), List.of("bash", "-c", command)).code();
  }

  @Test
  void everyFileIsTested() throws IOException {
    try (Stream<Path> files = Files.list(NIGHTLY)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "Dockerfile",
              "Dockerfile.dockerignore",
              "airflow_dag.py",
              "crontab",
              "kubernetes",
              "kubernetes-cronjob.yaml",
              "local",
              "nightly.conf",
              "spark-operator.yaml",
              "standalone",
              "wowflow-nightly.service",
              "wowflow-nightly.timer",
              "yarn");
    }
  }
}
