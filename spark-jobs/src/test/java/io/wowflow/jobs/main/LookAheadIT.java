package io.wowflow.jobs.main;

import static org.assertj.core.api.Assertions.assertThat;

import io.wowflow.jobs.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the launcher makes of commands that connect to nothing, and of jars that are elsewhere. */
class LookAheadIT {
  private static final Path ROOT = Path.of(System.getProperty("wowflow.root"));

  @TempDir Path temp;

  private Ran run(Map<String, String> environment, String... args)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(ROOT.resolve("submit/wowflow").toString()));
    command.addAll(List.of(args));
    return Ran.of(temp, environment, command);
  }

  private Map<String, String> sparkHome(String core) throws IOException {
    return EchoSpark.in(Files.createDirectories(temp.resolve("spark")), core);
  }

  private Ran submit(String... args) throws IOException, InterruptedException {
    return run(sparkHome("spark-core_2.13-4.2.0.jar"), args);
  }

  private static String[] with(String[] last, String... first) {
    List<String> all = new ArrayList<>(List.of(first));
    all.addAll(List.of(last));
    return all.toArray(String[]::new);
  }

  @Test
  void whatOnlyLooksAheadStartsALocalSpark() throws IOException, InterruptedException {
    String[] cluster = {
      "--",
      "--master",
      "yarn",
      "--deploy-mode",
      "cluster",
      "--num-executors",
      "7",
      "--executor-memory=3g"
    };
    for (String[] first : new String[][] {{"flow", "--dry-run"}, {"doctor"}}) {
      Ran outcome = submit(with(cluster, first));

      assertThat(outcome.out().lines())
          .containsSubsequence("<--deploy-mode>", "<cluster>", "<--conf>")
          .containsSubsequence("<--master>", "<local[*]>", "<--deploy-mode>", "<client>")
          .contains(
              "<spark.wowflow.plannedMaster=yarn>",
              "<spark.executor.instances=7>",
              "<spark.executor.memory=3g>");
      assertThat(outcome.out()).contains("memory=none");
    }
    assertThat(submit(with(cluster, "flow")).out()).doesNotContain("plannedMaster", "local[*]");
    assertThat(submit("flow", "--dry-run").out()).doesNotContain("plannedMaster", "local[*]");
  }

  @Test
  void onKubernetesTheJarsComeWithTheImage() throws IOException, InterruptedException {
    String[] kubernetes = {"--", "--master", "k8s://https://h", "--deploy-mode", "cluster"};
    String image = "local:///opt/wowflow/spark-jobs/target/";

    assertThat(submit(with(kubernetes, "evaluate")).out())
        .contains("<" + image + "wowflow-job.jar>", "<" + image + "learn/api-")
        .doesNotContain(ROOT.toRealPath() + "/spark-jobs");
    assertThat(
            submit(
                    "flow",
                    "--",
                    "--master=k8s://https://h",
                    "--deploy-mode=cluster",
                    "--conf",
                    "spark.kubernetes.file.upload.path=s3a://b/up")
                .out())
        .contains("<" + ROOT.toRealPath() + "/spark-jobs/target/wowflow-job.jar>");
    assertThat(submit("flow", "--", "--master", "k8s://https://h").out()).doesNotContain(image);
  }

  @Test
  void theDoctorSpeaksOfAWrongSparkHome() throws IOException, InterruptedException {
    Ran outcome = run(sparkHome("spark-core_2.12-3.5.6.jar"), "doctor", "--json");

    assertThat(outcome.code()).as(outcome.err()).isEqualTo(1);
    assertThat(outcome.out())
        .contains("\"all_would_run\" : false", "with Spark 3.5.6 and Scala 2.12");
    assertThat(outcome.err()).contains("wowflow: something would fail: spark");
  }

  @Test
  void theDoctorOfThisMachine() throws IOException, InterruptedException {
    Ran outcome = run(Map.of(), "doctor", "--", "--master", "spark://127.0.0.1:1");

    assertThat(outcome.code()).as(outcome.err()).isEqualTo(1);
    assertThat(outcome.out())
        .containsPattern("(?m)^ok +vector module ")
        .containsPattern("(?m)^ok +spark +4\\.2\\.0 in ")
        .containsPattern("(?m)^fails +master +spark://127.0.0.1:1 does not answer");
    // A JVM with the vector module says so first.
    assertThat(outcome.err().lines().filter(line -> !line.startsWith("WARNING: Using incubator")))
        .containsExactly("wowflow: something would fail: master");
  }

  @Test
  void completionComesWithoutSpark() throws IOException, InterruptedException {
    Ran outcome = run(Map.of(), "completion");

    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out()).contains("complete -F _complete_wowflow");
    assertThat(outcome.err()).isEmpty();
  }
}
