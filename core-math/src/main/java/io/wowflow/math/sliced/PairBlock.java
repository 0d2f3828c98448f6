package io.wowflow.math.sliced;

import io.wowflow.math.array.Guard;
import io.wowflow.math.array.View;
import io.wowflow.math.linalg.MatrixProduct;
import java.util.Arrays;

/**
 * The pair operation of one leaf of directions: the part of all pairwise sums that its slices
 * contribute.
 *
 * <p>Squared sums come from a Gram matrix, {@code |a - b|^2 = |a|^2 + |b|^2 - 2 <a, b>}, over rows
 * that were centred first ({@link #centre}): chains of at most 256 float terms, then double, chunk
 * by chunk. A pair whose sum falls below {@link #NEAR} of its norms is computed again by direct
 * differences, so that a class that has all but arrived keeps its distance to full accuracy.
 * Absolute sums are element-wise.
 */
public final class PairBlock {
  /** Below this part of the norms a Gram difference has lost too many digits. */
  public static final double NEAR = 1e-3;

  private static final int CHUNK = 256;

  /** Rows that share one packed chunk: the source-source half is cut at this granularity. */
  private static final int ROW_BLOCK = 64;

  private final int sourceCount;
  private final Interaction interaction;
  private final PairMeasure measure;
  private final PairLayout layout;
  private final boolean dense;

  /** The panel row of each column of the layout. */
  private final int[] columnRows;

  /**
   * The operation for one step.
   *
   * @param sourceCount C: panel rows 0 to C - 1 are the source classes, the rows after them the
   *     interacting targets in their order
   * @param interaction the interacting classes
   * @param measure what to sum
   * @param withTargets whether target-target sums are wanted
   */
  public PairBlock(
      int sourceCount, Interaction interaction, PairMeasure measure, boolean withTargets) {
    this.sourceCount = Guard.positive("number of source classes", sourceCount);
    this.interaction = interaction;
    this.measure = measure;
    int sources = interaction.sources().length;
    this.layout = new PairLayout(sourceCount, sources, interaction.targets().length, withTargets);
    this.dense = sources == sourceCount;
    this.columnRows = new int[layout.columns()];
    for (int j = 0; j < columnRows.length; j++) {
      columnRows[j] = j < sources ? interaction.sources()[j] : sourceCount + j - sources;
    }
  }

  PairLayout layout() {
    return layout;
  }

  Interaction interaction() {
    return interaction;
  }

  PairMeasure measure() {
    return measure;
  }

  /**
   * Number of panel rows.
   *
   * @return C + T
   */
  public int rows() {
    return sourceCount + layout.targetColumns();
  }

  /**
   * Length of the vector of sums.
   *
   * @return at least 1
   */
  public int length() {
    return layout.length();
  }

  /**
   * Subtracts from every row the mean of all rows. Differences of rows, all that a flow needs, are
   * unchanged; what is common to all classes no longer costs digits.
   *
   * @param leaf rows x columns, row-major, modified
   * @param rows number of rows
   * @param columns length of a row
   * @param work scratch
   */
  public static void centre(float[] leaf, int rows, int columns, Workspace work) {
    final int tile = 1024;
    double[] sums = work.doubles(tile);
    float[] mean = work.floats(Workspace.Use.MEAN, tile);
    for (int start = 0; start < columns; start += tile) {
      int width = Math.min(tile, columns - start);
      Arrays.fill(sums, 0, width, 0);
      for (int r = 0; r < rows; r++) {
        int row = r * columns + start;
        for (int j = 0; j < width; j++) {
          sums[j] += leaf[row + j];
        }
      }
      for (int j = 0; j < width; j++) {
        mean[j] = (float) (sums[j] / rows);
      }
      for (int r = 0; r < rows; r++) {
        int row = r * columns + start;
        for (int j = 0; j < width; j++) {
          leaf[row + j] -= mean[j];
        }
      }
    }
  }

