package io.wowflow.jobs.learn.embed;

import io.wowflow.jobs.conf.JobException;
import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.data.LabelledDataset;
import io.wowflow.math.flow.Batches;
import io.wowflow.math.flow.FlowEngine;
import io.wowflow.math.flow.FlowMethod;
import io.wowflow.math.flow.FlowProblem;
import io.wowflow.math.flow.FlowState;
import io.wowflow.math.flow.InProcessEngine;
import io.wowflow.math.flow.Update;
import io.wowflow.math.internal.Guard;
import io.wowflow.math.internal.WorkPool;
import io.wowflow.math.sliced.ClassSketch;
import io.wowflow.math.sliced.Directions;
import io.wowflow.math.sliced.GaussianDirections;
import io.wowflow.math.sliced.Interaction;
import io.wowflow.math.sliced.ListedPairs;
import io.wowflow.math.sliced.ListedSums;
import io.wowflow.math.sliced.PairSums;
import io.wowflow.math.sliced.PanelWeights;
import io.wowflow.math.sliced.Panels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Moves samples by the gradient between their features: a step embeds samples and target batch,
 * computes the gradient between the features by an {@link InProcessEngine}, and pulls it back
 * through the embedding, {@code G_c(x_i) = J_phi(x_i)^T G_c(phi(x_i))} with the scaling {@code n_c
 * / a_c} of the flow kept. Momentum and clip act on the samples.
 *
 * <p>The bits of a step depend only on (seed, step) and the state, not on threads; with a network
 * they also depend on the machine, because its library chooses its arithmetic by processor.
 */
public final class EmbeddedEngine implements FlowEngine {
  /**
   * Rows that are embedded together. Part of the definition of a result's bits, because a network
   * may sum in another order for another number of pictures.
   */
  private static final int ROWS = 32;

  private final EmbeddedProblem problem;
  private final FlowProblem samples;
  private final Batches batches;
  private final int threads;
  private final WorkPool pool;
  private final float[][] positions;
  private final float[][] velocities;
  private final boolean[] finite;
  private int step;
  private Features features;

  /** The features of a step and the engine between them. */
  private record Features(
      Embedding embedding, float[][] ofSource, LabelledDataset target, InProcessEngine engine)
      implements AutoCloseable {
    @Override
    public void close() {
      engine.close();
      embedding.close();
    }
  }

  /**
   * Creates an engine at a state.
   *
   * @param problem the problem that is minimised
   * @param batches choose the samples of the target that a step embeds; all classes interact
   * @param start the initial state, copied
   * @param threads number of threads; no bit depends on it
   * @throws IllegalArgumentException if the state does not have the shape of the source
   */
  public EmbeddedEngine(EmbeddedProblem problem, Batches batches, FlowState start, int threads) {
    this.problem = problem;
    this.samples = problem.samples();
    this.batches = batches;
    this.threads = threads;
    int classes = samples.source().classCount();
    Guard.size("number of classes of the state", classes, start.positions().size());
    positions = new float[classes][];
    velocities = new float[classes][];
    finite = new boolean[classes];
    for (int c = 0; c < classes; c++) {
      LabelledClass source = samples.source().get(c);
      Guard.size("particles of " + source, source.size(), start.positions().get(c).rows());
      positions[c] = start.positions().get(c).values().clone();
      velocities[c] = start.velocities().get(c).values().clone();
      finite[c] = Update.allFinite(positions[c]);
    }
    step = start.step();
    pool = new WorkPool(threads);
  }

  @Override
  public int step() {
    return step;
  }

  @Override
  public PairSums measure(Interaction interaction, boolean withTargets) {
    if (features == null) {
      features = embedded(withTargets);
    }
    return features.engine.measure(interaction, withTargets);
  }

  @Override
  public ListedSums measure(ListedPairs pairs) {
    if (features == null) {
      features = embedded(true);
    }
    return features.engine.measure(pairs);
  }

