package io.wowflow.jobs.learn.embed;

/**
 * A differentiable map phi of samples to features. Samples are rows of pixels with their channels
 * together, as a flow holds them. Several threads may use it at a time; what it makes of a sample
 * depends on neither the samples beside it nor the thread.
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
   * The vector-Jacobian product: what a gradient with respect to the features is with respect to
   * the samples.
   *
   * @param samples n samples x, row after row, not modified
   * @param gradient g, n rows of as many numbers as there are features, not modified
   * @return {@code J_phi(x)^T g}, n rows like the samples
   */
  float[] pulledBack(float[] samples, float[] gradient);

  @Override
  void close();
}
