package io.wowflow.math.bench;

import io.wowflow.math.array.View;
import io.wowflow.math.linalg.MatrixProduct;
import java.util.Locale;
import java.util.function.IntConsumer;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.bytedeco.openblas.global.openblas;

/**
 * The limits of the machine at the time of a measurement, on one thread and on two: fused multiply-adds in registers, a
 * triad over arrays far beyond the caches, and one product by OpenBLAS and by ours. Best of several turns.
 */
public final class MachineLimits {
  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int TURNS = 12;
  private static final int SIZE = 1000;
  private static final int LENGTH = 1 << 23;

  private MachineLimits() {}

  /**
   * Entry point.
   *
   * @param args none
   */
  public static void main(String[] args) throws InterruptedException {
    System.out.println("| threads | fma, GFLOP/s | OpenBLAS | ours | triad, GB/s |");
    System.out.println("| --- | --- | --- | --- | --- |");
    for (int threads = 1; threads <= 2; threads++) {
      print(threads);
    }
  }

  private static void print(int threads) throws InterruptedException {
    float[][] a = arrays(threads, SIZE * SIZE);
    float[][] b = arrays(threads, SIZE * SIZE);
    float[][] c = arrays(threads, SIZE * SIZE);
    float[][] x = arrays(threads, LENGTH);
    float[][] y = arrays(threads, LENGTH);
    float[][] z = arrays(threads, LENGTH);
    double flops = 2.0 * SIZE * SIZE * SIZE;
    int rounds = 4_000_000;
    openblas.blas_set_num_threads(1);
    double fma = best(threads, t -> a[t][0] = registers(a[t], rounds));
    double theirs = best(threads, t -> openBlas(a[t], b[t], c[t]));
    double ours = best(threads, t -> MatrixProduct.addProduct(square(a[t]), square(b[t]), square(c[t])));
    double triad = best(threads, t -> triad(x[t], y[t], z[t]));
    System.out.printf(
        Locale.ROOT,
        "| %d | %.0f | %.0f | %.0f | %.1f |%n",
        threads,
        threads * 20.0 * S.length() * rounds / fma / 1e9,
        threads * flops / theirs / 1e9,
        threads * flops / ours / 1e9,
        threads * 12.0 * LENGTH / triad / 1e9);
  }

  private static float[][] arrays(int count, int length) {
    float[][] out = new float[count][length];
    for (float[] array : out) {
      java.util.Arrays.fill(array, 1e-3f);
    }
    return out;
  }

  private static View square(float[] values) {
    return View.of(values, SIZE, SIZE);
  }

  private static void openBlas(float[] a, float[] b, float[] c) {
    int order = openblas.CblasRowMajor;
    int plain = openblas.CblasNoTrans;
    openblas.cblas_sgemm(
        order, plain, plain, SIZE, SIZE, SIZE, 1f, a, SIZE, b, SIZE, 1f, c, SIZE);
  }

  private static void triad(float[] x, float[] y, float[] z) {
    for (int i = 0; i < x.length; i++) {
      x[i] = Math.fma(0.5f, y[i], z[i]);
    }
  }

  /** Ten chains of multiply-adds, more than latency times throughput of any core. */
  private static float registers(float[] values, int rounds) {
    FloatVector a = FloatVector.fromArray(S, values, 0);
    FloatVector s0 = a;
    FloatVector s1 = a;
    FloatVector s2 = a;
    FloatVector s3 = a;
    FloatVector s4 = a;
    FloatVector s5 = a;
    FloatVector s6 = a;
    FloatVector s7 = a;
    FloatVector s8 = a;
    FloatVector s9 = a;
    for (int i = 0; i < rounds; i++) {
      s0 = a.fma(a, s0);
      s1 = a.fma(a, s1);
      s2 = a.fma(a, s2);
      s3 = a.fma(a, s3);
      s4 = a.fma(a, s4);
      s5 = a.fma(a, s5);
      s6 = a.fma(a, s6);
      s7 = a.fma(a, s7);
      s8 = a.fma(a, s8);
      s9 = a.fma(a, s9);
    }
    FloatVector low = s0.add(s1).add(s2).add(s3).add(s4);
    FloatVector high = s5.add(s6).add(s7).add(s8).add(s9);
    return low.add(high).reduceLanes(VectorOperators.ADD) * 1e-9f;
  }

  /** The shortest time in which all threads did the work side by side, seconds. */
  private static double best(int threads, IntConsumer work) throws InterruptedException {
    double best = Double.POSITIVE_INFINITY;
    for (int turn = 0; turn < TURNS; turn++) {
      Thread[] started = new Thread[threads];
      long began = System.nanoTime();
      for (int t = 0; t < threads; t++) {
        int which = t;
        started[t] = new Thread(() -> work.accept(which));
        started[t].start();
      }
      for (Thread thread : started) {
        thread.join();
      }
      best = Math.min(best, (System.nanoTime() - began) / 1e9);
    }
    return best;
  }
}
