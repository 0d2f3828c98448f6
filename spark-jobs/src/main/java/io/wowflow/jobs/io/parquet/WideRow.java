package io.wowflow.jobs.io.parquet;

/**
 * The features of one row in 64 bits, all of them or those of a sparse vector that are not zero, as
 * Spark decodes them into primitive arrays. A bean with a public constructor, because Spark's
 * encoder requires one.
 */
public final class WideRow {
  private long key;
  private String problem;
  private int size;
  private int[] indices;
  private double[] values;

  /** An empty row, filled by the encoder. */
  public WideRow() {}

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
   * The dimension of a sparse vector.
   *
   * @return negative if all features are given
   */
  public int getSize() {
    return size;
  }

  /**
   * Sets the dimension of a sparse vector.
   *
   * @param value negative if all features are given
   */
  public void setSize(int value) {
    size = value;
  }

  /**
   * The features that a sparse vector gives.
   *
   * @return null if all features are given
   */
  public int[] getIndices() {
    return indices;
  }

  /**
   * Sets the features that a sparse vector gives.
   *
   * @param value handed over
   */
  public void setIndices(int[] value) {
    indices = value;
  }

  /**
   * The features.
   *
   * @return null if there is a problem
   */
  public double[] getValues() {
    return values;
  }

  /**
   * Sets the features.
   *
   * @param value handed over
   */
  public void setValues(double[] value) {
    values = value;
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
  double[] features() {
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