  /**
   * The sums of one leaf.
   *
   * @param leaf rows() x columns, row-major, centred, not modified
   * @param columns length of a row
   * @param out {@link #length()} zeros, modified: the sums, for {@link TreeSum}
   * @param work scratch
   */
  public void sums(float[] leaf, int columns, double[] out, Workspace work) {
    for (int r = 0; r < rows(); r++) {
      out[layout.norm(r)] = LaneSum.squares(leaf, r * columns, columns, work);
    }
    double[] gram = measure == PairMeasure.SQUARED ? gram(leaf, columns, work) : null;
    Distances distances = new Distances(leaf, columns, gram, out, work);
    for (int c = 0; c < sourceCount; c++) {
      for (int j = 0; j < layout.columns(); j++) {
        if (columnRows[j] != c) {
          // The dense source-source half is symmetric, and only its upper triangle has a Gram
          // entry.
          out[layout.pair(c, j)] = dense && j < c ? out[layout.pair(j, c)] : distances.at(c, j);
        }
      }
    }
    for (int e = 0; layout.withTargets() && e < layout.targetColumns(); e++) {
      for (int f = e + 1; f < layout.targetColumns(); f++) {
        double distance = distances.at(sourceCount + e, layout.sourceColumns() + f);
        out[layout.targetPair(e, f)] = distance;
        out[layout.targetPair(f, e)] = distance;
      }
    }
  }

  /** Distances of a panel row to a column of the layout, from the Gram matrix or directly. */
  private final class Distances {
    private final float[] leaf;
    private final int columns;
    private final double[] gram;
    private final double[] sums;
    private final Workspace work;

    Distances(float[] leaf, int columns, double[] gram, double[] sums, Workspace work) {
      this.leaf = leaf;
      this.columns = columns;
      this.gram = gram;
      this.sums = sums;
      this.work = work;
    }

    double at(int row, int column) {
      int x = row * columns;
      int y = columnRows[column] * columns;
      if (measure == PairMeasure.ABSOLUTE) {
        return LaneSum.absoluteDifferences(leaf, x, leaf, y, columns, work);
      }
      double norms = sums[layout.norm(row)] + sums[layout.norm(columnRows[column])];
      double distance = norms - 2 * gram[row * layout.columns() + column];
      return distance < NEAR * norms
          ? LaneSum.squaredDifferences(leaf, x, leaf, y, columns, work)
          : distance;
    }
  }

  /**
   * Inner products of panel rows (with the targets only when they are wanted) and layout columns.
   * Of the dense source-source half and of the target-target part only the upper triangle is right.
   */
  private double[] gram(float[] leaf, int columns, Workspace work) {
    int rows = layout.withTargets() ? rows() : sourceCount;
    int width = layout.columns();
    int size = Math.multiplyExact(rows, width);
    double[] gram = work.doubles(size);
    Arrays.fill(gram, 0, size, 0);
    float[] packed = work.floats(Workspace.Use.PACK, CHUNK * width);
    float[] block = work.floats(Workspace.Use.PRODUCTS, ROW_BLOCK * width);
    for (int start = 0; start < columns; start += CHUNK) {
      int terms = Math.min(CHUNK, columns - start);
      pack(leaf, columns, start, terms, packed);
      for (int r0 = 0; r0 < rows; r0 += ROW_BLOCK) {
        int height = Math.min(ROW_BLOCK, rows - r0);
        int first = firstColumn(r0);
        View rowsOf = View.rowMajor(leaf, r0 * columns + start, height, terms, columns);
        View columnsOf = View.rowMajor(packed, first, terms, width - first, width);
        Arrays.fill(block, 0, height * (width - first), 0f);
        MatrixProduct.addProduct(rowsOf, columnsOf, View.of(block, height, width - first));
        for (int i = 0; i < height; i++) {
          for (int j = first; j < width; j++) {
            gram[(r0 + i) * width + j] += block[i * (width - first) + j - first];
          }
        }
      }
    }
    return gram;
  }

  /**
   * The first column that a block of rows needs: none left of the diagonal where there is symmetry.
   */
  private int firstColumn(int row) {
    if (row >= sourceCount) {
      return layout.sourceColumns();
    }
    return dense ? row : 0;
  }

  private void pack(float[] leaf, int columns, int start, int terms, float[] packed) {
    int width = layout.columns();
    for (int j = 0; j < width; j++) {
      int row = columnRows[j] * columns + start;
      for (int k = 0; k < terms; k++) {
        packed[k * width + j] = leaf[row + k];
      }
    }
  }
}
