package io.wowflow.math.flow;

import io.wowflow.math.data.LabelledDataset;
import io.wowflow.math.internal.VectorModule;
import io.wowflow.math.mmd.Kernel;
import io.wowflow.math.sliced.Directions;
import io.wowflow.math.sliced.GaussianDirections;
import io.wowflow.math.sliced.HadamardDirections;
import io.wowflow.math.sliced.OrthonormalDirections;
import java.util.Arrays;
import java.util.List;

/** Prints hashes of some flows, for comparison between JVMs. */
final class StateHash {
  private StateHash() {}

  public static void main(String[] args) {
    System.out.println("vector module: " + VectorModule.isPresent());
    LabelledDataset source = FlowFixture.weighted(FlowFixture.dataset(1, 70, 40, 30, 20), 3);
    LabelledDataset target = FlowFixture.dataset(2, 70, 60, 20, 30, 40);
    LabelledDataset equal = FlowFixture.dataset(3, 70, 40, 40, 40);
    for (Directions directions :
        List.of(
            new HadamardDirections(7, 70, 200),
            new GaussianDirections(7, 70, 100),
            new OrthonormalDirections(7, 70, 100))) {
      for (Kernel kernel : List.of(new Kernel.Riesz(1), new Kernel.Laplace(1))) {
        print(FlowFixture.problem(source, target, kernel, directions));
        print(FlowFixture.problem(equal, equal, kernel, directions));
      }
    }
  }

  private static void print(FlowProblem problem) {
    FlowResult result = FlowFixture.run(problem, FlowFixture.fixed(0.3, 0.9), 4, 2);
    System.out.println(
        Arrays.hashCode(FlowFixture.bits(result.state())) + " " + result.objective());
  }
}
