package io.wowflow.math.linalg;

import io.wowflow.math.array.DoubleMatrix;
import io.wowflow.math.internal.Guard;

/**
 * Eigenvalues and orthonormal eigenvectors of a symmetric matrix, {@code A = sum_k l_k v_k v_k^T}:
 * Householder reduction to a tridiagonal matrix, then the implicit QL method (the procedures tred2
 * and tql2 of EISPACK, as in JAMA; Wilkinson, Reinsch, "Handbook for automatic computation II:
 * Linear algebra", 1971), in O(n^3) time: about a second for n = 784. Errors are a few roundings of
 * the largest eigenvalue.
 *
 * <p>The bits depend only on the matrix.
 */
public final class SymmetricSpectrum {
  private static final int MOST_ITERATIONS = 200;
  private static final double EPSILON = 0x1.0p-52;

  private final int n;

  /** Row j is column j of the matrix on the way, and eigenvector j at the end. */
  private final double[] v;

  private final double[] diagonal;
  private final double[] off;

  /**
   * Decomposes a matrix.
   *
   * @param matrix n x n, finite; its lower triangle is read, not modified
   * @throws IllegalArgumentException if the matrix is not square or has no rows, or a value is not
   *     finite
   */
  public SymmetricSpectrum(DoubleMatrix matrix) {
    n = matrix.rows();
    Guard.positive("rows of a symmetric matrix", n);
    Guard.size("columns of a symmetric matrix", n, matrix.columns());
    v = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double value = matrix.get(i, j);
        Guard.that(Double.isFinite(value), "entry (" + i + ", " + j + ") is not finite: " + value);
        v[i * n + j] = value;
        v[j * n + i] = value;
      }
    }
    diagonal = new double[n];
    off = new double[n];
    reduce();
    accumulate();
    iterate();
  }

  /**
   * An eigenvalue.
   *
   * @param k from 0 to n - 1, in no particular order
   * @return {@code l_k}
   */
  public double value(int k) {
    return diagonal[k];
  }

  /**
   * The eigenvectors.
   *
   * @return n x n, row k the eigenvector of {@link #value value(k)}; a new array
   */
  public DoubleMatrix vectors() {
    return new DoubleMatrix(n, n, v.clone());
  }

  /**
   * The last rows first: a reflection makes all of row i zero but its neighbour of the diagonal.
   */
  private void reduce() {
    for (int j = 0; j < n; j++) {
      diagonal[j] = v[j * n + n - 1];
    }
    for (int i = n - 1; i > 0; i--) {
      double scale = 0;
      for (int k = 0; k < i; k++) {
        scale += Math.abs(diagonal[k]);
      }
      double h = 0;
      if (scale == 0) {
        off[i] = diagonal[i - 1];
        for (int j = 0; j < i; j++) {
          diagonal[j] = v[j * n + i - 1];
          v[j * n + i] = 0;
          v[i * n + j] = 0;
        }
      } else {
        h = reflect(i, scale);
      }
      diagonal[i] = h;
    }
  }

  private double reflect(int i, double scale) {
    double h = 0;
    for (int k = 0; k < i; k++) {
      diagonal[k] /= scale;
      h += diagonal[k] * diagonal[k];
    }
    double last = diagonal[i - 1];
    double g = last > 0 ? -Math.sqrt(h) : Math.sqrt(h);
    off[i] = scale * g;
    h -= last * g;
    diagonal[i - 1] = last - g;
    for (int j = 0; j < i; j++) {
      off[j] = 0;
    }
    for (int j = 0; j < i; j++) {
      double f = diagonal[j];
      int column = j * n;
      v[i * n + j] = f;
      double sum = off[j] + v[column + j] * f;
      for (int k = j + 1; k < i; k++) {
        sum += v[column + k] * diagonal[k];
        off[k] += v[column + k] * f;
      }
      off[j] = sum;
    }
    double inner = 0;
    for (int j = 0; j < i; j++) {
      off[j] /= h;
      inner += off[j] * diagonal[j];
    }
    double half = inner / (h + h);
    for (int j = 0; j < i; j++) {
      off[j] -= half * diagonal[j];
    }
    for (int j = 0; j < i; j++) {
      double f = diagonal[j];
      double e = off[j];
      int column = j * n;
      for (int k = j; k < i; k++) {
        v[column + k] -= f * off[k] + e * diagonal[k];
      }
      diagonal[j] = v[column + i - 1];
      v[column + i] = 0;
    }
    return h;
  }

  /** The product of the reflections. */
  private void accumulate() {
    for (int i = 0; i < n - 1; i++) {
      v[i * n + n - 1] = v[i * n + i];
      v[i * n + i] = 1;
      double h = diagonal[i + 1];
      int next = (i + 1) * n;
      if (h != 0) {
        for (int k = 0; k <= i; k++) {
          diagonal[k] = v[next + k] / h;
        }
        for (int j = 0; j <= i; j++) {
          int column = j * n;
          double g = 0;
          for (int k = 0; k <= i; k++) {
            g += v[next + k] * v[column + k];
          }
          for (int k = 0; k <= i; k++) {
            v[column + k] -= g * diagonal[k];
          }
        }
      }
      for (int k = 0; k <= i; k++) {
        v[next + k] = 0;
      }
    }
    for (int j = 0; j < n; j++) {
      diagonal[j] = v[j * n + n - 1];
      v[j * n + n - 1] = 0;
    }
    v[n * n - 1] = 1;
    System.arraycopy(off, 1, off, 0, n - 1);
    off[n - 1] = 0;
  }

  private void iterate() {
    double shift = 0;
    double largest = 0;
    for (int l = 0; l < n; l++) {
      largest = Math.max(largest, Math.abs(diagonal[l]) + Math.abs(off[l]));
      int m = l;
      while (m < n - 1 && Math.abs(off[m]) > EPSILON * largest) {
        m++;
      }
      for (int iteration = 0; m > l && Math.abs(off[l]) > EPSILON * largest; iteration++) {
        Guard.that(iteration < MOST_ITERATIONS, "the eigenvalues do not converge");
        shift += shifted(l);
        sweep(l, m);
      }
      diagonal[l] += shift;
      off[l] = 0;
    }
  }

  /** Subtracts an estimate of eigenvalue l from the diagonal from l on. */
  private double shifted(int l) {
    double g = diagonal[l];
    double p = (diagonal[l + 1] - g) / (2 * off[l]);
    double r = Math.copySign(StrictMath.hypot(p, 1), p);
    diagonal[l] = off[l] / (p + r);
    diagonal[l + 1] = off[l] * (p + r);
    double h = g - diagonal[l];
    for (int i = l + 2; i < n; i++) {
      diagonal[i] -= h;
    }
    return h;
  }

  /** One QL transformation of rows l to m. */
  private void sweep(int l, int m) {
    double p = diagonal[m];
    double cosine = 1;
    double before = 1;
    double second = 1;
    double next = off[l + 1];
    double nextDiagonal = diagonal[l + 1];
    double sine = 0;
    double sineBefore = 0;
    for (int i = m - 1; i >= l; i--) {
      second = before;
      before = cosine;
      sineBefore = sine;
      double g = cosine * off[i];
      double h = cosine * p;
      double r = StrictMath.hypot(p, off[i]);
      off[i + 1] = sine * r;
      sine = off[i] / r;
      cosine = p / r;
      p = cosine * diagonal[i] - sine * g;
      diagonal[i + 1] = h + sine * (cosine * g + sine * diagonal[i]);
      rotate(i, cosine, sine);
    }
    p = -sine * sineBefore * second * next * off[l] / nextDiagonal;
    off[l] = sine * p;
    diagonal[l] = cosine * p;
  }

  private void rotate(int i, double cosine, double sine) {
    int first = i * n;
    int second = first + n;
    for (int k = 0; k < n; k++) {
      double h = v[second + k];
      v[second + k] = sine * v[first + k] + cosine * h;
      v[first + k] = cosine * v[first + k] - sine * h;
    }
  }
}
