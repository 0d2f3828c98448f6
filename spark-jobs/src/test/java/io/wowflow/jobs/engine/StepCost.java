package io.wowflow.jobs.engine;

import io.wowflow.jobs.session.SparkSessions;
import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.data.LabelledDataset;
import io.wowflow.math.flow.Batches;
import io.wowflow.math.flow.Flow;
import io.wowflow.math.flow.FlowEngine;
import io.wowflow.math.flow.FlowMethod;
import io.wowflow.math.flow.FlowObserver;
import io.wowflow.math.flow.FlowProblem;
import io.wowflow.math.flow.FlowState;
import io.wowflow.math.flow.InProcessEngine;
import io.wowflow.math.flow.StepRule;
import io.wowflow.math.flow.StopRule;
import io.wowflow.math.mmd.Kernel;
import io.wowflow.math.random.CounterRandom;
import io.wowflow.math.sliced.HadamardDirections;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/**
 * The cost of a distributed step compared with an in-process one, and the part of it that is
 * Spark's own: run by hand on a cluster, with the class path of the tests on driver and executors.
 *
 * <pre>
 * java -cp CP io.wowflow.jobs.engine.StepCost spark://HOST:PORT classes samples dimension directions steps [warm]
 * </pre>
 *
 * <p>Steps are timed after some that are not: 4, or the given number. Where executors have a core
 * each, the compiler shares it with the tasks for about a hundred steps.
 */
public final class StepCost {
  private final JavaSparkContext spark;
  private final PrintStream out = System.out;
  private final int steps;
  private final int warm;

  private StepCost(JavaSparkContext spark, int timed, int warm) {
    this.spark = spark;
    this.steps = warm + timed;
    this.warm = warm;
  }

  public static void main(String[] args) {
    int[] size = Arrays.stream(args).skip(1).mapToInt(Integer::parseInt).toArray();
    SparkConf conf =
        SparkSessions.lazily("step cost", Map.of())
            .settings(new SparkConf())
            .setMaster(args[0])
            .set("spark.executor.extraClassPath", System.getProperty("java.class.path"))
            .set("spark.executor.memory", System.getProperty("executor.memory", "2g"))
            .set("spark.ui.enabled", "false");
    try (JavaSparkContext spark = new JavaSparkContext(conf)) {
      int cores = Math.max(2, spark.defaultParallelism());
      StepCost cost = new StepCost(spark, size[4], size.length > 5 ? Math.max(1, size[5]) : 4);
      Grid grid = new Grid(Math.max(1, Math.min(7, size[0] / cores)), cores, cores, 20);
      cost.run(size, grid);
    }
  }

  private void run(int[] size, Grid grid) {
    FlowProblem problem = problem(size[0], size[1], size[2], size[3]);
    FlowProblem tiny = problem(grid.classesPerBlock() * grid.classPartitions(), 2, 2, size[3]);
    for (int round = 0; round < 2; round++) {
      double empty = median(emptySteps(grid));
      double fixed = median(distributed(tiny, grid));
      double inProcess = median(inProcess(problem));
      double step = median(distributed(problem, grid));
      out.printf(
          Locale.ROOT,
          "empty %.3f s, fixed %.3f s (%.2f x empty), in-process %.3f s, distributed %.3f s, the"
              + " rest %.2f x in-process%n",
          empty,
          fixed,
          fixed / empty,
          inProcess,
          step,
          (step - fixed) / inProcess);
    }
  }

  private static FlowProblem problem(int classes, int samples, int dimension, int directions) {
    LabelledDataset source = dataset(classes, samples, dimension, 0);
    LabelledDataset target = dataset(classes, samples, dimension, 1);
    return new FlowProblem(
        source,
        target,
        new Kernel.Riesz(1),
        new HadamardDirections(0, dimension, directions),
        FlowProblem.levels(source, target, Batches.none(), OptionalInt.empty()));
  }

