package io.wowflow.jobs.learn;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import io.wowflow.jobs.conf.Architecture;
import io.wowflow.jobs.conf.ImageShape;
import io.wowflow.jobs.learn.embed.Embedding;
import io.wowflow.jobs.learn.embed.Embeddings;
import io.wowflow.math.random.CounterRandom;
import io.wowflow.math.random.Streams;
import java.util.List;

/** Networks of PyTorch with random weights, without their last layer. */
final class TorchEmbeddings implements Embeddings {
  private final ImageShape shape;
  private final LayerPlan.Features features;
  private final long seed;
  private final Engine engine;

  TorchEmbeddings(Architecture architecture, ImageShape shape, long seed, Engine engine) {
    this.shape = shape;
    this.features = LayerPlan.features(architecture, shape);
    this.seed = seed;
    this.engine = engine;
  }

  @Override
  public int sampleDimension() {
    return shape.dimension();
  }

  @Override
  public int featureDimension() {
    return features.dimension();
  }

  @Override
  public Embedding at(int step) {
    CounterRandom random = CounterRandom.at(seed, Streams.EMBEDDING_WEIGHTS, step);
    List<Layer.Tensor> tensors = NetworkState.tensors(features.layers());
    return new OfStep(engine.newBaseManager(), tensors, NetworkState.drawn(tensors, random));
  }

  private final class OfStep implements Embedding {
    private final NDManager manager;
    private final List<NDArray> weights;

    OfStep(NDManager manager, List<Layer.Tensor> tensors, List<float[]> values) {
      this.manager = manager;
      weights = TorchClassifier.tensors(manager, tensors, values);
    }

    @Override
    public float[] features(float[] samples) {
      try (NDManager scratch = manager.newSubManager()) {
        return TorchClassifier.forward(features.layers(), weights, pictures(scratch, samples))
            .toFloatArray();
      }
    }

    @Override
    public float[] pulledBack(float[] samples, float[] gradient) {
      // The mode is a property of the thread.
      JniUtils.setGradMode(true);
      try (NDManager scratch = manager.newSubManager()) {
        NDArray pictures = pictures(scratch, samples);
        pictures.setRequiresGradient(true);
        NDArray out = TorchClassifier.forward(features.layers(), weights, pictures);
        NDArray given = scratch.create(gradient, out.getShape());
        JniUtils.backward((PtNDArray) out, (PtNDArray) given, false, false);
        try (NDArray pulled = pictures.getGradient()) {
          return LabelledSamples.pixels(pulled.toFloatArray(), shape);
        }
      } finally {
        JniUtils.setGradMode(false);
      }
    }

    private NDArray pictures(NDManager into, float[] samples) {
      long count = samples.length / shape.dimension();
      return into.create(
          LabelledSamples.planes(samples, shape),
          new Shape(count, shape.channels(), shape.height(), shape.width()));
    }

    @Override
    public void close() {
      manager.close();
    }
  }
}
