package io.wowflow.math.transport;

import io.wowflow.math.array.DoubleMatrix;
import io.wowflow.math.internal.Guard;

/**
 * Eigenvalues and eigenvectors of a symmetric matrix by cyclic Jacobi rotations (Golub, Van Loan,
 * "Matrix Computations", 8.5): accurate to rounding, and short.
 */
final class SymmetricEigen {
  private static final int MOST_SWEEPS = 60;
  private static final double NEGATIVE = -1e-9;

  private final int size;
  private final double[] a;
  private final double[] vectors;

  SymmetricEigen(DoubleMatrix matrix) {
    size = matrix.rows();
    a = matrix.values().clone();
    vectors = new double[size * size];
    for (int i = 0; i < size; i++) {
      vectors[i * size + i] = 1;
    }
    double scale = squares(true);
    for (int sweep = 0; squares(false) > 1e-32 * scale; sweep++) {
      Guard.that(sweep < MOST_SWEEPS, "the eigenvalues of the matrix do not converge");
      for (int p = 0; p < size; p++) {
        for (int q = p + 1; q < size; q++) {
          rotate(p, q);
        }
      }
    }
  }

  private double squares(boolean withDiagonal) {
    double sum = 0;
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        sum += withDiagonal || i != j ? a[i * size + j] * a[i * size + j] : 0;
      }
    }
    return sum;
  }

  /** Makes entry (p, q) zero. */
  private void rotate(int p, int q) {
    double off = a[p * size + q];
    if (off == 0) {
      return;
    }
    double theta = (a[q * size + q] - a[p * size + p]) / (2 * off);
    double tangent = Math.copySign(1, theta) / (Math.abs(theta) + Math.sqrt(1 + theta * theta));
    double cosine = 1 / Math.sqrt(1 + tangent * tangent);
    double sine = tangent * cosine;
    for (int k = 0; k < size; k++) {
      turn(a, k * size + p, k * size + q, cosine, sine);
    }
    for (int k = 0; k < size; k++) {
      turn(a, p * size + k, q * size + k, cosine, sine);
      turn(vectors, k * size + p, k * size + q, cosine, sine);
    }
    a[p * size + q] = 0;
    a[q * size + p] = 0;
  }

  private static void turn(double[] of, int first, int second, double cosine, double sine) {
    double x = of[first];
    double y = of[second];
    of[first] = cosine * x - sine * y;
    of[second] = sine * x + cosine * y;
  }

  /** The eigenvalues; those that rounding made negative are 0. */
  double[] semiDefiniteValues() {
    double largest = 0;
    for (int i = 0; i < size; i++) {
      largest = Math.max(largest, Math.abs(a[i * size + i]));
    }
    double[] out = new double[size];
    for (int i = 0; i < size; i++) {
      double value = a[i * size + i];
      Guard.that(
          value >= NEGATIVE * largest,
          "the matrix is not positive semi-definite: it has the eigenvalue " + value);
      out[i] = Math.max(0, value);
    }
    return out;
  }

  /** The symmetric matrix whose square is the given one. */
  DoubleMatrix squareRoot() {
    double[] values = semiDefiniteValues();
    DoubleMatrix out = DoubleMatrix.zeros(size, size);
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        double sum = 0;
        for (int k = 0; k < size; k++) {
          sum += vectors[i * size + k] * Math.sqrt(values[k]) * vectors[j * size + k];
        }
        out.set(i, j, sum);
      }
    }
    return out;
  }
}
