package io.wowflow.jobs.learn;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import io.wowflow.jobs.conf.Architecture;
import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.conf.ImageShape;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.learn.embed.Embeddings;
import java.util.List;
import java.util.Map;

/** Networks of PyTorch, through DJL. */
final class TorchNetworks implements Networks {
  /**
   * System properties that DJL reads when it starts: no network, no telemetry, and one native
   * thread per calling thread, because the order of its sums depends on their number.
   */
  private static final Map<String, String> SETTINGS =
      Map.of(
          "ai.djl.offline", "true",
          "OPT_OUT_TRACKING", "true",
          "ai.djl.pytorch.graph_optimizer", "false",
          "ai.djl.pytorch.num_interop_threads", "1",
          "ai.djl.pytorch.num_threads", "1");

  @Override
  public Classifier train(
      TrainingPlan plan, TrainingSet set, List<String> labels, Runnable afterStep) {
    TrainingPlan whole = fitted(plan, set.ownSamples(), labels);
    if (plan.architecture() == Architecture.KNN) {
      return Neighbours.of(whole.fitting(), set.samples(), labels);
    }
    NetworkState first = NetworkState.first(whole, set.samples().shape(), labels);
    TorchClassifier classifier = new TorchClassifier(first, Started.engine());
    try {
      new TorchTraining(classifier, whole).run(set, afterStep);
      return classifier;
    } catch (RuntimeException e) {
      classifier.close();
      throw e;
    }
  }

  @Override
  public Classifier restore(NetworkState state) {
    return state.architecture() == Architecture.KNN
        ? new Neighbours(state)
        : new TorchClassifier(state, Started.engine());
  }

  @Override
  public Embeddings embeddings(ImageShape shape, long seed) {
    return new TorchEmbeddings(Architecture.CONVNET, shape, seed, Started.engine());
  }

  @Override
  public void start() {
    Started.engine();
  }

  private static final class Started {
    private static final Object ENGINE_OR_FAILURE = start();

    /** Kept as a value: a failing initialiser would name the reason to its first user only. */
    static Engine engine() {
      if (ENGINE_OR_FAILURE instanceof JobException failure) {
        throw failure;
      }
      return (Engine) ENGINE_OR_FAILURE;
    }

    private static Object start() {
      SETTINGS.forEach((key, value) -> System.getProperties().putIfAbsent(key, value));
      try {
        return Engine.getEngine("PyTorch");
      } catch (EngineException | LinkageError e) {
        return JobException.of(
            ExitCode.FAILURE,
            "PyTorch's native library cannot be loaded on "
                + System.getProperty("os.name")
                + " "
                + System.getProperty("os.arch")
                + " ("
                + e.getMessage()
                + "): networks need Linux on x86-64 and 450 MB of room in ENGINE_CACHE_DIR",
            e);
      }
    }
  }
}