  private static LabelledDataset dataset(int classes, int samples, int dimension, int stream) {
    List<LabelledClass> out = new ArrayList<>();
    for (int c = 0; c < classes; c++) {
      CounterRandom random = CounterRandom.at(7, 90 + stream, c);
      float mean = (float) random.nextDouble();
      float[] x = new float[samples * dimension];
      for (int i = 0; i < x.length; i++) {
        x[i] = mean + (float) random.nextDouble();
      }
      out.add(LabelledClass.of("c" + c, new FloatMatrix(samples, dimension, x)));
    }
    return LabelledDataset.of(out);
  }

  private double[] distributed(FlowProblem problem, Grid grid) {
    FlowState start = InProcessEngine.initialState(problem);
    String checkpoints = System.getProperty("java.io.tmpdir") + "/wowflow-step-cost";
    return flow(
        problem,
        new DistributedEngine(
            spark,
            problem,
            Batches.none(),
            start,
            new DistributedEngine.Layout(
                "flow", grid, Optional.of(checkpoints), UnaryOperator.identity())));
  }

  private double[] inProcess(FlowProblem problem) {
    return flow(
        problem,
        new InProcessEngine(problem, Batches.none(), InProcessEngine.initialState(problem), 2));
  }

  /** Seconds between steps. */
  private double[] flow(FlowProblem problem, FlowEngine engine) {
    double[] at = new double[steps];
    FlowObserver clock =
        new FlowObserver() {
          @Override
          public void moved(int step, StateSource flow) {
            at[step - 1] = System.nanoTime() / 1e9;
          }
        };
    FlowMethod method =
        new FlowMethod(
            new StepRule.Fixed(0.1, 1), 0.9, Optional.empty(), Batches.none(), Integer.MAX_VALUE);
    try (engine) {
      new Flow(problem, method, StopRule.afterSteps(steps), clock).run(engine, List.of());
    }
    return IntStream.range(warm, steps).mapToDouble(k -> at[k] - at[k - 1]).toArray();
  }

  /**
   * Jobs of three stages over as many tasks, with records of a few bytes, caches and broadcasts.
   */
  private double[] emptySteps(Grid grid) {
    int classes = grid.classPartitions();
    int directions = grid.directionPartitions();
    JavaRDD<Integer> targets =
        spark.parallelize(numbers(classes), classes).persist(StorageLevel.MEMORY_AND_DISK());
    JavaRDD<Integer> state =
        spark.parallelize(numbers(classes), classes).persist(StorageLevel.MEMORY_AND_DISK());
    JavaRDD<Integer> panels = null;
    double[] seconds = new double[steps];
    for (int step = 0; step < steps; step++) {
      double began = System.nanoTime() / 1e9;
      JavaRDD<Integer> before = state;
      JavaRDD<Integer> old = panels;
      Broadcast<int[]> weights = spark.broadcast(new int[16]);
      if (panels != null) {
        JavaPairRDD<Integer, Integer> mixed =
            panels
                .flatMapToPair(
                    p ->
                        numbers(classes).stream()
                            .map(c -> new Tuple2<>(c, weights.value().length + p))
                            .iterator())
                .partitionBy(new io.wowflow.jobs.function.ContiguousPartitioner(classes, classes));
        state = mixed.zipPartitions(before, (m, s) -> s).persist(StorageLevel.MEMORY_AND_DISK());
      }
      panels =
          state
              .union(targets)
              .flatMapToPair(
                  c -> numbers(directions).stream().map(d -> new Tuple2<>(d, c)).iterator())
              .partitionBy(
                  new io.wowflow.jobs.function.ContiguousPartitioner(directions, directions))
              .mapPartitions(
                  p -> {
                    int first = p.next()._1();
                    p.forEachRemaining(unused -> {});
                    return List.of(first).iterator();
                  })
              .persist(StorageLevel.MEMORY_AND_DISK());
      panels.mapPartitions(p -> p).collect();
      if (before != state) {
        before.unpersist(false);
        old.unpersist(false);
      }
      seconds[step] = System.nanoTime() / 1e9 - began;
    }
    state.unpersist(false);
    targets.unpersist(false);
    panels.unpersist(false);
    return Arrays.copyOfRange(seconds, warm, steps);
  }

  private static List<Integer> numbers(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
