package io.wowflow.math.bench;

import io.wowflow.math.bench.StepComparison.Case;
import io.wowflow.math.bench.StepComparison.Stepper;
import java.util.Locale;

/** The cost of a step against the number of directions and against the number of samples. */
public final class StepScaling {
  private StepScaling() {}

  /**
   * Entry point.
   *
   * @param args none
   */
  public static void main(String[] args) {
    System.out.println("| C, n, d, L | s a step | ns over C n L | ns over C n L log2 n |");
    System.out.println("| --- | --- | --- | --- |");
    for (boolean gaussian : new boolean[] {true, false}) {
      for (int directions : new int[] {256, 512, 1024, 2048}) {
        print(new Case(10, 500, 784, directions, gaussian));
      }
      for (int samples : new int[] {125, 250, 500, 1000}) {
        print(new Case(10, samples, 784, 512, gaussian));
      }
    }
  }

  private static void print(Case c) {
    try (Stepper stepper = new Stepper(c)) {
      double seconds = stepper.median();
      double each = seconds * 1e9 / c.classes() / c.samples() / c.directions();
      System.out.printf(
          Locale.ROOT,
          "| %s | %.4f | %.1f | %.2f |%n",
          c.name(),
          seconds,
          each,
          each / (Math.log(c.samples()) / Math.log(2)));
    }
  }
}
