package io.wowflow.jobs.io.dataset;

import java.util.List;

/**
 * A dataset that was flowed: particles in the classes of the source, labelled as the target classes
 * that they were matched to.
 *
 * @param particles the classes and ids of the source, at their last positions
 * @param labelKind the type of the target's labels
 * @param targetLabels the target's labels, in the order of its classes
 * @param targetOf for each source class the index of its matched target class, not modified
 */
public record FlowedDataset(
    LoadedDataset particles, LabelKind labelKind, List<String> targetLabels, int[] targetOf) {

  /**
   * The matched label of a source class.
   *
   * @param c the source class
   * @return the target's label
   */
  public String label(int c) {
    return targetLabels.get(targetOf[c]);
  }
}
