package io.wowflow.math.bench;

import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.data.LabelledDataset;
import io.wowflow.math.flow.Batches;
import io.wowflow.math.flow.FlowMethod;
import io.wowflow.math.flow.FlowProblem;
import io.wowflow.math.flow.InProcessEngine;
import io.wowflow.math.flow.StepRule;
import io.wowflow.math.mmd.Kernel;
import io.wowflow.math.mmd.PairWeights;
import io.wowflow.math.random.CounterRandom;
import io.wowflow.math.sliced.Directions;
import io.wowflow.math.sliced.GaussianDirections;
import io.wowflow.math.sliced.HadamardDirections;
import io.wowflow.math.sliced.Interaction;
import io.wowflow.math.sliced.PairSums;
import io.wowflow.math.sliced.SlicedWasserstein;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whole steps next to a PyTorch peer and one distance next to
 * POT: the two run in turns, in one session, on two threads each, and the ratio of medians is printed as a Markdown row.
 */
public final class StepComparison {
  private static final int THREADS = 2;
  private static final Pattern SECONDS = Pattern.compile(": ([0-9.]+) s/step");

  private StepComparison() {}

  record Case(int classes, int samples, int dimension, int directions, boolean gaussian) {
    String name() {
      return classes + ", " + samples + ", " + dimension + ", " + directions
          + (gaussian ? " gaussian" : " hadamard");
    }
  }

  /**
   * Entry point.
   *
   * @param args number of turns, 3 by default; the rows of the table, 123456 by default
   */
  public static void main(String[] args) throws Exception {
    int turns = args.length > 0 ? Integer.parseInt(args[0]) : 3;
    MachineLimits.main(args);
    System.out.println("| C, n, d, L | ours, s | against `published` | against `closed` |");
    System.out.println("| --- | --- | --- | --- |");
    String rows = args.length > 1 ? args[1] : "123456";
    for (char row : rows.toCharArray()) {
      switch (row) {
        case '1' -> compare(new Case(3, 80, 2, 500, true), turns, "published");
        case '2' -> compare(new Case(10, 500, 784, 500, true), turns, "published", "closed");
        case '3' -> compare(new Case(10, 500, 784, 512, false), turns, "published", "closed");
        case '4' -> compare(new Case(100, 100, 784, 512, false), turns, "published", "closed");
        case '5' -> compare(new Case(1000, 50, 784, 512, false), turns, "closed");
        case '6' -> distance(turns);
        default -> throw new IllegalArgumentException("rows are 1 to 6, was " + rows);
      }
    }
  }

  private static void compare(Case c, int turns, String... peers) throws Exception {
    List<Double> ours = new ArrayList<>();
    List<List<Double>> theirs = new ArrayList<>();
    for (int p = 0; p < peers.length; p++) {
      theirs.add(new ArrayList<>());
    }
    double most = 0;
    try (Stepper stepper = new Stepper(c)) {
      for (int turn = 0; turn < turns; turn++) {
        ours.add(stepper.median());
        for (int p = 0; p < peers.length; p++) {
          theirs.get(p).add(peer(c, peers[p]));
        }
      }
      most = Runtime.getRuntime().totalMemory() / 1e9;
    }
    StringBuilder row = new StringBuilder();
    row.append(String.format(Locale.ROOT, "| %s | %.4f |", c.name(), median(ours)));
    for (String column : List.of("published", "closed")) {
      int p = Arrays.asList(peers).indexOf(column);
      row.append(
          p < 0
              ? " |"
              : String.format(
                  Locale.ROOT,
                  " %.2f (%.3f s) |",
                  median(theirs.get(p)) / median(ours),
                  median(theirs.get(p))));
    }
    System.out.printf(Locale.ROOT, "%s heap of this JVM %.1f GB%n", row, most);
  }

  private static double peer(Case c, String kind) throws Exception {
    int steps = c.classes >= 1000 ? 4 : c.classes >= 100 ? 5 : c.dimension == 2 ? 200 : 10;
    String out =
        run(
            System.getProperty("wowflow.yardstick"),
            String.valueOf(c.classes),
            String.valueOf(c.samples),
            String.valueOf(c.dimension),
            "500",
            String.valueOf(steps),
            String.valueOf(THREADS),
            kind);
    Matcher matcher = SECONDS.matcher(out);
    if (!matcher.find()) {
      throw new IllegalStateException("the peer printed:  " + out);
    }
    return Double.parseDouble(matcher.group(1));
  }

