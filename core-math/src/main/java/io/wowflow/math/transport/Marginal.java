package io.wowflow.math.transport;

import io.wowflow.math.internal.Guard;
import java.util.Arrays;

/**
 * One side of a transport problem: its masses, and the same masses as whole numbers of units on a
 * grid that both sides share. On the grid both sides have exactly the same total, and sums and
 * differences of masses are exact.
 */
final class Marginal {
  private static final long LARGEST_GRID = 1L << 61;

  private final double[] masses;
  private final long[] units;

  private Marginal(double[] masses, long[] units) {
    this.masses = masses;
    this.units = units;
  }

  /**
   * The number of units that the total mass is divided into: the least common multiple of both
   * sizes times a power of two, so that uniform masses and binary fractions are whole.
   */
  static long grid(int rows, int columns) {
    long divisor = rows;
    for (long rest = columns; rest != 0; ) {
      long next = divisor % rest;
      divisor = rest;
      rest = next;
    }
    long multiple = rows / divisor * columns;
    return multiple * Long.highestOneBit(LARGEST_GRID / multiple);
  }

  /**
   * Rounds masses to the grid. Every mass keeps at least one unit; the largest gets the rest that
   * the rounding of the others leaves.
   *
   * @param masses positive, not modified
   * @param total the sum that the masses are scaled to
   * @param grid number of units of the total
   */
  static Marginal of(double[] masses, double total, long grid) {
    double sum = sum(masses);
    double[] scaled = new double[masses.length];
    long[] units = new long[masses.length];
    if (isUniform(masses)) {
      Arrays.fill(scaled, total / masses.length);
      Arrays.fill(units, grid / masses.length);
      return new Marginal(scaled, units);
    }
    long used = 0;
    int largest = 0;
    for (int i = 0; i < masses.length; i++) {
      scaled[i] = masses[i] * (total / sum);
      units[i] = Math.max(1, Math.round(masses[i] / sum * grid));
      used += units[i];
      largest = masses[i] > masses[largest] ? i : largest;
    }
    units[largest] += grid - used;
    return new Marginal(scaled, units);
  }

  static boolean isUniform(double[] masses) {
    for (double mass : masses) {
      if (mass != masses[0]) {
        return false;
      }
    }
    return true;
  }

  // Compensated (Neumaier 1974): the largest mass would have to make up for a loss in this sum.
  static double sum(double[] masses) {
    double sum = 0;
    double lost = 0;
    for (double mass : masses) {
      double next = sum + mass;
      lost += sum >= mass ? (sum - next) + mass : (mass - next) + sum;
      sum = next;
    }
    return sum + lost;
  }

  /** Checks that masses are positive and finite, and so is their sum. */
  static void check(String name, int size, double[] masses) {
    Guard.size("number of masses of " + name, size, masses.length);
    for (int i = 0; i < size; i++) {
      Guard.positive("mass " + i + " of " + name, masses[i]);
    }
    Guard.positive("total mass of " + name, sum(masses));
  }

  long[] units() {
    return units;
  }

  int size() {
    return units.length;
  }

  /**
   * The mass of a flow between two nodes, in proportion to the node of fewer units: a tiny mass
   * next to a large one keeps its own relative accuracy instead of that of the grid.
   */
  static double mass(Marginal rows, int row, Marginal columns, int column, long flow) {
    return rows.units[row] <= columns.units[column]
        ? rows.masses[row] * ((double) flow / rows.units[row])
        : columns.masses[column] * ((double) flow / columns.units[column]);
  }
}
