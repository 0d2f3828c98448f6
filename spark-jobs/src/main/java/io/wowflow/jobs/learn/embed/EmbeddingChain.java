package io.wowflow.jobs.learn.embed;

/** One embedding after another, at every step. */
record EmbeddingChain(Embeddings first, Embeddings second) implements Embeddings {
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
    return new OfStep(first.at(step), second.at(step));
  }

  private record OfStep(Embedding first, Embedding second) implements Embedding {
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
}