  @Override
  public ClassSketch.Sums measure(ClassSketch sketch) {
    if (features == null) {
      features = embedded(true);
    }
    return features.engine.measure(sketch);
  }

  @Override
  public void share(int count, WorkPool.Task task) {
    pool.run(count, task);
  }

  /**
   * The directions of a measurement. Where means are matched, the measurement does not move the
   * samples: unless it is reported, a few directions suffice to detect a class that has diverged.
   */
  private Directions directions(boolean reported) {
    return problem.pull() == EmbeddedProblem.Pull.MEANS && !reported
        ? new GaussianDirections(0, problem.embeddings().featureDimension(), Panels.LEAF_DIRECTIONS)
        : problem.directions();
  }

  private Features embedded(boolean reported) {
    Embedding embedding = problem.embeddings().at(step);
    try {
      float[][] ofSource = embedded(embedding, positions);
      List<LabelledClass> drawn = new ArrayList<>();
      for (int e = 0; e < samples.target().classCount(); e++) {
        drawn.add(batches.target(samples.target().get(e), e, step));
      }
      float[][] ofTarget =
          embedded(
              embedding, drawn.stream().map(c -> c.samples().values()).toArray(float[][]::new));
      List<LabelledClass> target = new ArrayList<>();
      for (int e = 0; e < ofTarget.length; e++) {
        target.add(targetFeatures(drawn.get(e), ofTarget[e]));
      }
      LabelledDataset targets = samples.target().withClasses(target);
      return new Features(
          embedding, ofSource, targets, engine(ofSource, targets, directions(reported)));
    } catch (RuntimeException e) {
      embedding.close();
      throw e;
    }
  }

  private float[][] embedded(Embedding embedding, float[][] clouds) {
    int d = samples.source().dimension();
    int m = problem.embeddings().featureDimension();
    return mapRows(clouds, d, m, (cloud, first, some) -> embedding.features(some));
  }

  /** A map of some rows of a cloud to as many rows. */
  @FunctionalInterface
  private interface RowMap {
    /**
     * Maps some rows.
     *
     * @param cloud the place of the cloud
     * @param first the place of the first row
     * @param rows a copy of the rows
     * @return as many rows
     */
    float[] of(int cloud, int first, float[] rows);
  }

  private record Part(int cloud, int first, int end) {}

  /** Maps all rows of clouds, a few at a time, on all threads; the clouds are not modified. */
  private float[][] mapRows(float[][] clouds, int width, int mappedWidth, RowMap map) {
    float[][] out = new float[clouds.length][];
    List<Part> parts = new ArrayList<>();
    for (int c = 0; c < clouds.length; c++) {
      int count = clouds[c].length / width;
      out[c] = new float[Math.multiplyExact(count, mappedWidth)];
      for (int first = 0; first < count; first += ROWS) {
        parts.add(new Part(c, first, Math.min(count, first + ROWS)));
      }
    }
    pool.run(
        parts.size(),
        (task, work) -> {
          Part part = parts.get(task);
          float[] rows =
              Arrays.copyOfRange(clouds[part.cloud], part.first * width, part.end * width);
          float[] mapped = map.of(part.cloud, part.first, rows);
          System.arraycopy(mapped, 0, out[part.cloud], part.first * mappedWidth, mapped.length);
        });
    return out;
  }

  private LabelledClass targetFeatures(LabelledClass drawn, float[] values) {
    FloatMatrix matrix =
        new FloatMatrix(drawn.size(), problem.embeddings().featureDimension(), values);
    if (!matrix.allFinite()) {
      throw JobException.input(
          "The embedding of class '"
              + drawn.label()
              + "' of the target is NaN or infinite, because its values are too large for a"
              + " network: bring them near 1 with --normalise MEAN,STD");
    }
    return LabelledClass.weighted(drawn.label(), matrix, drawn.weights());
  }

