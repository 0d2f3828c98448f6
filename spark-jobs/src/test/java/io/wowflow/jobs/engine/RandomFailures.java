package io.wowflow.jobs.engine;

import io.wowflow.math.random.CounterRandom;
import org.apache.spark.TaskContext;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.SparkPlugin;
import org.apache.spark.util.TaskCompletionListener;

/**
 * Lets a part of all task attempts fail when their work is done, drawn by (stage, partition,
 * attempt): those of jobs whose local property {@link #PERCENT} says how many of a hundred.
 */
public final class RandomFailures implements SparkPlugin {
  static final String PERCENT = "wowflow.test.failing-percent";
  private static final long SEED = 20;

  /** Spark makes the plugin from its name. */
  public RandomFailures() {}

  @Override
  public DriverPlugin driverPlugin() {
    return null;
  }

  @Override
  public ExecutorPlugin executorPlugin() {
    return new ExecutorPlugin() {
      @Override
      public void onTaskStart() {
        TaskContext task = TaskContext.get();
        String percent = task.getLocalProperty(PERCENT);
        if (percent != null && drawn(task) < Double.parseDouble(percent) / 100) {
          TaskCompletionListener fails =
              done -> {
                throw new IllegalStateException("drawn to fail");
              };
          task.addTaskCompletionListener(fails);
        }
      }
    };
  }

  private static double drawn(TaskContext task) {
    long where = task.stageId() * 1000L + task.partitionId();
    return CounterRandom.at(SEED, 1, where, task.attemptNumber()).nextDouble();
  }
}