  private static String run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException(out);
    }
    return out;
  }

  private static double median(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return sorted[sorted.length / 2];
  }

  /** Our steps at one size, warm. */
  static final class Stepper implements AutoCloseable {
    private final FlowProblem problem;
    private final FlowMethod method;
    private final InProcessEngine engine;
    private final int steps;

    Stepper(Case c) {
      LabelledDataset source = normal(c.classes, c.samples, c.dimension, 0);
      LabelledDataset target = normal(c.classes, c.samples, c.dimension, 1);
      Directions directions =
          c.gaussian
              ? new GaussianDirections(0, c.dimension, c.directions)
              : new HadamardDirections(0, c.dimension, c.directions);
      problem =
          new FlowProblem(
              source,
              target,
              new Kernel.Riesz(1),
              directions,
              FlowProblem.levels(source, target, Batches.none(), OptionalInt.empty()));
      method =
          new FlowMethod(
              new StepRule.Fixed(0.1, 1), 0.9, Optional.empty(), Batches.none(), 10);
      engine =
          new InProcessEngine(
              problem, Batches.none(), InProcessEngine.initialState(problem), THREADS);
      steps = c.classes >= 1000 ? 4 : c.dimension == 2 ? 500 : 20;
      for (int k = 0; k < steps; k++) {
        step();
      }
    }

    double median() {
      List<Double> seconds = new ArrayList<>();
      for (int k = 0; k < steps; k++) {
        long began = System.nanoTime();
        step();
        seconds.add((System.nanoTime() - began) / 1e9);
      }
      return StepComparison.median(seconds);
    }

    private void step() {
      LabelledDataset source = problem.source();
      LabelledDataset target = problem.target();
      PairSums sums =
          engine.measure(
              Interaction.dense(source.classCount(), target.classCount()), false);
      PairWeights weights = engine.weights(problem, sums);
      double[] sizes =
          method.stepRule().stepSizes(engine.step(), weights, problem, method.momentum());
      engine.move(weights, sizes, method);
    }

    @Override
    public void close() {
      engine.close();
    }
  }

  private static LabelledDataset normal(int classes, int n, int d, int shift) {
    List<LabelledClass> out = new ArrayList<>();
    for (int c = 0; c < classes; c++) {
      CounterRandom random = CounterRandom.at(shift, 99, c);
      float[] values = new float[n * d];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (random.nextGaussian() + shift);
      }
      out.add(LabelledClass.of(Integer.toString(c), new FloatMatrix(n, d, values)));
    }
    return LabelledDataset.of(out);
  }

  private static void distance(int turns) throws Exception {
    LabelledClass x = normal(1, 10_000, 784, 0).get(0);
    LabelledClass y = normal(1, 10_000, 784, 1).get(0);
    List<Double> ours = new ArrayList<>();
    List<Double> theirs = new ArrayList<>();
    double value = 0;
    String other = "";
    for (int turn = 0; turn < turns + 1; turn++) {
      SlicedWasserstein distance =
          SlicedWasserstein.of(2, new GaussianDirections(turn, 784, 500)).withThreads(THREADS);
      long began = System.nanoTime();
      value = distance.distance(x, y);
      ours.add((System.nanoTime() - began) / 1e9);
      other =
          run(
              "/usr/bin/python3",
              "-c",
              "import numpy as np, ot, time\n"
                  + "g = np.random.RandomState(0)\n"
                  + "x = g.randn(10000, 784); y = g.randn(10000, 784) + 1\n"
                  + "t = time.perf_counter()\n"
                  + "v = ot.sliced_wasserstein_distance(x, y, n_projections=500, seed=" + turn + ")\n"
                  + "print('%.3f %.5f' % (time.perf_counter() - t, v))");
      theirs.add(Double.parseDouble(other.strip().split(" ")[0]));
    }
    System.out.printf(
        Locale.ROOT,
        "SlicedWasserstein, 10000 x 784 twice, L = 500: ours %.3f s, value %.5f;"
            + " POT %.3f s, value %s; ratio %.1f%n",
        median(ours),
        value,
        median(theirs),
        other.strip().split(" ")[1],
        median(theirs) / median(ours));
  }
}