  private InProcessEngine engine(
      float[][] ofSource, LabelledDataset target, Directions directions) {
    int m = problem.embeddings().featureDimension();
    List<LabelledClass> sizes = new ArrayList<>();
    List<FloatMatrix> at = new ArrayList<>();
    List<FloatMatrix> rest = new ArrayList<>();
    for (int c = 0; c < ofSource.length; c++) {
      LabelledClass source = samples.source().get(c);
      FloatMatrix zeros = FloatMatrix.zeros(source.size(), m);
      // The features are given as the state, because those of a diverging flow need not be finite,
      // as a dataset must be; sizes and weights are given as the dataset.
      sizes.add(LabelledClass.weighted(source.label(), zeros, source.weights()));
      at.add(new FloatMatrix(source.size(), m, ofSource[c]));
      rest.add(zeros);
    }
    FlowProblem between =
        new FlowProblem(
            samples.source().withClasses(sizes),
            target,
            samples.functional(),
            directions,
            samples.levels());
    return new InProcessEngine(between, Batches.none(), new FlowState(step, at, rest), threads);
  }

  @Override
  public void move(PanelWeights weights, double[] stepSizes, FlowMethod method) {
    float[][] gradients =
        switch (problem.pull()) {
          case FLOW -> scaledGradients(weights, stepSizes, method);
          case MEANS -> meanGradients(stepSizes);
        };
    int d = samples.source().dimension();
    int m = problem.embeddings().featureDimension();
    Embedding embedding = features.embedding;
    float[][] pulled =
        mapRows(
            positions,
            d,
            d,
            (c, first, some) -> {
              int end = first + some.length / d;
              float[] gradient = Arrays.copyOfRange(gradients[c], first * m, end * m);
              return embedding.pulledBack(some, gradient);
            });
    Update update = Update.of(method);
    for (int c = 0; c < positions.length; c++) {
      update.apply(positions[c], velocities[c], pulled[c], 1);
      finite[c] = Update.allFinite(positions[c]);
    }
    step++;
    release();
  }

  /** tau_c G_c of the features: the velocities after a step from rest. */
  private float[][] scaledGradients(PanelWeights weights, double[] stepSizes, FlowMethod method) {
    FlowMethod fromRest = new FlowMethod(method.stepRule(), 0, Optional.empty(), Batches.none(), 1);
    features.engine.move(weights, stepSizes, fromRest);
    return features.engine.view().velocities().stream()
        .map(FloatMatrix::values)
        .toArray(float[][]::new);
  }

  /** {@code 2 tau_c (mean phi(S_c) - mean phi(T_c))}, the same for each sample of the class. */
  private float[][] meanGradients(double[] stepSizes) {
    int m = problem.embeddings().featureDimension();
    float[][] out = new float[positions.length][];
    for (int c = 0; c < out.length; c++) {
      LabelledClass source = samples.source().get(c);
      LabelledClass target = features.target.get(c);
      double[] own = mean(source, features.ofSource[c], m);
      double[] other = mean(target, target.samples().values(), m);
      float[] pull = new float[m];
      for (int j = 0; j < m; j++) {
        pull[j] = (float) (2 * stepSizes[c] * (own[j] - other[j]));
      }
      out[c] = new float[features.ofSource[c].length];
      for (int i = 0; i < source.size(); i++) {
        System.arraycopy(pull, 0, out[c], i * m, m);
      }
    }
    return out;
  }

  private static double[] mean(LabelledClass weighted, float[] values, int m) {
    double[] out = new double[m];
    for (int i = 0; i < weighted.size(); i++) {
      double weight = weighted.weight(i);
      for (int j = 0, at = i * m; j < m; j++, at++) {
        out[j] += weight * values[at];
      }
    }
    return out;
  }

  @Override
  public int firstNonFinite() {
    for (int c = 0; c < finite.length; c++) {
      if (!finite[c]) {
        return c;
      }
    }
    return -1;
  }

  @Override
  public FlowState state() {
    return FlowState.copyOf(step, samples.source().dimension(), positions, velocities);
  }

  private void release() {
    if (features != null) {
      features.close();
      features = null;
    }
  }

  @Override
  public void close() {
    release();
    pool.close();
  }
}
