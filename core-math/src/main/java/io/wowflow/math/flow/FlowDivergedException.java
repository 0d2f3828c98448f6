package io.wowflow.math.flow;

/** A flow has a particle that is not finite, or has left its data by orders of magnitude. */
public final class FlowDivergedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int step;
  private final String label;

  FlowDivergedException(int step, String label, String what) {
    super("the flow diverged at step " + step + ": class '" + label + "' " + what);
    this.step = step;
    this.label = label;
  }

  /**
   * The step k whose state X_k is not usable.
   *
   * @return k, at least 0
   */
  public int step() {
    return step;
  }

  /**
   * The source class that diverged first.
   *
   * @return its label
   */
  public String label() {
    return label;
  }
}
