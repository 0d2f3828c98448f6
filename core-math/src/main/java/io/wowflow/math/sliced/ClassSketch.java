package io.wowflow.math.sliced;

import io.wowflow.math.array.View;
import io.wowflow.math.internal.Guard;
import io.wowflow.math.internal.Workspace;
import io.wowflow.math.linalg.MatrixProduct;
import io.wowflow.math.random.CounterRandom;
import io.wowflow.math.random.Streams;
import java.util.Arrays;

/**
 * The operation of a step that sketches every class: {@code s_c[j] = sum_lq phi_c[l, q] g_j[l, q]}
 * with standard normal g_j, and the squared norm of every row. For two classes {@code |s_c - s_e|^2
 * / 128} has the mean {@code |phi_c - phi_e|^2} and a relative standard deviation of {@code sqrt(2
 * / 128)}, an eighth (Johnson, Lindenstrauss 1984). With 64 numbers the assignment of 2000 classes
 * that are almost equally far from each other cost 3 % more than the exact one, with 128 1 %.
 * Classes of any sizes compare, as their quantiles are on one grid.
 *
 * <p>The numbers g are those of (step, leaf) and depend on nothing else, so every worker makes its
 * own. Time and memory of the vector are linear in the number of classes.
 */
public final class ClassSketch implements PanelSums {
  private static final long serialVersionUID = 1L;

  /** Numbers per class. */
  public static final int WIDTH = 128;

  private static final int CHUNK = 256;
  private static final int ROW_BLOCK = 256;

  private final int sourceCount;
  private final int[] targets;
  private final int step;

  /**
   * The operation of one step, in which all target classes have a row.
   *
   * @param sourceCount C
   * @param targetCount C'
   * @param step k
   * @throws IllegalArgumentException if a number of classes is below 1 or the sketches exceed the
   *     largest array
   */
  public ClassSketch(int sourceCount, int targetCount, int step) {
    this.sourceCount = Guard.positive("number of source classes", sourceCount);
    this.targets = Interaction.dense(0, targetCount).targets();
    this.step = step;
    Guard.length("the sketches, classes x numbers per class", rows(), WIDTH + 1);
  }

  @Override
  public int[] targets() {
    return targets;
  }

  @Override
  public int rows() {
    return sourceCount + targets.length;
  }

  @Override
  public int length() {
    return rows() * (WIDTH + 1);
  }

  private int sketch(int row) {
    return rows() + row * WIDTH;
  }

  @Override
  public void sums(int index, float[] leaf, int columns, double[] out, Workspace work) {
    Guard.holds("a leaf of the panels", (long) rows() * columns, leaf.length);
    Guard.holds("the vector of sums", length(), out.length);
    for (int r = 0; r < rows(); r++) {
      out[r] = LaneSum.squares(leaf, r * columns, columns, work);
    }
    CounterRandom random = CounterRandom.at(0, Streams.CLASS_SKETCH, step, index);
    float[] normal = work.floats(Workspace.Use.PACK, CHUNK * WIDTH);
    float[] products = work.floats(Workspace.Use.PRODUCTS, ROW_BLOCK * WIDTH);
    for (int start = 0; start < columns; start += CHUNK) {
      int terms = Math.min(CHUNK, columns - start);
      for (int i = 0; i < terms * WIDTH; i++) {
        normal[i] = (float) random.nextGaussian();
      }
      for (int row = 0; row < rows(); row += ROW_BLOCK) {
        int height = Math.min(ROW_BLOCK, rows() - row);
        Arrays.fill(products, 0, height * WIDTH, 0f);
        MatrixProduct.addProduct(
            View.rowMajor(leaf, row * columns + start, height, terms, columns),
            View.of(normal, terms, WIDTH),
            View.of(products, height, WIDTH));
        int to = sketch(row);
        for (int i = 0; i < height * WIDTH; i++) {
          out[to + i] += products[i];
        }
      }
    }
  }

  /** The sketches of all classes, reduced over all directions of a step. */
  public static final class Sums {
    private final ClassSketch sketch;
    private final double[] sums;
    private final double scale;

    private Sums(ClassSketch sketch, double[] sums, double scale) {
      this.sketch = sketch;
      this.sums = sums;
      this.scale = scale;
    }

    /**
     * Squared spread of a source class, as {@link ListedSums#sourceSpread}.
     *
     * @param c the source class
     * @return at least 0
     */
    public double sourceSpread(int c) {
      return sums[c] * scale;
    }

    /**
     * The sketches of some source classes, less their mean.
     *
     * @param classes indices of source classes, not modified
     * @return as many rows of {@link #WIDTH} numbers, row-major; NaN where a sample is NaN
     */
    public float[] ofSources(int[] classes) {
      return centred(classes, 0);
    }

    /**
     * The sketches of some target classes, less their mean.
     *
     * @param classes indices of target classes, not modified
     * @return as many rows of {@link #WIDTH} numbers, row-major; NaN where a sample is NaN
     */
    public float[] ofTargets(int[] classes) {
      return centred(classes, sketch.sourceCount);
    }

    private float[] centred(int[] classes, int firstRow) {
      double unit = Math.sqrt(scale / WIDTH);
      float[] out = new float[classes.length * WIDTH];
      for (int j = 0; j < WIDTH; j++) {
        double mean = 0;
        for (int c : classes) {
          mean += sums[sketch.sketch(firstRow + c) + j] / classes.length;
        }
        for (int i = 0; i < classes.length; i++) {
          double value = sums[sketch.sketch(firstRow + classes[i]) + j];
          out[i * WIDTH + j] = (float) ((value - mean) * unit);
        }
      }
      return out;
    }
  }

  /**
   * Returns the sketches of a total.
   *
   * @param total the root's vector, handed over
   * @param directions the directions of the step
   * @param levels Q
   * @return the sketches, in units in which squared distances of sketches estimate SW_2^2
   */
  public Sums of(double[] total, Directions directions, int levels) {
    double terms = (double) directions.count() * levels;
    return new Sums(this, total, directions.squaredScale() / terms);
  }
}
