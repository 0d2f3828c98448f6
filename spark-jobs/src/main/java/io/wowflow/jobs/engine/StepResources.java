package io.wowflow.jobs.engine;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.broadcast.Broadcast;

/**
 * What steps leave on the cluster: shuffle files, and broadcast weights that a lost executor would
 * need again. Shuffle files go as soon as what was read from them is cached, before they are old
 * enough to be written from memory to the disk; what a lost executor held is made again from the
 * last checkpoint in any case, as half of the files are lost with it. Closing lets all of it go,
 * and waits: a context that is stopped meanwhile would complain.
 */
final class StepResources implements AutoCloseable {
  private final List<JavaPairRDD<?, ?>> shuffles = new ArrayList<>();
  private final List<JavaPairRDD<?, ?>> older = new ArrayList<>();
  private final List<Broadcast<?>> broadcasts = new ArrayList<>();

  <R extends JavaPairRDD<?, ?>> R keepShuffle(R shuffled) {
    shuffles.add(shuffled);
    return shuffled;
  }

  <T> Broadcast<T> keep(Broadcast<T> broadcast) {
    broadcasts.add(broadcast);
    return broadcast;
  }

  /** What is kept from now on is of another job. */
  void ageShuffles() {
    older.addAll(shuffles);
    shuffles.clear();
  }

  /** Has the files of older shuffles deleted soon, while the flow goes on. */
  void letOlderShufflesGo() {
    endOlderShuffles(false);
  }

  /** Has the weights forgotten soon: the state is in a checkpoint. */
  void letWeightsGo() {
    endWeights(false);
  }

  @Override
  public void close() {
    ageShuffles();
    endOlderShuffles(true);
    endWeights(true);
  }

  private void endOlderShuffles(boolean wait) {
    older.forEach(shuffled -> shuffled.rdd().cleanShuffleDependencies(wait));
    older.clear();
  }

  private void endWeights(boolean wait) {
    broadcasts.forEach(broadcast -> broadcast.destroy(wait));
    broadcasts.clear();
  }
}
