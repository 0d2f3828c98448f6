package io.wowflow.jobs.context;

import io.wowflow.jobs.io.rows.SamplePlace;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;

/** Where the driver keeps the samples of datasets and of states that have left the executors. */
public final class DriverPlace {
  /** A dataset that takes more of the heap than this part goes to disk. */
  public static final double SHARE = 1.0 / 32;

  private DriverPlace() {}

  /**
   * Memory where the driver is the cluster; else the disk that Spark uses for itself, for all that
   * is large.
   */
  public static SamplePlace of(SparkConf settings) {
    return Cluster.isLocal(PlannedCluster.master(settings))
        ? SamplePlace.memory()
        : SamplePlace.files(
            directory(settings, System.getenv()),
            (long) (SHARE * Runtime.getRuntime().maxMemory()));
  }

  /** As Spark chooses: the variables of the managers come before the setting. */
  static Path directory(SparkConf settings, Map<String, String> environment) {
    String directories =
        Stream.of(
                environment.containsKey("CONTAINER_ID") ? environment.get("LOCAL_DIRS") : null,
                environment.get("SPARK_LOCAL_DIRS"),
                settings.get("spark.local.dir", null),
                System.getProperty("java.io.tmpdir"))
            .flatMap(given -> Optional.ofNullable(given).stream())
            .filter(given -> !given.isBlank())
            .findFirst()
            .orElseThrow();
    return Path.of(directories.split(",", 2)[0].trim());
  }
}
