package io.wowflow.jobs.context;

import static org.assertj.core.api.Assertions.assertThat;

import io.wowflow.jobs.io.rows.SamplePlace;
import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

class DriverPlaceTest {
  private static SparkConf conf(String master) {
    return new SparkConf(false).set("spark.master", master);
  }

  @Test
  void aDriverThatIsTheClusterKeepsAllInMemory() {
    assertThat(DriverPlace.of(conf("local[2]"))).isEqualTo(SamplePlace.memory());
    assertThat(DriverPlace.of(conf("spark://host:7077")).directory()).isPresent();
    assertThat(DriverPlace.of(conf("spark://host:7077")).most())
        .isEqualTo((long) (Runtime.getRuntime().maxMemory() / 32.0));
  }

  @Test
  void aPlanForAClusterKeepsNoMoreThanItsDriver() {
    SparkConf looking = conf("local[*]").set(PlannedCluster.MASTER, "yarn");
    assertThat(DriverPlace.of(looking).directory()).isPresent();
  }

  @Test
  void theDirectoryIsTheOneThatSparkUses() {
    SparkConf bare = conf("yarn");
    assertThat(DriverPlace.directory(bare, Map.of()))
        .isEqualTo(Path.of(System.getProperty("java.io.tmpdir")));
    SparkConf set = bare.clone().set("spark.local.dir", "/fast, /slow");
    assertThat(DriverPlace.directory(set, Map.of("SPARK_LOCAL_DIRS", "")))
        .isEqualTo(Path.of("/fast"));
    assertThat(DriverPlace.directory(set, Map.of("SPARK_LOCAL_DIRS", "/pod,/other")))
        .isEqualTo(Path.of("/pod"));
    assertThat(
            DriverPlace.directory(
                set, Map.of("SPARK_LOCAL_DIRS", "/pod", "LOCAL_DIRS", "/container")))
        .isEqualTo(Path.of("/pod"));
    assertThat(
            DriverPlace.directory(
                set,
                Map.of("SPARK_LOCAL_DIRS", "/pod", "LOCAL_DIRS", "/a,/b", "CONTAINER_ID", "1")))
        .isEqualTo(Path.of("/a"));
  }
}
