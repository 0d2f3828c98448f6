package io.wowflow.jobs.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.wowflow.jobs.SparkTest;
import io.wowflow.jobs.StandaloneCluster;
import io.wowflow.jobs.context.Cluster;
import io.wowflow.jobs.io.parquet.RowDatasets;
import io.wowflow.jobs.io.rows.ReadOptions;
import io.wowflow.jobs.io.rows.SamplePlace;
import io.wowflow.jobs.io.spread.SpreadDataset;
import io.wowflow.jobs.record.Fingerprint;
import io.wowflow.jobs.session.SparkSessions;
import io.wowflow.math.data.LabelledDataset;
import io.wowflow.math.flow.FlowResult;
import io.wowflow.math.mmd.Kernel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.apache.spark.scheduler.StageInfo;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No fault of an executor changes a bit of the result. */
class FaultIT {
  private static final FlowTrial TRIAL = FlowTrial.of(new Kernel.Riesz(1), 70, 45, 300, 9);
  private static final Grid GRID = new Grid(5, 4, 3, 4);
  private static final int STAGES = 3;
  private static final int WORKERS = 2;
  private static FlowResult expected;

  @TempDir static Path folder;
  private static StandaloneCluster cluster;
  private static JavaSparkContext spark;

  /** One application for all tests: an executor that is killed gets a successor from its worker. */
  @BeforeAll
  static void start() {
    expected = TRIAL.inProcess();
    cluster = StandaloneCluster.start(folder, WORKERS, "1g");
    SparkTest.end();
    spark = context();
  }

  @AfterAll
  static void stop() {
    try {
      if (spark != null) {
        spark.close();
      }
    } finally {
      if (cluster != null) {
        cluster.close();
      }
    }
  }

