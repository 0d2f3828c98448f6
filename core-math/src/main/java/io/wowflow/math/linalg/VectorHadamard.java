package io.wowflow.math.linalg;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * The transform on the vector module: the first levels inside registers, by a shuffle and a
 * multiplication with signs (exact, so that one fma rounds as the addition does), the others two
 * levels per pass. Two registers at a time: on JDK 17 every shuffle is checked, and two independent
 * chains hide part of that.
 *
 * <p>One species throughout the program: once vectors of another length are loaded, HotSpot no
 * longer knows the type of an accumulator in a loop, and every product runs on boxed vectors.
 */
final class VectorHadamard implements WalshHadamard.Kernel {
  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = S.length();

  private static final VectorShuffle<Float> SWAP_1 = swap(1);
  private static final VectorShuffle<Float> SWAP_2 = swap(2);
  private static final VectorShuffle<Float> SWAP_4 = swap(4);
  private static final VectorShuffle<Float> SWAP_8 = swap(8);
  private static final float[] SIGN_1 = signs(1);
  private static final float[] SIGN_2 = signs(2);
  private static final float[] SIGN_4 = signs(4);
  private static final float[] SIGN_8 = signs(8);

  private static VectorShuffle<Float> swap(int distance) {
    return VectorShuffle.fromOp(S, lane -> (lane ^ distance) % LANES);
  }

  private static float[] signs(int distance) {
    float[] out = new float[LANES];
    for (int lane = 0; lane < LANES; lane++) {
      out[lane] = (lane & distance) == 0 ? 1f : -1f;
    }
    return out;
  }

  @Override
  public void transform(float[] data, int offset, int p, float[] signs, int signOffset) {
    inRegisters(data, offset, p, signs, signOffset);
    int distance = LANES;
    for (; 4 * distance <= p; distance *= 4) {
      twoLevels(data, offset, p, distance);
    }
    if (distance < p) {
      oneLevel(data, offset, p, distance);
    }
  }

  private static void inRegisters(float[] data, int offset, int p, float[] signs, int signOffset) {
    FloatVector sign1 = FloatVector.fromArray(S, SIGN_1, 0);
    FloatVector sign2 = FloatVector.fromArray(S, SIGN_2, 0);
    FloatVector sign4 = FloatVector.fromArray(S, SIGN_4, 0);
    FloatVector sign8 = FloatVector.fromArray(S, SIGN_8, 0);
    for (int i = 0; i < p; i += 2 * LANES) {
      int j = offset + i;
      FloatVector x = FloatVector.fromArray(S, data, j);
      FloatVector y = FloatVector.fromArray(S, data, j + LANES);
      if (signs != null) {
        x = x.mul(FloatVector.fromArray(S, signs, signOffset + i));
        y = y.mul(FloatVector.fromArray(S, signs, signOffset + i + LANES));
      }
      x = x.fma(sign1, x.rearrange(SWAP_1));
      y = y.fma(sign1, y.rearrange(SWAP_1));
      x = x.fma(sign2, x.rearrange(SWAP_2));
      y = y.fma(sign2, y.rearrange(SWAP_2));
      if (LANES > 4) {
        x = x.fma(sign4, x.rearrange(SWAP_4));
        y = y.fma(sign4, y.rearrange(SWAP_4));
      }
      if (LANES > 8) {
        x = x.fma(sign8, x.rearrange(SWAP_8));
        y = y.fma(sign8, y.rearrange(SWAP_8));
      }
      x.intoArray(data, j);
      y.intoArray(data, j + LANES);
    }
  }

  private static void twoLevels(float[] data, int offset, int p, int distance) {
    for (int start = offset; start < offset + p; start += 4 * distance) {
      for (int j = start; j < start + distance; j += LANES) {
        FloatVector x0 = FloatVector.fromArray(S, data, j);
        FloatVector x1 = FloatVector.fromArray(S, data, j + distance);
        FloatVector x2 = FloatVector.fromArray(S, data, j + 2 * distance);
        FloatVector x3 = FloatVector.fromArray(S, data, j + 3 * distance);
        FloatVector s0 = x0.add(x1);
        FloatVector s1 = x0.sub(x1);
        FloatVector s2 = x2.add(x3);
        FloatVector s3 = x2.sub(x3);
        s0.add(s2).intoArray(data, j);
        s1.add(s3).intoArray(data, j + distance);
        s0.sub(s2).intoArray(data, j + 2 * distance);
        s1.sub(s3).intoArray(data, j + 3 * distance);
      }
    }
  }

  private static void oneLevel(float[] data, int offset, int p, int distance) {
    for (int start = offset; start < offset + p; start += 2 * distance) {
      for (int j = start; j < start + distance; j += LANES) {
        FloatVector a = FloatVector.fromArray(S, data, j);
        FloatVector b = FloatVector.fromArray(S, data, j + distance);
        a.add(b).intoArray(data, j);
        a.sub(b).intoArray(data, j + distance);
      }
    }
  }
}
