package io.wowflow.math.mmd;

import io.wowflow.math.array.View;
import io.wowflow.math.internal.Guard;
import io.wowflow.math.internal.WorkPool;
import io.wowflow.math.internal.Workspace;
import io.wowflow.math.linalg.MatrixProduct;
import io.wowflow.math.sliced.Interaction;
import io.wowflow.math.sliced.PairMeasure;
import io.wowflow.math.sliced.PanelMix;
import java.util.Arrays;

/**
 * The kernel of a step that mixes the rows of one leaf: {@code M_c = (sum_e w_ce) phi_c - sum_e
 * w_ce phi_e}, one matrix product, or {@code M_c = sum_e w_ce sign(phi_c - phi_e)} for the Laplace
 * kernel. The result replaces the source rows.
 *
 * <p>Pairs that are near (see {@link PairWeights}) are left out of the product and added as {@code
 * w_ce (phi_c - phi_e)}, which loses no digits when a class has almost arrived. Order of one entry:
 * product over the columns ascending, row sum times phi_c, near pairs ascending.
 */
public final class MixKernel implements PanelMix {
  private static final long serialVersionUID = 1L;

  /** The least number of panel columns per tile. */
  private static final int TILE = 256;

  /** Mixed values per tile if the classes are few: fewer tiles, still in cache. */
  private static final int TILE_VALUES = 1 << 14;

  private final PairMeasure measure;
  private final int sourceCount;
  private final int[] columnRows;
  private final boolean dense;
  private final float[] negated;
  private final float[] rowSums;

  /** Rows that the operation reads: the last interacting row and those before it. */
  private final int leastRows;

  /** For each source class the columns that are near, ascending. */
  private final int[][] near;

  /** The weights of the near columns. */
  private final float[][] nearWeights;

  /**
   * The kernel of one step.
   *
   * @param weights the pair weights
   * @param measure the distance that the kernel between classes is a function of
   * @param recycled a kernel that nobody uses any more, whose arrays are reused; or null
   */
  public MixKernel(PairWeights weights, PairMeasure measure, MixKernel recycled) {
    this(measure, weights, recycled);
    fillAll(weights);
  }

  /**
   * The kernel of one step, the same bits, its coefficients made by several threads.
   *
   * @param weights the pair weights
   * @param measure the distance that the kernel between classes is a function of
   * @param recycled a kernel that nobody uses any more, whose arrays are reused; or null
   * @param pool the threads
   */
  public MixKernel(PairWeights weights, PairMeasure measure, MixKernel recycled, WorkPool pool) {
    this(measure, weights, recycled);
    if (negated.length < PairWeights.SHARED) {
      fillAll(weights);
    } else {
      pool.run(sourceCount, (c, work) -> fill(c, weights));
    }
  }

  /** All fields except the coefficients. */
  private MixKernel(PairMeasure measure, PairWeights weights, MixKernel recycled) {
    this.measure = measure;
    this.sourceCount = weights.sums().sourceCount();
    Interaction interaction = weights.sums().interaction();
    int columns = weights.columns();
    int sources = interaction.sources().length;
    dense = sources == sourceCount;
    columnRows = new int[columns];
    for (int j = 0; j < columns; j++) {
      columnRows[j] = j < sources ? interaction.sources()[j] : sourceCount + j - sources;
    }
    leastRows = columnRows[columns - 1] + 1;
    int length =
        Guard.length(
            "the mixing weights, source classes x interacting classes", sourceCount, columns);
    negated =
        recycled != null && recycled.negated.length == length
            ? recycled.negated
            : new float[length];
    rowSums = new float[sourceCount];
    near = new int[sourceCount][];
    nearWeights = new float[sourceCount][];
  }

  private void fillAll(PairWeights weights) {
    for (int c = 0; c < sourceCount; c++) {
      fill(c, weights);
    }
  }

  private void fill(int c, PairWeights weights) {
    int columns = columnRows.length;
    double sum = 0;
    near[c] = weights.nearColumns(c);
    nearWeights[c] = new float[near[c].length];
    for (int i = 0; i < near[c].length; i++) {
      nearWeights[c][i] = (float) weights.weight(c, near[c][i]);
    }
    for (int j = 0; j < columns; j++) {
      negated[c * columns + j] = 0;
      if (!weights.isNear(c, j)) {
        negated[c * columns + j] = (float) -weights.weight(c, j);
        sum += weights.weight(c, j);
      }
    }
    rowSums[c] = (float) sum;
  }

  @Override
  public void mix(float[] leaf, float[] out, int columns, Workspace work) {
    Guard.holds("a leaf of the panels", (long) leastRows * columns, leaf.length);
    Guard.holds("the mixed rows of a leaf", (long) sourceCount * columns, out.length);
    int tile = Math.max(TILE, TILE_VALUES / sourceCount / TILE * TILE);
    int length = Guard.length("a tile, source classes x panel columns", sourceCount, tile);
    float[] mixed = work.floats(Workspace.Use.MIX, length);
    for (int start = 0; start < columns; start += tile) {
      int width = Math.min(tile, columns - start);
      Arrays.fill(mixed, 0, sourceCount * width, 0f);
      if (measure == PairMeasure.SQUARED) {
        MatrixProduct.addProduct(
            View.of(negated, sourceCount, columnRows.length),
            interacting(leaf, columns, start, width, work),
            View.of(mixed, sourceCount, width));
        mixSquared(leaf, columns, start, width, mixed);
      } else {
        mixAbsolute(leaf, columns, start, width, mixed);
      }
      for (int c = 0; c < sourceCount; c++) {
        System.arraycopy(mixed, c * width, out, c * columns + start, width);
      }
    }
  }

  /** The interacting rows of a tile: in place if all classes interact, else packed. */
  private View interacting(float[] leaf, int columns, int start, int width, Workspace work) {
    if (dense) {
      return View.rowMajor(leaf, start, columnRows.length, width, columns);
    }
    int length = Guard.length("a tile, interacting classes x columns", columnRows.length, width);
    float[] packed = work.floats(Workspace.Use.PACK, length);
    for (int j = 0; j < columnRows.length; j++) {
      System.arraycopy(leaf, columnRows[j] * columns + start, packed, j * width, width);
    }
    return View.of(packed, columnRows.length, width);
  }

  private void mixSquared(float[] leaf, int columns, int start, int width, float[] mixed) {
    for (int c = 0; c < sourceCount; c++) {
      int row = c * columns + start;
      for (int k = 0; k < width; k++) {
        mixed[c * width + k] = Math.fma(rowSums[c], leaf[row + k], mixed[c * width + k]);
      }
      for (int i = 0; i < near[c].length; i++) {
        float weight = nearWeights[c][i];
        int other = columnRows[near[c][i]] * columns + start;
        for (int k = 0; k < width; k++) {
          float difference = leaf[row + k] - leaf[other + k];
          mixed[c * width + k] = Math.fma(weight, difference, mixed[c * width + k]);
        }
      }
    }
  }

  private void mixAbsolute(float[] leaf, int columns, int start, int width, float[] mixed) {
    for (int c = 0; c < sourceCount; c++) {
      int row = c * columns + start;
      for (int j = 0; j < columnRows.length; j++) {
        float weight = -negated[c * columnRows.length + j];
        int other = columnRows[j] * columns + start;
        for (int k = 0; k < width; k++) {
          float sign = Math.signum(leaf[row + k] - leaf[other + k]);
          mixed[c * width + k] = Math.fma(weight, sign, mixed[c * width + k]);
        }
      }
    }
  }
}
