package io.wowflow.jobs.convert;

import io.wowflow.jobs.conf.ConvertConf.Align;
import io.wowflow.math.array.DoubleMatrix;
import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.linalg.SymmetricSpectrum;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/**
 * The affine map {@code x -> m_t + (x - m_s) A} (x a row) that gives samples with the mean {@code
 * m_s} and the covariance {@code C_s} the mean {@code m_t} and, except for {@code MEAN}, the
 * covariance {@code C_t}, where both covariances are those of the samples plus {@code r I}:
 *
 * <ul>
 *   <li>{@code MEAN}: {@code A = I};
 *   <li>{@code CORAL}: {@code A = C_s^(-1/2) C_t^(1/2)} (Sun, Feng, Saenko, "Return of
 *       frustratingly easy domain adaptation", AAAI 2016, algorithm 1, with the means; there r =
 *       1);
 *   <li>{@code LINEAR}: {@code A = C_s^(-1/2) (C_s^(1/2) C_t C_s^(1/2))^(1/2) C_s^(-1/2)}, the
 *       optimal map between Gaussians (Peyré, Cuturi, "Computational optimal transport", 2019,
 *       remark 2.31), as {@code ot.gaussian.empirical_bures_wasserstein_mapping} of POT computes
 *       it.
 * </ul>
 *
 * <p>Computed in 64 bits. The bits do not depend on the number of threads.
 */
final class GaussianMap {
  private static final int CHUNK = 256;
  private static final int BLOCK = 16;

  private final double[] from;
  private final double[] to;
  private final DoubleMatrix linear;

  /** A map; {@code linear} is null for the identity. */
  private GaussianMap(double[] from, double[] to, DoubleMatrix linear) {
    this.from = from;
    this.to = to;
    this.linear = linear;
  }

  /**
   * The map between two sets of samples.
   *
   * @param map which one
   * @param source classes of d features, every sample of a uniform class with the same mass
   * @param target likewise
   * @param regularisation r, above 0: with fewer samples than features the covariances are singular
   * @return the map
   */
  static GaussianMap between(
      Align.Map map,
      List<LabelledClass> source,
      List<LabelledClass> target,
      double regularisation) {
    double[] from = mean(source);
    double[] to = mean(target);
    if (map == Align.Map.MEAN) {
      return new GaussianMap(from, to, null);
    }
    DoubleMatrix ofTarget = covariance(target, to, regularisation);
    SymmetricSpectrum ofSource = new SymmetricSpectrum(covariance(source, from, regularisation));
    DoubleMatrix whitening = with(ofSource, l -> 1 / Math.sqrt(Math.max(l, regularisation)));
    if (map == Align.Map.CORAL) {
      DoubleMatrix colouring =
          with(new SymmetricSpectrum(ofTarget), l -> Math.sqrt(Math.max(l, regularisation)));
      return new GaussianMap(from, to, product(whitening, colouring));
    }
    DoubleMatrix root = with(ofSource, l -> Math.sqrt(Math.max(l, regularisation)));
    DoubleMatrix inner = symmetrised(product(product(root, ofTarget), root));
    DoubleMatrix middle = with(new SymmetricSpectrum(inner), l -> Math.sqrt(Math.max(l, 0)));
    return new GaussianMap(from, to, product(product(whitening, middle), whitening));
  }

  /** {@code sum_k f(l_k) v_k v_k^T}; f is what keeps rounding from undercutting the least l_k. */
  private static DoubleMatrix with(SymmetricSpectrum spectrum, DoubleUnaryOperator f) {
    DoubleMatrix vectors = spectrum.vectors();
    int d = vectors.rows();
    DoubleMatrix scaled = DoubleMatrix.zeros(d, d);
    for (int k = 0; k < d; k++) {
      double factor = f.applyAsDouble(spectrum.value(k));
      for (int i = 0; i < d; i++) {
        scaled.set(i, k, factor * vectors.get(k, i));
      }
    }
    return product(scaled, vectors);
  }

  /** Row after row as {@code row += a_ik b_k}, which a JVM turns into vector code. */
  private static DoubleMatrix product(DoubleMatrix a, DoubleMatrix b) {
    int d = a.rows();
    DoubleMatrix out = DoubleMatrix.zeros(d, d);
    IntStream.range(0, (d + BLOCK - 1) / BLOCK)
        .parallel()
        .forEach(
            block -> {
              int end = Math.min(d, (block + 1) * BLOCK);
              for (int k = 0; k < d; k++) {
                for (int i = block * BLOCK; i < end; i++) {
                  addScaled(a.get(i, k), b.values(), k * d, out.values(), i * d, d);
                }
              }
            });
    return out;
  }

