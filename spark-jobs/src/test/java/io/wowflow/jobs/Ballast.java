package io.wowflow.jobs;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;

/** Takes the driver's memory when its first job starts, but for {@link #LEFT} pieces of 400 kB. */
public final class Ballast extends SparkListener {
  static final String LEFT = "wowflow.test.left";
  private static final int PIECE = 400_000;

  private final List<byte[]> held = new ArrayList<>();

  /** Spark makes the listener from its name. */
  public Ballast() {}

  @Override
  public void onJobStart(SparkListenerJobStart event) {
    if (!held.isEmpty()) {
      return;
    }
    try {
      while (held.add(new byte[PIECE])) {
        // Until nothing is left.
      }
    } catch (OutOfMemoryError full) {
      int left = Math.min(Integer.getInteger(LEFT), held.size());
      held.subList(held.size() - left, held.size()).clear();
    }
  }
}