  /** Those that the test before killed are replaced, and known to the driver. */
  @BeforeEach
  void awaitExecutors() throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
    // The driver counts as one.
    while (spark.sc().getExecutorMemoryStatus().size() != WORKERS + 1) {
      assertThat(System.nanoTime()).as("executors come back").isLessThan(deadline);
      Thread.sleep(50);
    }
  }

  @Test
  void theDefaultParallelismIsNoNumberOfCores() {
    SparkContext context = spark.sc();
    context.conf().set("spark.default.parallelism", "64");
    try {
      assertThat(context.defaultParallelism()).isEqualTo(64);
      Cluster found = Cluster.of(context);
      assertThat(found.executors()).isEqualTo(WORKERS);
      assertThat(found.cores()).isEqualTo(WORKERS);
    } finally {
      context.conf().remove("spark.default.parallelism");
    }
  }

  private static JavaSparkContext context() {
    SparkConf conf =
        SparkSessions.lazily("faults", Map.of())
            .settings(new SparkConf(false))
            .setMaster(cluster.master())
            .set("spark.driver.host", "127.0.0.1")
            .set("spark.driver.bindAddress", "127.0.0.1")
            .set("spark.executor.extraClassPath", System.getProperty("java.class.path"))
            .set("spark.executor.memory", "512m")
            // Five of a hundred attempts may fail four times in a row.
            .set("spark.task.maxFailures", "8")
            .set("spark.plugins", RandomFailures.class.getName())
            .set("spark.ui.enabled", "false");
    return new JavaSparkContext(conf);
  }

  private static void assertSurvives() {
    FlowTrial.assertSameBits(
        TRIAL.distributed(spark, GRID, folder.resolve("checkpoints")), expected);
  }

  /**
   * Acts once, as a task of the given stage of the job of the given step starts: the first of its
   * description, as the one that writes a checkpoint has no stages of its own to act in. It acts on
   * the executor of that task.
   */
  private static final class AtTask extends SparkListener {
    private final String description;
    private final int stageOfJob;
    private final Consumer<String> act;
    private int stage = -1;
    private final CountDownLatch done = new CountDownLatch(1);
    private final CountDownLatch lost = new CountDownLatch(1);
    private boolean begun;

    private AtTask(String description, int stageOfJob, Consumer<String> act) {
      this.description = description;
      this.stageOfJob = stageOfJob;
      this.act = act;
    }

    AtTask(int step, int stageOfJob, Consumer<String> act) {
      this("step " + step + ": ", stageOfJob, act);
    }

    /** While the targets of a step are sliced ahead. */
    static AtTask slicing(int step, Consumer<String> act) {
      return new AtTask("targets of step " + step + ": ", STAGES - 1, act);
    }

    @Override
    public void onJobStart(SparkListenerJobStart start) {
      String now = start.properties().getProperty("spark.job.description", "");
      if (stage < 0 && now.startsWith(description)) {
        List<StageInfo> stages = scala.jdk.javaapi.CollectionConverters.asJava(start.stageInfos());
        stage = last(stages, info -> true);
        for (int s = STAGES - 1; s > stageOfJob; s--) {
          int child = stage;
          // Slices of the targets have no parents, and what was made in earlier steps is older.
          stage =
              last(
                  stages,
                  info ->
                      parents(stages, child).contains(info.stageId())
                          && !parents(stages, info.stageId()).isEmpty());
        }
      }
    }

    private static int last(List<StageInfo> stages, Predicate<StageInfo> wanted) {
      return stages.stream().filter(wanted).mapToInt(StageInfo::stageId).max().orElseThrow();
    }

    private static List<Object> parents(List<StageInfo> stages, int stage) {
      return stages.stream()
          .filter(info -> info.stageId() == stage)
          .flatMap(info -> scala.jdk.javaapi.CollectionConverters.asJava(info.parentIds()).stream())
          .toList();
    }

    @Override
    public void onExecutorRemoved(SparkListenerExecutorRemoved removed) {
      if (begun) {
        lost.countDown();
      }
    }

    @Override
    public void onTaskStart(SparkListenerTaskStart start) {
      if (start.stageId() == stage && !begun) {
        begun = true;
        act.accept(start.taskInfo().executorId());
        done.countDown();
      }
    }
  }

  private static void assertSurvives(AtTask... acts) throws InterruptedException {
    for (AtTask act : acts) {
      spark.sc().addSparkListener(act);
    }
    try {
      assertSurvives();
      // The flow may be through before a listener has come to its end.
      for (AtTask act : acts) {
        assertThat(act.done.await(1, TimeUnit.MINUTES)).as("killed").isTrue();
        assertThat(act.lost.await(1, TimeUnit.MINUTES)).as("missed by the driver").isTrue();
      }
    } finally {
      for (AtTask act : acts) {
        spark.sc().removeSparkListener(act);
      }
    }
  }

  private static void killExecutor(String id) {
    StandaloneCluster.kill(cluster.executor(id));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void anExecutorIsKilledInAStage(int stage) throws InterruptedException {
    assertSurvives(new AtTask(5, stage, FaultIT::killExecutor));
  }

  @Test
  void anExecutorIsKilledWhileTargetsAreSlicedAhead() throws InterruptedException {
    assertSurvives(AtTask.slicing(5, FaultIT::killExecutor));
  }

  @Test
  void executorsAreKilledTwice() throws InterruptedException {
    assertSurvives(
        new AtTask(3, 1, FaultIT::killExecutor), new AtTask(6, 0, FaultIT::killExecutor));
  }

  @Test
  void aWorkerIsLostForGood() throws InterruptedException {
    try {
      assertSurvives(
          new AtTask(
              5,
              1,
              id -> {
                ProcessHandle worker = cluster.workers().get(0);
                List<ProcessHandle> its = worker.descendants().toList();
                StandaloneCluster.kill(worker);
                its.forEach(StandaloneCluster::kill);
              }));
      assertThat(cluster.workers()).hasSize(WORKERS - 1);
    } finally {
      cluster.addWorker("1g");
    }
  }

  @Test
  void tasksFailAtRandom() {
    FailureCount failures = new FailureCount();
    spark.sc().addSparkListener(failures);
    spark.setLocalProperty(RandomFailures.PERCENT, "5");
    try {
      assertSurvives();
    } finally {
      spark.setLocalProperty(RandomFailures.PERCENT, null);
      spark.sc().removeSparkListener(failures);
    }
    assertThat(failures.count).isPositive();
  }

  @Test
  void rowsAreReadWhileTasksFailAndExecutorsDie() throws InterruptedException {
    SparkSession session =
        SparkSession.builder().config("spark.sql.shuffle.partitions", 3).getOrCreate();
    Dataset<Row> rows =
        session
            .range(0, 4000, 1, 7)
            .selectExpr(
                "id",
                "concat('c', id % 23) AS label",
                "array(float(id % 101), float(id) / 7) AS features",
                "double(id % 3 + 1) AS weight");
    ReadOptions options = ReadOptions.defaults().withSeed(1).withSamplesPerClass(100);
    String readByTheDriver = Fingerprint.of(RowDatasets.collect(rows, options).dataset());
    ReadOptions there = options.withPlace(SamplePlace.memory().preferringExecutors());
    // Of the census, of the keys, of the features, and while classes are assembled.
    for (int tasks : new int[] {3, 12, 25, 33}) {
      awaitExecutors();
      AfterTasks killing = new AfterTasks(tasks);
      spark.sc().addSparkListener(killing);
      spark.setLocalProperty(RandomFailures.PERCENT, "5");
      try {
        LabelledDataset read = RowDatasets.collect(rows, there).dataset();
        assertThat(Fingerprint.of(read)).as("after %d tasks", tasks).isEqualTo(readByTheDriver);
        assertThat(killing.done).as("killed after %d tasks", tasks).isTrue();
        SpreadDataset.of(read).orElseThrow().release();
      } finally {
        spark.setLocalProperty(RandomFailures.PERCENT, null);
        spark.sc().removeSparkListener(killing);
      }
    }
  }

  /** Kills the executor of the task that starts after some others. */
  private static final class AfterTasks extends SparkListener {
    private int left;
    private volatile boolean done;

    AfterTasks(int tasks) {
      left = tasks;
    }

    @Override
    public void onTaskStart(SparkListenerTaskStart start) {
      if (left-- == 0) {
        killExecutor(start.taskInfo().executorId());
        done = true;
      }
    }
  }

  /** Counts the tasks that did not succeed. */
  private static final class FailureCount extends SparkListener {
    private volatile int count;

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread of Spark calls it
    public void onTaskEnd(org.apache.spark.scheduler.SparkListenerTaskEnd end) {
      if (end.reason() != org.apache.spark.Success$.MODULE$) {
        count++;
      }
    }
  }
}
