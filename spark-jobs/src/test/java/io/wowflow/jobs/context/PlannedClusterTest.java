package io.wowflow.jobs.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.conf.JobException;
import org.apache.spark.SparkConf;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class PlannedClusterTest {
  private static final long GB = 1L << 30;

  private static PlannedCluster planned(String... settings) {
    SparkConf conf = new SparkConf(false);
    for (int i = 0; i < settings.length; i += 2) {
      conf.set(settings[i], settings[i + 1]);
    }
    return PlannedCluster.of(conf);
  }

  @Test
  void yarnAndKubernetesGiveWhatIsAskedFor() {
    for (String master : new String[] {"yarn", "k8s://https://h:443"}) {
      PlannedCluster found =
          planned(
              "spark.master", master,
              "spark.executor.instances", "4",
              "spark.executor.cores", "3",
              "spark.executor.memory", "8g");

      assertThat(found.cluster().executors()).isEqualTo(4);
      assertThat(found.cluster().cores()).isEqualTo(12);
      assertThat(found.cluster().heapBytes()).isEqualTo(8 * GB);
      assertThat(found.lines())
          .containsExactly(
              "cluster as configured, not connected to: 4 executors of 3 cores and a heap of 8192.0 MB, in"
                  + " a container of 9011.2 MB");
    }
  }

  @Test
  void theContainerIsSparks() {
    String[] small = {"spark.master", "yarn", "spark.executor.memory", "1g"};
    assertThat(planned(small).lines().get(0))
        .contains("2 executors of 1 cores", "a container of 1408.0 MB");
    assertThat(
            planned(
                    "spark.master", "yarn",
                    "spark.executor.memory", "1g",
                    "spark.executor.memoryOverhead", "2g")
                .lines()
                .get(0))
        .contains("a container of 3072.0 MB");
  }

  @Test
  void aStandaloneMasterDecidesUnlessTheSettingsDo() {
    PlannedCluster found =
        planned(
            "spark.master", "spark://h:7077",
            "spark.executor.cores", "4",
            "spark.cores.max", "18",
            "spark.executor.memory", "2g");
    assertThat(found.cluster().executors()).isEqualTo(4);
    assertThat(found.lines().get(0)).doesNotContain("container");

    assertThatThrownBy(() -> planned("spark.master", "spark://h:7077"))
        .asInstanceOf(InstanceOfAssertFactories.type(JobException.class))
        .satisfies(e -> assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE))
        .satisfies(
            e ->
                assertThat(e)
                    .hasMessageContaining("connects to no cluster")
                    .hasMessageContaining("--total-executor-cores N"));
  }

  @Test
  void localMastersAreThisMachine() {
    assertThat(planned("spark.master", "local[3]").cluster()).isEqualTo(Cluster.local(3));
    assertThat(planned("spark.master", "local[3]").lines()).isEmpty();
    assertThat(planned("spark.master", "local-cluster[2, 3, 1024]").cluster().cores()).isEqualTo(6);
  }

  @Test
  void tasksOfSeveralCoresRunFewerAtATime() {
    Cluster found =
        planned(
                "spark.master", "yarn",
                "spark.executor.instances", "4",
                "spark.executor.cores", "5",
                "spark.task.cpus", "2")
            .cluster();
    assertThat(found.cores()).isEqualTo(8);
    assertThat(found.coresPerExecutor()).isEqualTo(2);
  }

  @Test
  void theMasterOfTheRealRunCounts() {
    assertThat(
            planned("spark.master", "local[*]", PlannedCluster.MASTER, "yarn")
                .cluster()
                .executors())
        .isEqualTo(2);
  }
}
