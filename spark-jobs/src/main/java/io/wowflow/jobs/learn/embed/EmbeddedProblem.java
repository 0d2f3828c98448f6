package io.wowflow.jobs.learn.embed;

import io.wowflow.math.flow.FlowProblem;
import io.wowflow.math.internal.Guard;
import io.wowflow.math.sliced.Directions;

/**
 * The problem that an embedded flow minimises: the distance between the features of source and
 * target under the embedding of a step, {@code F(phi_k # P, phi_k # Q)}.
 *
 * @param samples source, target, kernel and quantile levels; its directions are not used
 * @param embeddings phi_k
 * @param directions in the space of the features
 * @param pull the function F
 */
public record EmbeddedProblem(
    FlowProblem samples, Embeddings embeddings, Directions directions, Pull pull) {

  /** The function of the features whose gradient moves the samples. */
  public enum Pull {
    /** The MMD between source and target with the kernel of the problem (18). */
    FLOW,
    /**
     * The squared distances between the means of equally numbered classes, {@code sum_c a_c |mean
     * phi(S_c) - mean phi(T_c)|^2}: distribution matching (Zhao and Bilen, WACV 2023).
     */
    MEANS
  }

  /**
   * Checks the dimensions.
   *
   * @throws IllegalArgumentException if samples, embeddings and directions do not fit, or means are
   *     to be matched between different numbers of classes
   */
  public EmbeddedProblem {
    Guard.size(
        "dimension of the embedded samples",
        samples.source().dimension(),
        embeddings.sampleDimension());
    Guard.size(
        "dimension of the directions", embeddings.featureDimension(), directions.dimension());
    Guard.that(
        pull == Pull.FLOW || samples.source().classCount() == samples.target().classCount(),
        "means are matched class by class, but there are "
            + samples.source().classCount()
            + " source and "
            + samples.target().classCount()
            + " target classes");
  }
}
