package io.wowflow.jobs.learn.embed;

import io.wowflow.math.internal.Guard;

/** The embeddings of a flow, one per step; each depends on (seed, step) only. */
public interface Embeddings {
  /**
   * Dimension d of the samples.
   *
   * @return at least 1
   */
  int sampleDimension();

  /**
   * Number of features m.
   *
   * @return at least 1
   */
  int featureDimension();

  /**
   * The embedding of a step.
   *
   * @param step the step k
   * @return phi_k, the same map at every call; to be closed
   */
  Embedding at(int step);

  /**
   * Samples as their own features.
   *
   * @param dimension d
   * @return the identity at every step
   */
  static Embeddings identity(int dimension) {
    record Identity(int sampleDimension) implements Embeddings, Embedding {
      @Override
      public int featureDimension() {
        return sampleDimension;
      }

      @Override
      public Embedding at(int step) {
        return this;
      }

      @Override
      public float[] features(float[] samples) {
        return samples.clone();
      }

      @Override
      public float[] pulledBack(float[] samples, float[] gradient) {
        return gradient.clone();
      }

      @Override
      public void close() {}
    }
    return new Identity(dimension);
  }

  /**
   * The composition with other embeddings.
   *
   * @param next embeddings of the features of these
   * @return the embeddings that apply, at every step, these and then {@code next}
   * @throws IllegalArgumentException if the dimensions do not fit
   */
  default Embeddings then(Embeddings next) {
    Guard.size("dimension between embeddings", featureDimension(), next.sampleDimension());
    record ChainOfStep(Embedding first, Embedding second) implements Embedding {
      @Override
      public float[] features(float[] samples) {
        return second.features(first.features(samples));
      }

      @Override
      public float[] pulledBack(float[] samples, float[] gradient) {
        return first.pulledBack(samples, second.pulledBack(first.features(samples), gradient));
      }

      @Override
      public void close() {
        first.close();
        second.close();
      }
    }
    record Chain(Embeddings first, Embeddings second) implements Embeddings {
      @Override
      public int sampleDimension() {
        return first.sampleDimension();
      }

      @Override
      public int featureDimension() {
        return second.featureDimension();
      }

      @Override
      public Embedding at(int step) {
        return new ChainOfStep(first.at(step), second.at(step));
      }
    }
    return new Chain(this, next);
  }
}
