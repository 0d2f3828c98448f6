package io.wowflow.jobs.io.parquet;

/**
 * A row with its features, as the encoder of Spark fills it: arrays of primitive numbers, which a
 * {@code Row} does not give. Components that a reading does not need are null or 0.
 */
public final class FeatureRow {
  private static final float MOST_BYTE = 255f;

  private long key;
  private String problem;
  private String label;
  private double weight;
  private String sourceClass;
  private long originId;
  private float[] features;
  private int size;
  private int[] indices;
  private double[] values;

  /** An empty row, filled by the encoder. */
  public FeatureRow() {}

  /**
   * The place of the row in the canonical order.
   *
   * @return a unique number
   */
  public long getKey() {
    return key;
  }

  /**
   * Sets the place of the row in the canonical order.
   *
   * @param value a unique number
   */
  public void setKey(long value) {
    key = value;
  }

  /**
   * The problem of the features.
   *
   * @return null if they can be used
   */
  public String getProblem() {
    return problem;
  }

  /**
   * Sets the problem of the features.
   *
   * @param value null if they can be used
   */
  public void setProblem(String value) {
    problem = value;
  }

  /**
   * The label.
   *
   * @return text
   */
  public String getLabel() {
    return label;
  }

  /**
   * Sets the label.
   *
   * @param value text
   */
  public void setLabel(String value) {
    label = value;
  }

  /**
   * The weight, relative to the class.
   *
   * @return a number
   */
  public double getWeight() {
    return weight;
  }

  /**
   * Sets the weight, relative to the class.
   *
   * @param value a number
   */
  public void setWeight(double value) {
    weight = value;
  }

  /**
   * The label of the source class.
   *
   * @return null if the sample was not flowed
   */
  public String getSourceClass() {
    return sourceClass;
  }

  /**
   * Sets the label of the source class.
   *
   * @param value null if the sample was not flowed
   */
  public void setSourceClass(String value) {
    sourceClass = value;
  }

  /**
   * The id in the dataset that the sample comes from.
   *
   * @return -1 if unknown
   */
  public long getOriginId() {
    return originId;
  }

  /**
   * Sets the id in the dataset that the sample comes from.
   *
   * @param value -1 if unknown
   */
  public void setOriginId(long value) {
    originId = value;
  }

  /**
   * The features as 32-bit floats.
   *
   * @return null if there is a problem, or they are wider
   */
  public float[] getFeatures() {
    return features;
  }

  /**
   * Sets the features as 32-bit floats.
   *
   * @param value null if there is a problem, or they are wider
   */
  public void setFeatures(float[] value) {
    features = value;
  }

  /**
   * The number of features of a sparse vector.
   *
   * @return -1 for lists and dense vectors
   */
  public int getSize() {
    return size;
  }

  /**
   * Sets the number of features of a sparse vector.
   *
   * @param value -1 for lists and dense vectors
   */
  public void setSize(int value) {
    size = value;
  }

  /**
   * The places of the values of a sparse vector.
   *
   * @return null for lists and dense vectors
   */
  public int[] getIndices() {
    return indices;
  }

  /**
   * Sets the places of the values of a sparse vector.
   *
   * @param value null for lists and dense vectors
   */
  public void setIndices(int[] value) {
    indices = value;
  }

  /**
   * The features, or the values of a sparse vector.
   *
   * @return null if there is a problem, or 32-bit floats hold them
   */
  public double[] getValues() {
    return values;
  }

  /**
   * Sets the features, or the values of a sparse vector.
   *
   * @param value null if there is a problem, or 32-bit floats hold them
   */
  public void setValues(double[] value) {
    values = value;
  }

  /** The 32-bit floats of a row without a problem, bytes as 0 to 1; its own array. */
  float[] narrow(boolean areBytes) {
    if (areBytes) {
      for (int j = 0; j < features.length; j++) {
        features[j] /= MOST_BYTE;
      }
    }
    return features;
  }

  /** The number of features; for a row without a problem. */
  int dimension() {
    return size < 0 ? values.length : size;
  }

  /**
   * All features, for a row without a problem.
   *
   * @return null if the indices of a sparse vector do not fit to its values or its dimension
   */
  double[] wide() {
    if (size < 0) {
      return values;
    }
    if (indices == null || indices.length != values.length) {
      return null;
    }
    double[] all = new double[size];
    for (int i = 0; i < indices.length; i++) {
      if (indices[i] < 0 || indices[i] >= size) {
        return null;
      }
      all[indices[i]] = values[i];
    }
    return all;
  }
}
