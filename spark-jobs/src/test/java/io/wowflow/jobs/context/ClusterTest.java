package io.wowflow.jobs.context;

import static org.assertj.core.api.Assertions.assertThat;

import io.wowflow.jobs.SparkTest;
import org.apache.spark.SparkContext;
import org.junit.jupiter.api.Test;

class ClusterTest {
  @Test
  void theDefaultParallelismIsNoNumberOfCores() {
    SparkContext spark = SparkTest.session().sparkContext();
    spark.conf().set("spark.default.parallelism", "64");
    try {
      assertThat(spark.defaultParallelism()).isEqualTo(64);
      assertThat(Cluster.of(spark).cores()).isEqualTo(2);
    } finally {
      spark.conf().remove("spark.default.parallelism");
    }
  }
}
