package io.wowflow.jobs.io.parquet;

/**
 * The features of one row, as Spark decodes them into a primitive array. A bean with a public
 * constructor, because Spark's encoder requires one.
 */
public final class FeatureRow {
  private long key;
  private String problem;
  private float[] features;

  /** An empty row, filled by the encoder. */
  public FeatureRow() {}

  /**
   * The row's place in its input.
   *
   * @return id or number of the row
   */
  public long getKey() {
    return key;
  }

  /**
   * Sets the key.
   *
   * @param value id or number of the row
   */
  public void setKey(long value) {
    key = value;
  }

  /**
   * The problem of the features.
   *
   * @return null if there is none
   */
  public String getProblem() {
    return problem;
  }

  /**
   * Sets the problem.
   *
   * @param value null if there is none
   */
  public void setProblem(String value) {
    problem = value;
  }

  /**
   * The features.
   *
   * @return null if there is a problem
   */
  public float[] getFeatures() {
    return features;
  }

  /**
   * Sets the features.
   *
   * @param value handed over
   */
  public void setFeatures(float[] value) {
    features = value;
  }
}
