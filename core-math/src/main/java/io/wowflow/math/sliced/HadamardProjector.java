package io.wowflow.math.sliced;

import io.wowflow.math.linalg.WalshHadamard;
import java.util.Arrays;

/**
 * One block of Hadamard slices: three rounds of sign flips and transforms, over lanes of points.
 */
final class HadamardProjector implements Projector {
  /**
   * Points that are transformed side by side: two p x LANES arrays stay in the second-level cache.
   */
  private static final int LANES = 64;

  private final int first;
  private final int count;
  private final int dimension;
  private final int p;
  private final float[] signs;

  /** Takes over {@code signs}, 3 x p. */
  HadamardProjector(int first, int count, int dimension, float[] signs) {
    this.first = first;
    this.count = count;
    this.dimension = dimension;
    this.signs = signs;
    this.p = signs.length / 3;
  }

  @Override
  public int first() {
    return first;
  }

  @Override
  public int count() {
    return count;
  }

  /** 1 / p^(3/2), which makes the three transforms orthonormal. */
  private float scale() {
    return (float) (1 / (p * Math.sqrt(p)));
  }

  @Override
  public void project(float[] x, int n, float[] out, Workspace work) {
    float[] data = work.floats(Workspace.Use.TRANSFORM, p * LANES);
    float[] other = work.floats(Workspace.Use.TRANSFORM_WORK, p * LANES);
    for (int start = 0; start < n; start += LANES) {
      int lanes = Math.min(LANES, n - start);
      for (int j = 0; j < dimension; j++) {
        System.arraycopy(x, j * n + start, data, j * lanes, lanes);
      }
      Arrays.fill(data, dimension * lanes, p * lanes, 0f);
      for (int round = 0; round < 3; round++) {
        flip(data, round, lanes);
        WalshHadamard.transform(data, other, p, lanes);
      }
      scale(data, count * lanes);
      for (int l = 0; l < count; l++) {
        System.arraycopy(data, l * lanes, out, l * n + start, lanes);
      }
    }
  }

  @Override
  public void addBackProjection(float[] values, int n, float[] gradient, Workspace work) {
    float[] data = work.floats(Workspace.Use.TRANSFORM, p * LANES);
    float[] other = work.floats(Workspace.Use.TRANSFORM_WORK, p * LANES);
    for (int start = 0; start < n; start += LANES) {
      int lanes = Math.min(LANES, n - start);
      for (int l = 0; l < count; l++) {
        System.arraycopy(values, l * n + start, data, l * lanes, lanes);
      }
      Arrays.fill(data, count * lanes, p * lanes, 0f);
      for (int round = 2; round >= 0; round--) {
        WalshHadamard.transform(data, other, p, lanes);
        flip(data, round, lanes);
      }
      scale(data, dimension * lanes);
      for (int j = 0; j < dimension; j++) {
        add(data, j * lanes, gradient, j * n + start, lanes);
      }
    }
  }

  private void flip(float[] data, int round, int lanes) {
    for (int j = 0; j < p; j++) {
      if (signs[round * p + j] < 0) {
        negate(data, j * lanes, (j + 1) * lanes);
      }
    }
  }

  private static void negate(float[] data, int from, int to) {
    for (int i = from; i < to; i++) {
      data[i] = -data[i];
    }
  }

  private void scale(float[] data, int length) {
    float factor = scale();
    for (int i = 0; i < length; i++) {
      data[i] *= factor;
    }
  }

  private static void add(float[] from, int fromOffset, float[] to, int toOffset, int length) {
    for (int i = 0; i < length; i++) {
      to[toOffset + i] += from[fromOffset + i];
    }
  }
}