  private static void addScaled(
      double factor, double[] row, int begin, double[] sum, int sumBegin, int length) {
    if (factor != 0) {
      for (int j = 0; j < length; j++) {
        sum[sumBegin + j] += factor * row[begin + j];
      }
    }
  }

  private static DoubleMatrix symmetrised(DoubleMatrix a) {
    DoubleMatrix out = DoubleMatrix.zeros(a.rows(), a.rows());
    for (int i = 0; i < a.rows(); i++) {
      for (int j = 0; j < a.rows(); j++) {
        out.set(i, j, 0.5 * (a.get(i, j) + a.get(j, i)));
      }
    }
    return out;
  }

  /** The mass of a sample: 1 in a uniform class, else in proportion to its weight. */
  private static double mass(LabelledClass of, int i) {
    return of.isUniform() ? 1 : of.size() * of.weight(i);
  }

  private static double[] mean(List<LabelledClass> classes) {
    double[] sum = new double[classes.get(0).dimension()];
    double mass = 0;
    for (LabelledClass each : classes) {
      float[] values = each.samples().values();
      for (int i = 0; i < each.size(); i++) {
        mass += mass(each, i);
        for (int j = 0; j < sum.length; j++) {
          sum[j] += mass(each, i) * values[i * sum.length + j];
        }
      }
    }
    for (int j = 0; j < sum.length; j++) {
      sum[j] /= mass;
    }
    return sum;
  }

  /** {@code sum_i w_i (x_i - m)(x_i - m)^T / sum_i w_i + r I}. */
  private static DoubleMatrix covariance(
      List<LabelledClass> classes, double[] mean, double regularisation) {
    int d = mean.length;
    DoubleMatrix sum = DoubleMatrix.zeros(d, d);
    double mass = 0;
    for (LabelledClass each : classes) {
      float[] values = each.samples().values();
      for (int begin = 0; begin < each.size(); begin += CHUNK) {
        int count = Math.min(CHUNK, each.size() - begin);
        double[] rows = new double[count * d];
        double[] masses = new double[count];
        for (int r = 0; r < count; r++) {
          masses[r] = mass(each, begin + r);
          mass += masses[r];
          for (int j = 0; j < d; j++) {
            rows[r * d + j] = values[(begin + r) * d + j] - mean[j];
          }
        }
        IntStream.range(0, d)
            .parallel()
            .forEach(
                i -> {
                  for (int r = 0; r < count; r++) {
                    int at = r * d + i;
                    addScaled(masses[r] * rows[at], rows, at, sum.values(), i * d + i, d - i);
                  }
                });
      }
    }
    for (int i = 0; i < d; i++) {
      for (int j = i; j < d; j++) {
        double value = sum.get(i, j) / mass;
        sum.set(i, j, value);
        sum.set(j, i, value);
      }
      sum.set(i, i, sum.get(i, i) + regularisation);
    }
    return sum;
  }

  /**
   * Maps samples.
   *
   * @param samples n x d, not modified
   * @return n x d; infinite where 32-bit floats cannot hold a value
   */
  FloatMatrix apply(FloatMatrix samples) {
    int d = from.length;
    float[] values = samples.values();
    float[] out = new float[values.length];
    IntStream.range(0, (samples.rows() + BLOCK - 1) / BLOCK)
        .parallel()
        .forEach(
            block -> {
              int begin = block * BLOCK;
              int rows = Math.min(BLOCK, samples.rows() - begin);
              double[] moved = new double[rows * d];
              for (int r = 0; r < rows; r++) {
                System.arraycopy(to, 0, moved, r * d, d);
              }
              for (int i = 0; i < d; i++) {
                for (int r = 0; r < rows; r++) {
                  double difference = values[(begin + r) * d + i] - from[i];
                  if (linear == null) {
                    moved[r * d + i] += difference;
                  } else {
                    addScaled(difference, linear.values(), i * d, moved, r * d, d);
                  }
                }
              }
              for (int at = 0; at < moved.length; at++) {
                out[begin * d + at] = (float) moved[at];
              }
            });
    return new FloatMatrix(samples.rows(), d, out);
  }
}
