package io.wowflow.jobs.context;

import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.conf.JobException;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * The resources to compute on: those of an open session, or those that its settings request.
 *
 * @param executors number of executors; 0 for a local master, where the driver computes
 * @param cores tasks that all executors together, or the threads of the driver, run at a time:
 *     cores divided by {@code spark.task.cpus}
 * @param heapBytes of one executor, or of the driver
 * @param driverHeapBytes of the driver
 */
public record Cluster(int executors, int cores, long heapBytes, long driverHeapBytes) {
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
  private static final Duration LOOK = Duration.ofMillis(250);

  /** How often the number of executors must be the same to be taken for what there is. */
  private static final int STEADY_LOOKS = 4;

  private static final Pattern LOCAL_THREADS = Pattern.compile("local\\[(\\d+)[,\\]].*");

  /**
   * The cluster of a master.
   *
   * @param master Spark's master
   * @param spark opens the session, unless the master is local
   * @return the threads of a local master, else the executors of the session, as {@link
   *     #of(SparkContext)}
   */
  public static Cluster of(String master, Supplier<SparkSession> spark) {
    return isLocal(master) ? ofThreads(master) : of(spark.get().sparkContext());
  }

  /**
   * Whether the driver's own threads are the cluster.
   *
   * @param master Spark's master
   * @return false for {@code local-cluster}, whose executors are processes of their own
   */
  public static boolean isLocal(String master) {
    return master.startsWith("local") && !master.startsWith("local-cluster");
  }

  /** The threads of a local master. */
  static Cluster ofThreads(String master) {
    Matcher threads = LOCAL_THREADS.matcher(master + "]");
    if (master.equals("local")) {
      return local(1);
    }
    return local(
        threads.matches()
            ? Integer.parseInt(threads.group(1))
            : Runtime.getRuntime().availableProcessors());
  }

  static Cluster local(int cores) {
    long heap = Runtime.getRuntime().maxMemory();
    return new Cluster(0, cores, heap, heap);
  }

  /**
   * Whether the driver's own threads are the cluster.
   *
   * @return true without executors
   */
  public boolean isLocal() {
    return executors == 0;
  }

  /**
   * Tasks that share the heap of one executor.
   *
   * @return at least 1
   */
  public int coresPerExecutor() {
    return isLocal() ? cores : Math.max(1, (cores + executors - 1) / executors);
  }

  /**
   * The resources of an open session, once its executors have registered.
   *
   * @param spark an open context
   * @return the threads of a local master; else the executors and the tasks that they run at a
   *     time, whatever {@code spark.default.parallelism} is set to
   * @throws JobException (failure) if no executor registers within 30 seconds
   */
  public static Cluster of(SparkContext spark) {
    if (spark.isLocal()) {
      return ofThreads(spark.master());
    }
    int executors = awaitExecutors(spark);
    // What the schedulers of all masters know: an executor's cores may not be in the settings.
    int tasks =
        spark.maxNumConcurrentTasks(spark.resourceProfileManager().defaultResourceProfile());
    return new Cluster(
        executors,
        Math.max(executors, tasks),
        spark.conf().getSizeAsBytes("spark.executor.memory", "1g"),
        Runtime.getRuntime().maxMemory());
  }

  private static int awaitExecutors(SparkContext spark) {
    long looks = LONGEST_WAIT.dividedBy(LOOK);
    int seen = 0;
    int steady = 0;
    for (long look = 0; look < looks && steady < STEADY_LOOKS; look++) {
      // The driver is one of them.
      int now = spark.statusTracker().getExecutorInfos().length - 1;
      steady = now > 0 && now == seen ? steady + 1 : 0;
      seen = now;
      try {
        Thread.sleep(LOOK.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while waiting for executors", e);
      }
    }
    if (seen < 1) {
      throw JobException.of(
          ExitCode.FAILURE,
          "No executor registered within "
              + LONGEST_WAIT.toSeconds()
              + " seconds: look at the cluster manager's page for free cores and memory, or"
              + " request less with --executor-memory and --total-executor-cores");
    }
    return seen;
  }
}
