package io.wowflow.jobs.learn.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.wowflow.jobs.conf.ImageShape;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.learn.Networks;
import io.wowflow.jobs.learn.embed.EmbeddedProblem.Pull;
import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.data.LabelledDataset;
import io.wowflow.math.flow.Batches;
import io.wowflow.math.flow.Clip;
import io.wowflow.math.flow.Flow;
import io.wowflow.math.flow.FlowDivergedException;
import io.wowflow.math.flow.FlowEngine;
import io.wowflow.math.flow.FlowMethod;
import io.wowflow.math.flow.FlowObserver;
import io.wowflow.math.flow.FlowProblem;
import io.wowflow.math.flow.FlowResult;
import io.wowflow.math.flow.FlowState;
import io.wowflow.math.flow.InProcessEngine;
import io.wowflow.math.flow.StepRule;
import io.wowflow.math.flow.StopRule;
import io.wowflow.math.mmd.Kernel;
import io.wowflow.math.mmd.Objective;
import io.wowflow.math.random.CounterRandom;
import io.wowflow.math.sliced.Directions;
import io.wowflow.math.sliced.GaussianDirections;
import io.wowflow.math.sliced.HadamardDirections;
import io.wowflow.math.sliced.Interaction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class EmbeddedEngineTest {
  private static final ImageShape SHAPE = new ImageShape(8, 8, 1);
  private static final Batches BATCHES = new Batches(11, 0, 6);

  /** Normal classes with random weights. */
  private static LabelledDataset dataset(long seed, int d, int... sizes) {
    List<LabelledClass> classes = new ArrayList<>();
    double[] classWeights = new double[sizes.length];
    for (int c = 0; c < sizes.length; c++) {
      CounterRandom random = CounterRandom.at(seed, 1004, c);
      float[] values = new float[sizes[c] * d];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (c + random.nextGaussian());
      }
      double[] weights = new double[sizes[c]];
      for (int i = 0; i < weights.length; i++) {
        weights[i] = 0.5 + random.nextDouble();
      }
      FloatMatrix samples = new FloatMatrix(sizes[c], d, values);
      classes.add(LabelledClass.weighted(Integer.toString(c), samples, weights));
      classWeights[c] = 1 + c;
    }
    return LabelledDataset.weighted(classes, classWeights);
  }

  private static FlowProblem problem(int d, Directions directions) {
    return problem(dataset(2, d, 9, 7, 8), directions);
  }

  private static FlowProblem problem(LabelledDataset target, Directions directions) {
    LabelledDataset source = dataset(1, target.dimension(), 4, 3, 5);
    return new FlowProblem(
        source,
        target,
        new Kernel.Riesz(1),
        directions,
        FlowProblem.levels(source, target, BATCHES, OptionalInt.of(60)));
  }

  private static FlowMethod method(double stepSize, double momentum, Optional<Clip> clip) {
    return new FlowMethod(new StepRule.Fixed(stepSize, 1), momentum, clip, BATCHES, 1);
  }

  private static FlowResult run(
      FlowEngine engine, FlowProblem problem, FlowMethod method, int steps) {
    try (engine) {
      return new Flow(problem, method, StopRule.afterSteps(steps), new FlowObserver() {})
          .run(engine, List.of());
    }
  }

  private static EmbeddedEngine engine(EmbeddedProblem problem, FlowState start, int threads) {
    return new EmbeddedEngine(problem, BATCHES, start, threads);
  }

  private static float[] values(FlowState state) {
    List<Float> out = new ArrayList<>();
    for (List<FloatMatrix> part : List.of(state.positions(), state.velocities())) {
      for (FloatMatrix m : part) {
        for (float v : m.values()) {
          out.add(v);
        }
      }
    }
    float[] all = new float[out.size()];
    for (int i = 0; i < all.length; i++) {
      all[i] = out.get(i);
    }
    return all;
  }

  @Test
  void theIdentityGivesThePlainFlow() {
    Directions directions = new HadamardDirections(3, 5, 64);
    FlowProblem problem = problem(5, directions);
    FlowMethod method = method(0.3, 0.9, Optional.of(Clip.of(-1.5f, 2)));
    FlowState start = InProcessEngine.initialState(problem);
    FlowResult plain = run(new InProcessEngine(problem, BATCHES, start, 2), problem, method, 6);

    EmbeddedProblem same =
        new EmbeddedProblem(problem, Embeddings.identity(5), directions, Pull.FLOW);
    FlowResult embedded = run(engine(same, start, 2), problem, method, 6);

    assertThat(values(embedded.state())).containsExactly(values(plain.state()), within(1e-5f));
    assertThat(embedded.objective()).isCloseTo(plain.objective(), within(1e-6));
  }

  /** phi(x) = (x, x^2 / 2), whose Jacobian is known. */
  private record Squares(int sampleDimension) implements Embeddings, Embedding {
    @Override
    public int featureDimension() {
      return 2 * sampleDimension;
    }

    @Override
    public Embedding at(int step) {
      return this;
    }

    @Override
    public float[] features(float[] samples) {
      float[] out = new float[2 * samples.length];
      for (int i = 0; i < samples.length; i++) {
        out[2 * i] = samples[i];
        out[2 * i + 1] = samples[i] * samples[i] / 2;
      }
      return out;
    }

    @Override
    public float[] pulledBack(float[] samples, float[] gradient) {
      float[] out = new float[samples.length];
      for (int i = 0; i < samples.length; i++) {
        out[i] = gradient[2 * i] + samples[i] * gradient[2 * i + 1];
      }
      return out;
    }

    @Override
    public void close() {}
  }

  private static double objective(EmbeddedProblem problem, FlowState at) {
    FlowProblem samples = problem.samples();
    try (EmbeddedEngine engine = engine(problem, at, 1)) {
      return Objective.of(
          samples.kernel(),
          engine.measure(Interaction.dense(3, 3), true),
          samples.source().classWeights(),
          samples.target().classWeights());
    }
  }

  private static FlowState with(FlowState state, int c, int i, double by) {
    List<FloatMatrix> positions = new ArrayList<>(state.positions());
    float[] values = positions.get(c).values().clone();
    values[i] += (float) by;
    positions.set(c, new FloatMatrix(positions.get(c).rows(), positions.get(c).columns(), values));
    return new FlowState(state.step(), positions, state.velocities());
  }

  /** G_c(x_i) = dF / (a_c w_i dx_i), by differences of the objective. */
  @Test
  void theGradientIsThatOfTheObjectiveOfTheFeatures() {
    int d = 3;
    FlowProblem samples = problem(d, new GaussianDirections(3, d, 8));
    EmbeddedProblem problem =
        new EmbeddedProblem(
            samples, new Squares(d), new GaussianDirections(3, 2 * d, 200), Pull.FLOW);
    FlowState start = InProcessEngine.initialState(samples);
    FlowState moved =
        run(engine(problem, start, 1), samples, method(1, 0, Optional.empty()), 1).state();
    double h = 1e-2;
    for (int c = 0; c < 3; c++) {
      for (int i = 0; i < moved.positions().get(c).values().length; i++) {
        double ahead = objective(problem, with(start, c, i, h));
        double behind = objective(problem, with(start, c, i, -h));
        double mass = samples.source().classWeight(c) * samples.source().get(c).weight(i / d);
        assertThat((double) moved.velocities().get(c).values()[i])
            .as("class %d, value %d", c, i)
            .isCloseTo((ahead - behind) / (2 * h) / mass, within(5e-3));
      }
    }
  }

  private static EmbeddedProblem networks(Pull pull) {
    return networks(problem(64, new HadamardDirections(3, 64, 64)), pull);
  }

  private static EmbeddedProblem networks(FlowProblem samples, Pull pull) {
    Embeddings embeddings =
        new Augmentations(SHAPE, false, 5).then(Networks.open().embeddings(SHAPE, 5));
    int m = embeddings.featureDimension();
    return new EmbeddedProblem(
        samples, embeddings, new HadamardDirections(3, m, HadamardDirections.size(m)), pull);
  }

  @Test
  void neitherThreadsNorAnInterruptionChangeABit() {
    for (Pull pull : Pull.values()) {
      EmbeddedProblem problem = networks(pull);
      FlowProblem samples = problem.samples();
      FlowMethod method = method(1, 0.9, Optional.empty());
      FlowState start = InProcessEngine.initialState(samples);
      FlowState whole = run(engine(problem, start, 1), samples, method, 4).state();

      FlowState half = run(engine(problem, start, 3), samples, method, 2).state();
      FlowState rest = run(engine(networks(pull), half, 2), samples, method, 4).state();

      assertThat(values(rest)).containsExactly(values(whole));
      assertThat(values(half)).isNotEqualTo(values(whole));
    }
  }

  @Test
  void aFlowOfFeaturesComesNearer() {
    List<LabelledClass> classes = new ArrayList<>();
    for (LabelledClass c : dataset(2, 64, 9, 7, 8).classes()) {
      float[] values = c.samples().values().clone();
      float[] pattern = EmbeddingsTest.numbers(64, classes.size());
      for (int i = 0; i < values.length; i++) {
        values[i] = 2 * pattern[i % 64] + 0.3f * values[i];
      }
      classes.add(c.withSamples(new FloatMatrix(c.size(), 64, values)));
    }
    Directions directions = new HadamardDirections(3, 64, 64);
    EmbeddedProblem problem = networks(problem(LabelledDataset.of(classes), directions), Pull.FLOW);
    FlowState start = InProcessEngine.initialState(problem.samples());
    FlowState end =
        run(engine(problem, start, 2), problem.samples(), method(10, 0.9, Optional.empty()), 30)
            .state();
    FlowState later = new FlowState(100, end.positions(), end.velocities());
    FlowState asEver = new FlowState(100, start.positions(), start.velocities());
    assertThat(objective(problem, later)).isLessThan(0.75 * objective(problem, asEver));
  }

  @Test
  void meansPullClassByClass() {
    int d = 5;
    FlowProblem samples = problem(d, new HadamardDirections(3, d, 64));
    EmbeddedProblem problem =
        new EmbeddedProblem(samples, Embeddings.identity(d), samples.directions(), Pull.MEANS);
    FlowState start = InProcessEngine.initialState(samples);
    FlowState moved =
        run(engine(problem, start, 1), samples, method(0.25, 0, Optional.empty()), 1).state();
    for (int c = 0; c < 3; c++) {
      double[] from = mean(samples.source().get(c));
      double[] to = mean(BATCHES.target(samples.target().get(c), c, 0));
      float[] before = start.positions().get(c).values();
      float[] after = moved.positions().get(c).values();
      for (int i = 0; i < after.length; i++) {
        // Half of the way: the slope is twice the difference of the means.
        double expected = before[i] + 0.5 * (to[i % d] - from[i % d]);
        assertThat((double) after[i]).isCloseTo(expected, within(1e-6));
      }
    }
  }

  /** Steps between reports measure less: neither the path nor the reports may differ. */
  @Test
  void rarelyReportedMeansGoTheSameWay() {
    int d = 5;
    FlowProblem samples = problem(d, new HadamardDirections(3, d, 64));
    FlowState start = InProcessEngine.initialState(samples);
    EmbeddedProblem means =
        new EmbeddedProblem(samples, Embeddings.identity(d), samples.directions(), Pull.MEANS);
    StepRule rule = new StepRule.Fixed(0.25, 1);
    FlowMethod always = new FlowMethod(rule, 0.5, Optional.empty(), BATCHES, 1);
    FlowMethod rarely = new FlowMethod(rule, 0.5, Optional.empty(), BATCHES, 4);

    FlowResult often = run(engine(means, start, 1), samples, always, 6);
    FlowResult seldom = run(engine(means, start, 2), samples, rarely, 6);

    assertThat(values(seldom.state())).containsExactly(values(often.state()));
    EmbeddedProblem flow =
        new EmbeddedProblem(samples, Embeddings.identity(d), samples.directions(), Pull.FLOW);
    assertThat(List.of(often.objective(), seldom.objective()))
        .containsOnly(objective(flow, often.state()));
  }

  private static double[] mean(LabelledClass c) {
    double[] out = new double[c.dimension()];
    for (int i = 0; i < c.size(); i++) {
      for (int j = 0; j < out.length; j++) {
        out[j] += c.weight(i) * c.samples().get(i, j);
      }
    }
    return out;
  }

  @Test
  void whatIsNotFiniteIsSaid() {
    EmbeddedProblem problem = networks(Pull.FLOW);
    FlowProblem samples = problem.samples();
    FlowState start = InProcessEngine.initialState(samples);
    FlowState astray = with(start, 1, 3, Double.NaN);
    FlowMethod method = method(1, 0, Optional.empty());
    assertThatThrownBy(() -> run(engine(problem, astray, 1), samples, method, 1))
        .isInstanceOf(FlowDivergedException.class)
        .hasMessageContaining("class '1' has a particle that is NaN or infinite");

    LabelledDataset huge =
        LabelledDataset.of(
            samples.target().classes().stream()
                .map(
                    c -> {
                      float[] values = new float[c.samples().values().length];
                      Arrays.fill(values, 0, 64, Float.MAX_VALUE);
                      return c.withSamples(new FloatMatrix(c.size(), 64, values));
                    })
                .toList());
    FlowProblem tooFar =
        new FlowProblem(
            samples.source(), huge, samples.kernel(), samples.directions(), samples.levels());
    EmbeddedProblem embedded =
        new EmbeddedProblem(tooFar, problem.embeddings(), problem.directions(), Pull.FLOW);
    Batches all = Batches.none();
    assertThatThrownBy(() -> run(new EmbeddedEngine(embedded, all, start, 1), tooFar, method, 1))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("--normalise");
  }
}
