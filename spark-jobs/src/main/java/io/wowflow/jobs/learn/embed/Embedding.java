package io.wowflow.jobs.learn.embed;

/**
 * A differentiable map phi of samples to features. Samples are rows of pixels with their channels
 * together, as in a flow. Several threads may use it at a time; the features of a sample depend on
 * neither the other samples nor the thread.
 */
public interface Embedding extends AutoCloseable {
  /**
   * The features of some samples.
   *
   * @param samples n samples, row after row, not modified
   * @return n rows of features
   */
  float[] features(float[] samples);

  /**
   * The vector-Jacobian product: converts a gradient with respect to the features into one with
   * respect to the samples.
   *
   * @param samples n samples x, row after row, not modified
   * @param gradient g, n rows of features, not modified
   * @return {@code J_phi(x)^T g}, n rows like the samples
   */
  float[] pulledBack(float[] samples, float[] gradient);

  @Override
  void close();
}
