package io.wowflow.math.sliced;

import io.wowflow.math.array.View;
import io.wowflow.math.linalg.MatrixProduct;
import java.util.Arrays;

/** A block of directions held as rows of a matrix; projections are matrix products. */
final class MatrixProjector implements Projector {
  private final int first;
  private final int count;
  private final int dimension;
  private final float[] directions;

  /** Takes over {@code directions}, count x dimension, row-major. */
  MatrixProjector(int first, int count, int dimension, float[] directions) {
    this.first = first;
    this.count = count;
    this.dimension = dimension;
    this.directions = directions;
  }

  @Override
  public int first() {
    return first;
  }

  @Override
  public int count() {
    return count;
  }

  @Override
  public void project(float[] x, int n, float[] out, Workspace work) {
    Arrays.fill(out, 0, count * n, 0f);
    MatrixProduct.addProduct(
        View.of(directions, count, dimension), View.of(x, dimension, n), View.of(out, count, n));
  }

  @Override
  public void addBackProjection(float[] values, int n, float[] gradient, Workspace work) {
    MatrixProduct.addProduct(
        View.of(directions, count, dimension).transposed(),
        View.of(values, count, n),
        View.of(gradient, dimension, n));
  }
}
