package io.wowflow.jobs.learn;

import static org.assertj.core.api.Assertions.assertThat;

import io.wowflow.jobs.SparkTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.Success$;
import org.apache.spark.TaskEndReason;
import org.apache.spark.TaskResultLost$;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.TaskInfo;
import org.apache.spark.scheduler.TaskLocality;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import scala.Option;
import scala.Tuple4;
import scala.collection.immutable.Map$;
import scala.jdk.javaapi.CollectionConverters;

/** Two trainings of 100 steps each, the first as task 7, the second as task 8. */
class TrainingNoticesTest {
  private final List<String> printed = new ArrayList<>();
  private long nanos;

  private final TrainingNotices notices =
      new TrainingNotices(SparkTest.session().sparkContext(), 2, 100, printed::add, () -> nanos);

  @AfterEach
  void close() {
    notices.close();
  }

  private AccumulableInfo info(long id, long steps) {
    return new AccumulableInfo(
        id, Option.empty(), Option.apply(steps), Option.empty(), false, false, Option.empty());
  }

  private void heartbeat(int second, long task, long steps) {
    heartbeat(notices, second, task, steps);
  }

  private void heartbeat(TrainingNotices to, int second, long task, long steps) {
    nanos = Duration.ofSeconds(second).toNanos();
    List<AccumulableInfo> infos =
        List.of(info(to.made().id(), steps), info(to.made().id() + 1, 1000));
    to.onExecutorMetricsUpdate(
        new SparkListenerExecutorMetricsUpdate(
            "0",
            CollectionConverters.asScala(
                    List.of(
                        new Tuple4<
                            Object,
                            Object,
                            Object,
                            scala.collection.immutable.Seq<AccumulableInfo>>(
                            task, 0, 0, CollectionConverters.asScala(infos).toSeq())))
                .toSeq(),
            Map$.MODULE$.empty()));
  }

  private void end(long task, TaskEndReason reason, List<AccumulableInfo> counted) {
    TaskInfo info = new TaskInfo(task, 0, 0, 0, 0L, "0", "host", TaskLocality.ANY(), false);
    info.setAccumulables(CollectionConverters.asScala(counted).toSeq());
    notices.onTaskEnd(new SparkListenerTaskEnd(0, 0, "ResultTask", reason, info, null, null));
  }

  @Test
  void sumsWhatRunsAndWhatHasEnded() {
    heartbeat(9, 7, 20);
    assertThat(printed).as("too early").isEmpty();
    heartbeat(10, 8, 30);
    heartbeat(19, 8, 40);
    end(7, Success$.MODULE$, List.of(info(notices.made().id(), 100)));
    heartbeat(20, 8, 60);
    notices.ended(0, 0.98765);
    heartbeat(40, 8, 100);

    assertThat(printed)
        .containsExactly(
            "2 trainings: 50 of 200 optimiser steps, about 30 s left",
            "2 trainings: 160 of 200 optimiser steps, about 5 s left",
            "training 1 of 2: accuracy 98.77 %");
  }

  @Test
  void oneTrainingIsNotCounted() {
    try (TrainingNotices ofOne =
        new TrainingNotices(
            SparkTest.session().sparkContext(), 1, 100, printed::add, () -> nanos)) {
      heartbeat(ofOne, 10, 7, 50);
    }

    assertThat(printed).containsExactly("training: 50 of 100 optimiser steps, about 10 s left");
  }

  @Test
  void aTaskThatFailedCountsNoMore() {
    heartbeat(10, 7, 50);
    end(7, TaskResultLost$.MODULE$, List.of());
    heartbeat(20, 9, 10);

    assertThat(printed)
        .containsExactly(
            "2 trainings: 50 of 200 optimiser steps, about 30 s left",
            "2 trainings: 10 of 200 optimiser steps, about 6 min left");
  }

  @Test
  void saysLessOftenWhatTakesLong() {
    for (int second = 1000; second <= 1250; second += 10) {
      heartbeat(second, 7, second / 10);
    }

    assertThat(printed).hasSize(3);
  }

  @Test
  void ofWhatHasNotBegunNothingIsSaid() {
    heartbeat(30, 7, 0);

    assertThat(printed).isEmpty();
  }
}
