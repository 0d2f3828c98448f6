package io.wowflow.jobs.io.dataset;

import java.util.List;

/**
 * The origin of each sample of a flowed or enlarged dataset: the source class that it was flowed
 * from and its id there. Files keep it in {@code source_class} and {@code origin_id}.
 *
 * @param kind the type of the source's labels in the file
 * @param labels the source's labels, in the order of their first sample
 * @param classOf for each class of the dataset and each sample the position of its source class in
 *     {@code labels}; -1 for a sample that was not flowed
 * @param ids for each class and sample its id in the dataset that it comes from; -1 where the file
 *     does not contain it
 */
public record SampleOrigins(
    LabelKind kind, List<String> labels, List<int[]> classOf, List<long[]> ids) {

  /**
   * The label of a sample's source class.
   *
   * @param c the class of the sample
   * @param i the sample
   * @return the label, or null for a sample that was not flowed
   */
  public String label(int c, int i) {
    int at = classOf.get(c)[i];
    return at < 0 ? null : labels.get(at);
  }

  /**
   * Whether every sample was flowed.
   *
   * @return false for an enlarged dataset, which has samples of its own
   */
  public boolean isComplete() {
    for (int[] places : classOf) {
      for (int place : places) {
        if (place < 0) {
          return false;
        }
      }
    }
    return true;
  }
}
