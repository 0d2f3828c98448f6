package io.wowflow.jobs.context;

import io.wowflow.jobs.io.rows.SamplePlace;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;

/** The place where the driver keeps samples of datasets and of states that left the executors. */
public final class DriverPlace {
  /** The largest part of the heap for a dataset in memory; a larger one goes to disk. */
  public static final double SHARE = 1.0 / 32;

  private DriverPlace() {}

  /**
   * The place for the samples of a driver.
   *
   * @param settings of the session
   * @return memory if the driver is the cluster; else the disk that Spark uses for itself, for all
   *     that is large
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
