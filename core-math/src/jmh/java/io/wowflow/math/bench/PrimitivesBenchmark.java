package io.wowflow.math.bench;

import io.wowflow.math.array.View;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.linalg.MatrixProduct;
import io.wowflow.math.linalg.WalshHadamard;
import io.wowflow.math.random.CounterRandom;
import io.wowflow.math.sliced.ClassKernel;
import io.wowflow.math.sliced.GaussianDirections;
import io.wowflow.math.sliced.PanelRow;
import io.wowflow.math.sliced.Panels;
import io.wowflow.math.sliced.Projector;
import io.wowflow.math.internal.Workspace;
import java.util.concurrent.TimeUnit;
import org.bytedeco.openblas.global.openblas;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The primitives of a step on one thread, next to the limits of the machine. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
    value = 1,
    jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "-Xmx4g"})
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class PrimitivesBenchmark {
  /** m x n x k: projection, back-projection, mixing, Gram chunk. */
  @State(Scope.Thread)
  public static class Product {
    @Param({"500x512x784", "500x784x512", "1000x256x2000", "64x2000x256", "10x256x20"})
    public String shape;

    int m;
    int n;
    int k;
    float[] a;
    float[] b;
    float[] c;

    @Setup(Level.Trial)
    public void fill() {
      String[] sizes = shape.split("x");
      m = Integer.parseInt(sizes[0]);
      n = Integer.parseInt(sizes[1]);
      k = Integer.parseInt(sizes[2]);
      a = normal(m * k);
      b = normal(k * n);
      c = new float[m * n];
      openblas.blas_set_num_threads(1);
    }
  }

  @Benchmark
  public float[] productOurs(Product p) {
    MatrixProduct.addProduct(View.of(p.a, p.m, p.k), View.of(p.b, p.k, p.n), View.of(p.c, p.m, p.n));
    return p.c;
  }

  @Benchmark
  public float[] productOpenBlas(Product p) {
    openblas.cblas_sgemm(
        openblas.CblasRowMajor,
        openblas.CblasNoTrans,
        openblas.CblasNoTrans,
        p.m,
        p.n,
        p.k,
        1f,
        p.a,
        p.k,
        p.b,
        p.n,
        1f,
        p.c,
        p.n);
    return p.c;
  }

  /** p slices of one point. */
  @State(Scope.Thread)
  public static class Transform {
    @Param({"64", "1024"})
    public int p;

    float[] vector;
    float[] signs;

    @Setup(Level.Iteration)
    public void fill() {
      vector = normal(p);
      signs = new float[p];
      java.util.Arrays.fill(signs, 1f);
    }
  }

  @Benchmark
  public float[] transform(Transform t) {
    WalshHadamard.transform(t.vector, 0, t.p, t.signs, 0);
    float scale = (float) (1 / Math.sqrt(t.p));
    for (int j = 0; j < t.p; j++) {
      t.vector[j] *= scale;
    }
    return t.vector;
  }

  /** The class side of one leaf: projection in one dimension, sort, embedding. */
  @State(Scope.Thread)
  public static class Slices {
    @Param({"50", "100", "500", "2000"})
    public int n;

    float[] x;
    ClassKernel slices;
    Projector projector;
    PanelRow row;
    int[][] order;
    final Workspace work = new Workspace();

    @Setup(Level.Trial)
    public void fill() {
      x = normal(n);
      LabelledClass c =
          LabelledClass.of("c", new io.wowflow.math.array.FloatMatrix(n, 1, x));
      slices = ClassKernel.of(c, n);
      projector = new GaussianDirections(0, 1, 32).block(0, 0);
      row = new PanelRow(new Panels(1, 32, n), 0);
      order = new int[1][n * 32];
    }
  }

  @Benchmark
  public PanelRow argsort(Slices s) {
    s.slices.embed(s.x, s.projector, s.row, s.order, s.work);
    return s.row;
  }

  @Benchmark
  public PanelRow values(Slices s) {
    s.slices.embed(s.x, s.projector, s.row, null, s.work);
    return s.row;
  }

  /** Three arrays of 64 MB: what memory gives. */
  @State(Scope.Thread)
  public static class Triad {
    static final int LENGTH = 1 << 24;
    float[] a;
    float[] b;
    float[] c;

    @Setup(Level.Trial)
    public void fill() {
      a = new float[LENGTH];
      b = new float[LENGTH];
      c = new float[LENGTH];
    }
  }

  @Benchmark
  public float[] triad(Triad t) {
    for (int i = 0; i < Triad.LENGTH; i++) {
      t.a[i] = Math.fma(0.5f, t.b[i], t.c[i]);
    }
    return t.a;
  }

  static float[] normal(int length) {
    CounterRandom random = CounterRandom.at(1, 1, length);
    float[] out = new float[length];
    for (int i = 0; i < length; i++) {
      out[i] = (float) random.nextGaussian();
    }
    return out;
  }
}
