package io.wowflow.jobs.learn.embed;

import io.wowflow.math.internal.Guard;

/** The embeddings of a flow: one for each step, made of (seed, step) alone. */
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
    return new IdentityEmbedding(dimension);
  }

  /**
   * One embedding after another.
   *
   * @param next takes the features of these as its samples
   * @return at every step {@code next} of these
   * @throws IllegalArgumentException if the dimensions do not fit
   */
  default Embeddings then(Embeddings next) {
    Guard.size("dimension between embeddings", featureDimension(), next.sampleDimension());
    return new EmbeddingChain(this, next);
  }
}
