package io.wowflow.math.linalg;

import static org.assertj.core.api.Assertions.assertThat;

import io.wowflow.math.Needs;
import io.wowflow.math.array.View;
import io.wowflow.math.internal.VectorModule;
import io.wowflow.math.random.CounterRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Vector and plain implementations give the same bits, on awkward sizes. */
class KernelsAgreeTest {

  @BeforeEach
  void needsTheVectorModule() {
    Needs.that(VectorModule.isPresent(), "this JVM runs without jdk.incubator.vector");
  }

  @ParameterizedTest
  @CsvSource({
    "1,1,1",
    "3,5,7",
    "17,33,4",
    "2,513,129",
    "65,1,257",
    "5,1025,3",
    "4,32,128",
    "9,64,300",
    "12,31,32",
    "7,96,33",
    "6,32,192",
    "10,256,20",
    "127,289,193",
    "133,513,400"
  })
  void products(int m, int n, int k) {
    float[] a = values(m * k, 1);
    float[] b = values(k * n, 2);
    float[] plain = values(m * n, 3);
    float[] vector = plain.clone();
    new PlainProduct().addProduct(View.of(a, m, k), View.of(b, k, n), View.of(plain, m, n));
    vectorProduct().addProduct(View.of(a, m, k), View.of(b, k, n), View.of(vector, m, n));
    assertThat(bits(vector)).containsExactly(bits(plain));

    float[] transposed = values(k * m, 4);
    View at = View.of(transposed, k, m).transposed();
    new PlainProduct().addProduct(at, View.of(b, k, n), View.of(plain, m, n));
    vectorProduct().addProduct(at, View.of(b, k, n), View.of(vector, m, n));
    assertThat(bits(vector)).containsExactly(bits(plain));
  }

  private static MatrixProduct.Kernel vectorProduct() {
    return VectorModule.instance(
        MatrixProduct.Kernel.class, "io.wowflow.math.linalg.VectorProduct");
  }

  @ParameterizedTest
  @ValueSource(ints = {64, 128, 256, 512, 1024, 4096})
  void transforms(int p) {
    WalshHadamard.Kernel kernel =
        VectorModule.instance(WalshHadamard.Kernel.class, "io.wowflow.math.linalg.VectorHadamard");
    float[] signs = new float[p];
    CounterRandom random = CounterRandom.at(1, 1, p);
    for (int i = 0; i < p; i++) {
      signs[i] = random.nextInt(2) * 2 - 1;
    }
    float[] plain = values(p, 5);
    plain[3] = 0f;
    plain[7] = -0f;
    float[] vector = plain.clone();
    for (float[] with : new float[][] {signs, null}) {
      new WalshHadamard.Plain().transform(plain, 0, p, with, 0);
      kernel.transform(vector, 0, p, with, 0);
      assertThat(bits(vector)).containsExactly(bits(plain));
    }
  }

  private static float[] values(int length, int index) {
    CounterRandom random = CounterRandom.at(12, 1, index);
    float[] out = new float[length];
    for (int i = 0; i < length; i++) {
      out[i] = (float) random.nextGaussian();
    }
    return out;
  }

  private static int[] bits(float[] values) {
    int[] out = new int[values.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = Float.floatToRawIntBits(values[i]);
    }
    return out;
  }
}
