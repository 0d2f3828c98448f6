package io.wowflow.jobs.context;

import io.wowflow.jobs.conf.Amount;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.conf.UserInfo;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;

/**
 * The cluster that a run with given settings would have. Nothing is connected to: the run is
 * assumed to get what the settings request.
 *
 * @param cluster the resources
 * @param lines the assumptions in words
 */
public record PlannedCluster(Cluster cluster, List<String> lines) {
  /**
   * The master of the real run. The launcher sets it where it starts a local Spark only to look
   * ahead, because the Spark that the build assembled knows neither YARN nor Kubernetes.
   */
  static final String MASTER = "spark.wowflow.plannedMaster";

  private static final Pattern LOCAL_CLUSTER =
      Pattern.compile("local-cluster\\[\\s*(\\d+)\\s*,\\s*(\\d+)\\s*,\\s*(\\d+)\\s*]");
  private static final int MEGABYTE = 1 << 20;

  /** Spark's defaults on YARN and Kubernetes. */
  private static final int EXECUTORS = 2;

  /**
   * Reads the settings.
   *
   * @param settings of the session that would be opened
   * @return the cluster
   * @throws JobException (usage) if they leave the size of the cluster to its master
   */
  public static PlannedCluster of(SparkConf settings) {
    String master = master(settings);
    if (Cluster.isLocal(master)) {
      return new PlannedCluster(Cluster.ofThreads(master), List.of());
    }
    Matcher local = LOCAL_CLUSTER.matcher(master);
    if (local.matches()) {
      int executors = Integer.parseInt(local.group(1));
      return of(executors, Integer.parseInt(local.group(2)), settings, "");
    }
    if (master.startsWith("spark://")) {
      int cores = given(settings, "spark.executor.cores", "--executor-cores", master);
      int all = given(settings, "spark.cores.max", "--total-executor-cores", master);
      return of(Math.max(1, all / cores), cores, settings, "");
    }
    int executors = settings.getInt("spark.executor.instances", EXECUTORS);
    return of(executors, settings.getInt("spark.executor.cores", 1), settings, container(settings));
  }

  /**
   * The assumptions followed by a plan made of them.
   *
   * @param plan its lines
   * @return all lines
   */
  public List<String> with(List<String> plan) {
    return Stream.concat(lines.stream(), plan.stream()).toList();
  }

  /**
   * The master of the real run.
   *
   * @param settings of the session that would be opened
   * @return the planned master, else {@code spark.master}
   */
  public static String master(SparkConf settings) {
    return settings.get(MASTER, settings.get("spark.master"));
  }

  private static int given(SparkConf settings, String property, String option, String master) {
    int value = settings.getInt(property, 0);
    if (value < 1) {
      throw JobException.usage(
          "A plan connects to no cluster, and the settings do not give what "
              + UserInfo.cut(master)
              + " will provide: add -- --executor-cores N --total-executor-cores N, as the run will"
              + " have them ("
              + option
              + " is missing)");
    }
    return value;
  }

  private static PlannedCluster of(
      int executors, int coresEach, SparkConf settings, String container) {
    long heap = heap(settings);
    int tasksEach = Math.max(1, coresEach / settings.getInt("spark.task.cpus", 1));
    Cluster cluster =
        new Cluster(executors, executors * tasksEach, heap, Runtime.getRuntime().maxMemory());
    return new PlannedCluster(
        cluster,
        List.of(
            String.format(
                Locale.ROOT,
                "cluster as configured, not connected to: %d executors of %d cores and a heap of %s%s",
                executors,
                coresEach,
                Amount.ofBytes((double) heap),
                container)));
  }

  private static long heap(SparkConf settings) {
    return settings.getSizeAsBytes("spark.executor.memory", "1g");
  }

  /** The memory that YARN and Kubernetes reserve for an executor: heap and Spark's overhead. */
  private static String container(SparkConf settings) {
    double heap = heap(settings);
    double least =
        (double) settings.getSizeAsMb("spark.executor.minMemoryOverhead", "384m") * MEGABYTE;
    double share = settings.getDouble("spark.executor.memoryOverheadFactor", 0.1);
    double overhead =
        settings.contains("spark.executor.memoryOverhead")
            ? (double) settings.getSizeAsMb("spark.executor.memoryOverhead", "0") * MEGABYTE
            : Math.max(least, share * heap);
    return ", in a container of " + Amount.ofBytes(heap + overhead);
  }
}
