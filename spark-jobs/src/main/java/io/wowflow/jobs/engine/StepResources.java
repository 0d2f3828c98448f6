package io.wowflow.jobs.engine;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.broadcast.Broadcast;

/**
 * The remains of steps on the cluster: shuffle files, and broadcast weights that a lost executor
 * would need again. Shuffle files are deleted as soon as the data read from them are cached, before
 * they are old enough to be written from memory to the disk; the blocks of a lost executor are made
 * again from the last checkpoint in any case, as half of the files are lost with it. Closing
 * deletes all and waits, because a context that is stopped meanwhile logs errors.
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

  /** Begins another job: shuffles kept so far are older ones. */
  void ageShuffles() {
    older.addAll(shuffles);
    shuffles.clear();
  }

  /** Has the files of older shuffles deleted soon, while the flow continues. */
  void releaseOlderShuffles() {
    endOlderShuffles(false);
  }

  /** Has the weights deleted soon: the state is in a checkpoint. */
  void releaseWeights() {
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
