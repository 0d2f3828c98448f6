package io.wowflow.jobs.engine;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.broadcast.Broadcast;

/**
 * What the steps since the last checkpoint have left on the cluster and a lost executor would need
 * again: shuffle files and broadcast weights. Closing lets all of it go, and waits: a context that
 * is stopped meanwhile would complain.
 */
final class StepResources implements AutoCloseable {
  private final List<JavaPairRDD<?, ?>> shuffles = new ArrayList<>();
  private final List<Broadcast<?>> broadcasts = new ArrayList<>();

  <R extends JavaPairRDD<?, ?>> R keepShuffle(R shuffled) {
    shuffles.add(shuffled);
    return shuffled;
  }

  <T> Broadcast<T> keep(Broadcast<T> broadcast) {
    broadcasts.add(broadcast);
    return broadcast;
  }

  /** Has all of it deleted soon, while the flow goes on. */
  void letGo() {
    end(false);
  }

  @Override
  public void close() {
    end(true);
  }

  private void end(boolean wait) {
    shuffles.forEach(shuffled -> shuffled.rdd().cleanShuffleDependencies(wait));
    broadcasts.forEach(broadcast -> broadcast.destroy(wait));
    shuffles.clear();
    broadcasts.clear();
  }
}
