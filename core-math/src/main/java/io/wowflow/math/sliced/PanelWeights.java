package io.wowflow.math.sliced;

import io.wowflow.math.internal.WorkPool;

/** The coefficients of a step: how strongly each source class is pulled to which class. */
public interface PanelWeights {

  /**
   * The operation that applies the coefficients to a leaf.
   *
   * @param measure the distance between classes that the step descends
   * @param recycled an operation that nobody uses any more, whose arrays may be reused; or null
   * @param pool the threads that share the work; no bit depends on them
   * @return the operation
   */
  PanelMix mix(PairMeasure measure, PanelMix recycled, WorkPool pool);
}
