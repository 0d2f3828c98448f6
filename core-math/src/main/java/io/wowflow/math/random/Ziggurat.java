package io.wowflow.math.random;

/**
 * Standard normal numbers by the ziggurat method (Marsaglia and Tsang, J. Stat. Software 5(8),
 * 2000), 256 layers, whose 53-bit abscissae use other bits of the draw than the layer (Doornik
 * 2005).
 *
 * <p>Tables and tail use {@link StrictMath}, so the numbers are the same bits on every platform.
 */
final class Ziggurat {
  private static final int LAYERS = 256;

  /** Abscissa at which the tail begins, for 256 layers. */
  private static final double TAIL = 3.654152885361009;

  /** Area of each layer, for 256 layers. */
  private static final double AREA = 0.00492867323399;

  private static final double[] EDGE = new double[LAYERS + 1];
  private static final double[] DENSITY = new double[LAYERS + 1];

  static {
    EDGE[0] = AREA / StrictMath.exp(-0.5 * TAIL * TAIL);
    EDGE[1] = TAIL;
    for (int i = 2; i < LAYERS; i++) {
      double previous = EDGE[i - 1];
      EDGE[i] =
          StrictMath.sqrt(
              -2 * StrictMath.log(AREA / previous + StrictMath.exp(-0.5 * previous * previous)));
    }
    EDGE[LAYERS] = 0;
    for (int i = 0; i <= LAYERS; i++) {
      DENSITY[i] = StrictMath.exp(-0.5 * EDGE[i] * EDGE[i]);
    }
  }

  private Ziggurat() {}

  static double gaussian(CounterRandom random) {
    while (true) {
      long bits = random.nextLong();
      int layer = (int) (bits & (LAYERS - 1));
      // 55 upper bits, signed: uniform in [-1, 1).
      double x = (bits >> 9) * 0x1.0p-54 * EDGE[layer];
      if (Math.abs(x) < EDGE[layer + 1]) {
        return x;
      }
      if (layer == 0) {
        return tail(random, x < 0);
      }
      double height = DENSITY[layer] + random.nextDouble() * (DENSITY[layer + 1] - DENSITY[layer]);
      if (height < StrictMath.exp(-0.5 * x * x)) {
        return x;
      }
    }
  }

  private static double tail(CounterRandom random, boolean negative) {
    while (true) {
      double x = -StrictMath.log(1 - random.nextDouble()) / TAIL;
      double y = -StrictMath.log(1 - random.nextDouble());
      if (y + y >= x * x) {
        return negative ? -(TAIL + x) : TAIL + x;
      }
    }
  }
}
