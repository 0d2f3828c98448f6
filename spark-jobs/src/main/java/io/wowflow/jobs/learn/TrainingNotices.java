package io.wowflow.jobs.learn;

import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.util.LongAccumulator;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Reports the progress of trainings that run as tasks. Executors send the progress of running tasks
 * with their heartbeats, every ten seconds by default.
 */
final class TrainingNotices extends SparkListener implements AutoCloseable {
  private static final long SHORTEST_PAUSE_NANOS = Duration.ofSeconds(10).toNanos();

  /** Notices are at least a tenth of the elapsed time apart: about sixty in an hour. */
  private static final int PART_OF_ELAPSED = 10;

  private final SparkContext spark;
  private final LongAccumulator made;
  private final int trainings;
  private final long steps;
  private final Consumer<String> notices;
  private final LongSupplier nanoTime;
  private final long began;
  private final Map<Long, Long> running = new HashMap<>();

  private long ended;
  private long noticedAt;

  /**
   * Registers the listener.
   *
   * @param spark the context that will run the tasks
   * @param trainings their number
   * @param stepsOfEach optimiser steps of a training
   * @param notices receives the notices
   * @param nanoTime a clock in nanoseconds
   */
  TrainingNotices(
      SparkContext spark,
      int trainings,
      long stepsOfEach,
      Consumer<String> notices,
      LongSupplier nanoTime) {
    this.spark = spark;
    this.trainings = trainings;
    this.steps = trainings * stepsOfEach;
    this.notices = notices;
    this.nanoTime = nanoTime;
    began = nanoTime.getAsLong();
    noticedAt = began;
    made = spark.longAccumulator("optimiser steps");
    spark.addSparkListener(this);
  }

  /** The accumulator to which tasks add their steps. */
  LongAccumulator made() {
    return made;
  }

  @Override
  public synchronized void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate update) {
    CollectionConverters.asJava(update.accumUpdates())
        .forEach(
            task ->
                CollectionConverters.asJava(task._4()).stream()
                    .filter(this::isOurs)
                    .forEach(info -> running.put((Long) task._1(), update(info))));
    noticeIfDue();
  }

  /** The steps of a failed task do not count: it runs again from its first step. */
  @Override
  public synchronized void onTaskEnd(SparkListenerTaskEnd end) {
    if (end.taskInfo() == null) {
      return;
    }
    running.remove(end.taskInfo().taskId());
    ended +=
        CollectionConverters.asJava(end.taskInfo().accumulables()).stream()
            .filter(this::isOurs)
            .mapToLong(TrainingNotices::update)
            .sum();
  }

  private boolean isOurs(AccumulableInfo info) {
    return info.id() == made.id() && info.update().isDefined();
  }

  private static long update(AccumulableInfo info) {
    return ((Number) info.update().get()).longValue();
  }

  private void noticeIfDue() {
    long now = nanoTime.getAsLong();
    long elapsed = now - began;
    long done = ended + running.values().stream().mapToLong(Long::longValue).sum();
    if (done == 0
        || done >= steps
        || now - noticedAt < Math.max(SHORTEST_PAUSE_NANOS, elapsed / PART_OF_ELAPSED)) {
      return;
    }
    noticedAt = now;
    double secondsLeft = elapsed / 1e9 / done * (steps - done);
    notices.accept(
        String.format(
            Locale.ROOT,
            "%s: %d of %d optimiser steps, about %s left",
            trainings == 1 ? "training" : trainings + " trainings",
            done,
            steps,
            secondsLeft < 90
                ? Math.round(secondsLeft) + " s"
                : Math.round(secondsLeft / 60) + " min"));
  }

  /** Reports the accuracy of a training. */
  void ended(int repeat, double accuracy) {
    notices.accept(
        String.format(
            Locale.ROOT,
            "training %d of %d: accuracy %.2f %%",
            repeat + 1,
            trainings,
            100 * accuracy));
  }

  @Override
  public void close() {
    spark.removeSparkListener(this);
  }
}
