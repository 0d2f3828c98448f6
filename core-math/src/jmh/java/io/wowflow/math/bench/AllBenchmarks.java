package io.wowflow.math.bench;

import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** The primitives, then whole steps next to the peer. */
public final class AllBenchmarks {
  private AllBenchmarks() {}

  /**
   * Entry point.
   *
   * @param args number of turns of the comparison
   */
  public static void main(String[] args) throws Exception {
    new Runner(
            new OptionsBuilder().include(PrimitivesBenchmark.class.getSimpleName()).build())
        .run();
    StepComparison.main(args);
  }
}
