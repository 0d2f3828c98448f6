package io.wowflow.math.linalg;

/** An implementation of the transform; all give the same bits. */
interface HadamardKernel {
  /** As {@link WalshHadamard#transform}, arguments checked. */
  void transform(float[] data, int offset, int p, float[] signs, int signOffset);
}
