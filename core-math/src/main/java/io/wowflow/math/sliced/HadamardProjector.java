package io.wowflow.math.sliced;

import io.wowflow.math.internal.Guard;
import io.wowflow.math.internal.Workspace;
import io.wowflow.math.linalg.WalshHadamard;
import java.util.Arrays;

/** One block of Hadamard slices: three rounds of sign flips and transforms, point after point. */
final class HadamardProjector implements Projector {
  private static final int LEAF = Panels.LEAF_DIRECTIONS;

  private final int firstLeaf;
  private final int count;
  private final int dimension;
  private final int p;
  private final float[] signs;

  /**
   * A block with the given signs.
   *
   * @param firstLeaf the first leaf
   * @param count number of directions of the block that are used, at most p
   * @param dimension d
   * @param signs D1, D2, D3: 3 x p
   */
  HadamardProjector(int firstLeaf, int count, int dimension, float[] signs) {
    this.firstLeaf = firstLeaf;
    this.count = count;
    this.dimension = dimension;
    this.signs = signs;
    this.p = signs.length / 3;
  }

  /** The signs of a recycled projector, to be overwritten, or a new array. */
  static float[] storage(Projector recycled, int length) {
    return recycled instanceof HadamardProjector old && old.signs.length == length
        ? old.signs
        : new float[length];
  }

  @Override
  public int firstLeaf() {
    return firstLeaf;
  }

  @Override
  public int leaves() {
    return Panels.leafCount(count);
  }

  /** 1 / p^(3/2), which makes the three transforms orthonormal. */
  private float scale() {
    return (float) (1 / (p * Math.sqrt(p)));
  }

  @Override
  public void project(float[] x, int n, float[] out, Workspace work) {
    Guard.holds("the array of projections", Projector.length(leaves(), n), out.length);
    float[] vector = work.floats(Workspace.Use.TRANSFORM, p);
    float scale = scale();
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < dimension; j++) {
        vector[j] = x[i * dimension + j] * scale;
      }
      Arrays.fill(vector, dimension, p, 0f);
      WalshHadamard.transform(vector, 0, p, signs, 0);
      WalshHadamard.transform(vector, 0, p, signs, p);
      WalshHadamard.transform(vector, 0, p, signs, 2 * p);
      Arrays.fill(vector, count, leaves() * LEAF, 0f);
      for (int b = 0; b < leaves(); b++) {
        System.arraycopy(vector, b * LEAF, out, (b * n + i) * LEAF, LEAF);
      }
    }
  }

  @Override
  public void addBackProjection(float[] values, int n, float[] gradient, Workspace work) {
    Guard.holds("the values of a back-projection", Projector.length(leaves(), n), values.length);
    float[] vector = work.floats(Workspace.Use.TRANSFORM, p);
    float scale = scale();
    for (int i = 0; i < n; i++) {
      for (int b = 0; b < leaves(); b++) {
        System.arraycopy(values, (b * n + i) * LEAF, vector, b * LEAF, LEAF);
      }
      Arrays.fill(vector, count, p, 0f);
      WalshHadamard.transform(vector, 0, p, null, 0);
      WalshHadamard.transform(vector, 0, p, signs, 2 * p);
      WalshHadamard.transform(vector, 0, p, signs, p);
      addScaled(vector, gradient, i * dimension, scale);
    }
  }

  private void addScaled(float[] vector, float[] gradient, int offset, float scale) {
    for (int j = 0; j < dimension; j++) {
      gradient[offset + j] += vector[j] * signs[j] * scale;
    }
  }
}
