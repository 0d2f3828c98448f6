package io.wowflow.math.linalg;

/** The transform where the JVM has no vector module. */
final class PlainHadamard implements HadamardKernel {

  @Override
  public void transform(float[] data, int offset, int p, float[] signs, int signOffset) {
    if (signs != null) {
      for (int j = 0; j < p; j++) {
        data[offset + j] *= signs[signOffset + j];
      }
    }
    for (int distance = 1; distance < p; distance *= 2) {
      for (int start = offset; start < offset + p; start += 2 * distance) {
        for (int j = start; j < start + distance; j++) {
          float a = data[j];
          float b = data[j + distance];
          data[j] = a + b;
          data[j + distance] = a - b;
        }
      }
    }
  }
}
