package io.wowflow.math.bench;

import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.data.LabelledDataset;
import io.wowflow.math.flow.Batches;
import io.wowflow.math.flow.Flow;
import io.wowflow.math.flow.FlowMethod;
import io.wowflow.math.flow.FlowObserver;
import io.wowflow.math.flow.FlowProblem;
import io.wowflow.math.flow.Functional;
import io.wowflow.math.flow.InProcessEngine;
import io.wowflow.math.flow.StepRule;
import io.wowflow.math.flow.StopRule;
import io.wowflow.math.mmd.Kernel;
import io.wowflow.math.random.CounterRandom;
import io.wowflow.math.sliced.HadamardDirections;
import io.wowflow.math.wow.PlanRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The time of a step of a whole flow without reports, by functional and number of classes: the
 * median step of the MMD, and the mean of ten steps of the WoW distance, one of which matches all
 * classes. The source of a flow of an earlier version compiles from this file with its line of the
 * functional exchanged.
 */
public final class FlowSteps {
  private static final int THREADS = 2;
  private static final int SAMPLES = 50;
  private static final int DIMENSION = 784;
  private static final int DIRECTIONS = 512;

  private FlowSteps() {}

  /**
   * Entry point.
   *
   * @param args {@code mmd} or {@code wow}, then numbers of classes
   */
  public static void main(String[] args) {
    for (int i = 1; i < args.length; i++) {
      int classes = Integer.parseInt(args[i]);
      double[] seconds = steps(args[0].equals("wow"), classes, classes > 500 ? 8 : 40);
      System.out.printf(
          Locale.ROOT, "%s C = %d: %.4f s%n", args[0], classes, seconds[seconds.length / 2]);
    }
  }

  private static double[] steps(boolean wow, int classes, int count) {
    LabelledDataset source = normal(classes, 0);
    LabelledDataset target = normal(classes, 1);
    FlowProblem problem =
        new FlowProblem(
            source,
            target,
            wow ? new Functional.Wow(new PlanRule(10)) : new Functional.Mmd(new Kernel.Riesz(1)),
            new HadamardDirections(0, DIMENSION, DIRECTIONS),
            FlowProblem.levels(source, target, Batches.none(), OptionalInt.empty()));
    FlowMethod method =
        new FlowMethod(new StepRule.Fixed(0.1, 1), 0.9, Optional.empty(), Batches.none(), 1000);
    int steps = wow ? 41 : count;
    double[] ends = new double[steps + 1];
    FlowObserver clock =
        new FlowObserver() {
          @Override
          public void moved(int step, StateSource flow) {
            ends[step] = System.nanoTime() / 1e9;
          }
        };
    try (InProcessEngine engine =
        new InProcessEngine(
            problem, Batches.none(), InProcessEngine.initialState(problem), THREADS)) {
      new Flow(problem, method, StopRule.afterSteps(steps), clock).run(engine, List.of());
    }
    int width = wow ? 10 : 1;
    int first = wow ? 10 : steps / 2;
    int windows = (steps - first) / width;
    double[] out = new double[windows];
    for (int w = 0; w < windows; w++) {
      out[w] = (ends[first + (w + 1) * width] - ends[first + w * width]) / width;
    }
    Arrays.sort(out);
    return out;
  }

  private static LabelledDataset normal(int classes, int shift) {
    List<LabelledClass> out = new ArrayList<>();
    for (int c = 0; c < classes; c++) {
      CounterRandom random = CounterRandom.at(shift, 99, c);
      float[] values = new float[SAMPLES * DIMENSION];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (random.nextGaussian() + shift);
      }
      out.add(
          LabelledClass.of(Integer.toString(c), new FloatMatrix(SAMPLES, DIMENSION, values)));
    }
    return LabelledDataset.of(out);
  }
}
