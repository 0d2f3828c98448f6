package io.wowflow.math.sliced;

import io.wowflow.math.array.View;
import io.wowflow.math.internal.Guard;
import io.wowflow.math.internal.Workspace;
import io.wowflow.math.linalg.MatrixProduct;
import java.util.Arrays;

/**
 * The kernel of a step on the pairs of classes: it adds up, for one leaf, what the panel of all
 * classes contributes to the sum of every pair.
 *
 * <p>Squared sums come from a Gram matrix, {@code |a - b|^2 = |a|^2 + |b|^2 - 2 <a, b>}, over rows
 * that were centred first ({@link #centre}): chains of at most 256 float terms, the chunks of 256
 * terms in double. A pair whose sum falls below {@link #NEAR} of its norms is computed again by
 * direct differences, so that a class that has almost arrived keeps its distance to full accuracy.
 * A NaN in a row makes the sums of that row NaN. Absolute sums are element-wise.
 */
public final class PairKernel implements PanelSums {
  private static final long serialVersionUID = 1L;

  /** A Gram difference below this part of the norms has lost too many digits. */
  public static final double NEAR = 1e-3;

  private static final int CHUNK = 256;

  /** Columns that share one packed tile; the symmetric half is cut at this granularity. */
  private static final int TILE = 32;

  /** Columns per block: its rows are read from the second-level cache, tile after tile. */
  private static final int COLUMN_BLOCK = 4 * TILE;

  /** Rows per block. */
  private static final int ROW_BLOCK = 256;

  private final int sourceCount;
  private final Interaction interaction;
  private final PairMeasure measure;
  private final PairLayout layout;

  /** The panel row of each column of the layout. */
  private final int[] columnRows;

  /**
   * The kernel of one step.
   *
   * @param sourceCount C: panel rows 0 to C - 1 are the source classes, the rows after them the
   *     interacting targets in their order
   * @param interaction the interacting classes
   * @param measure the summand
   * @param withTargets true to sum target-target pairs too
   * @throws IllegalArgumentException if {@code sourceCount} is below 1 or the sums exceed the
   *     largest array; the message contains the numbers of classes
   */
  public PairKernel(
      int sourceCount, Interaction interaction, PairMeasure measure, boolean withTargets) {
    this.sourceCount = Guard.positive("number of source classes", sourceCount);
    this.interaction = interaction;
    this.measure = measure;
    int sources = interaction.sources().length;
    this.layout = new PairLayout(sourceCount, sources, interaction.targets().length, withTargets);
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

  @Override
  public int[] targets() {
    return interaction.targets();
  }

  @Override
  public int rows() {
    return sourceCount + layout.targetColumns();
  }

  @Override
  public int length() {
    return layout.length();
  }

  /**
   * Subtracts from every row the mean of all rows. Differences of rows, which are all that a flow
   * needs, are unchanged, and a large mean that all classes share no longer costs them digits.
   *
   * @param leaf rows x columns, row-major, modified
   * @param rows number of rows
   * @param columns length of a row
   * @param work scratch
   * @throws IllegalArgumentException if the leaf is shorter than {@code rows * columns}
   */
  public static void centre(float[] leaf, int rows, int columns, Workspace work) {
    Guard.holds("a leaf of the panels", (long) rows * columns, leaf.length);
    final int tile = 1024;
    double[] sums = work.doubles(tile);
    float[] mean = work.floats(Workspace.Use.MEAN, tile);
    for (int start = 0; start < columns; start += tile) {
      int width = Math.min(tile, columns - start);
      Arrays.fill(sums, 0, width, 0);
      addRows(leaf, start, rows, columns, sums, width);
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

  /** Adds columns up, row after row: four rows per pass save loads and stores of the sums. */
  private static void addRows(
      float[] leaf, int start, int rows, int columns, double[] sums, int width) {
    int r = 0;
    for (; r + 3 < rows; r += 4) {
      int row0 = r * columns + start;
      int row1 = row0 + columns;
      int row2 = row1 + columns;
      int row3 = row2 + columns;
      for (int j = 0; j < width; j++) {
        sums[j] = sums[j] + leaf[row0 + j] + leaf[row1 + j] + leaf[row2 + j] + leaf[row3 + j];
      }
    }
    for (; r < rows; r++) {
      int row = r * columns + start;
      for (int j = 0; j < width; j++) {
        sums[j] += leaf[row + j];
      }
    }
  }

  @Override
  public void sums(int index, float[] leaf, int columns, double[] out, Workspace work) {
    Guard.holds("a leaf of the panels", (long) rows() * columns, leaf.length);
    Guard.holds("the vector of sums", length(), out.length);
    for (int r = 0; r < rows(); r++) {
      out[layout.norm(r)] = LaneSum.squares(leaf, r * columns, columns, work);
    }
    for (int j0 = 0; j0 < layout.columns(); j0 += COLUMN_BLOCK) {
      int j1 = Math.min(layout.columns(), j0 + COLUMN_BLOCK);
      for (int r0 = 0; r0 < rowLimit(j1); r0 += ROW_BLOCK) {
        int r1 = Math.min(rowLimit(j1), r0 + ROW_BLOCK);
        if (measure == PairMeasure.SQUARED) {
          double[] gram = gram(leaf, columns, r0, j0, work);
          putSquared(new Block(r0, r1, j0, j1), gram, leaf, columns, out, work);
        } else {
          putAbsolute(new Block(r0, r1, j0, j1), leaf, columns, out, work);
        }
      }
    }
  }

  /** Rows r0 to r1 - 1 of the panel against columns j0 to j1 - 1 of the layout. */
  private record Block(int r0, int r1, int j0, int j1) {}

  /** The first row without a wanted pair with a column below j1. */
  private int rowLimit(int j1) {
    int targets = j1 - layout.sourceColumns();
    if (targets <= 0) {
      return layout.dense() ? j1 - 1 : sourceCount;
    }
    return layout.withTargets() ? sourceCount + targets - 1 : sourceCount;
  }

  /** The first wanted column of a row: of a symmetric part only the upper triangle is wanted. */
  private int columnStart(int row) {
    if (row >= sourceCount) {
      return layout.sourceColumns() + row - sourceCount + 1;
    }
    return layout.dense() ? row + 1 : 0;
  }

  private void put(double[] out, int row, int column, double sum) {
    if (row < sourceCount) {
      out[layout.pair(row, column)] = sum;
      return;
    }
    int e = row - sourceCount;
    int f = column - layout.sourceColumns();
    out[layout.targetPair(e, f)] = sum;
    out[layout.targetPair(f, e)] = sum;
  }

  private void putSquared(
      Block block, double[] gram, float[] leaf, int columns, double[] out, Workspace work) {
    for (int row = block.r0; row < block.r1; row++) {
      double norm = out[layout.norm(row)];
      for (int j = Math.max(block.j0, columnStart(row)); j < block.j1; j++) {
        int other = columnRows[j];
        if (other == row) {
          continue;
        }
        double norms = norm + out[layout.norm(other)];
        double sum = norms - 2 * gram[entry(row - block.r0, j - block.j0)];
        if (sum < NEAR * norms) {
          sum =
              LaneSum.squaredDifferences(leaf, row * columns, leaf, other * columns, columns, work);
        }
        put(out, row, j, sum);
      }
    }
  }

  private void putAbsolute(Block block, float[] leaf, int columns, double[] out, Workspace work) {
    for (int row = block.r0; row < block.r1; row++) {
      for (int j = Math.max(block.j0, columnStart(row)); j < block.j1; j++) {
        int other = columnRows[j];
        if (other != row) {
          put(
              out,
              row,
              j,
              LaneSum.absoluteDifferences(
                  leaf, row * columns, leaf, other * columns, columns, work));
        }
      }
    }
  }

  /** Position of a block's entry: the tiles of columns follow each other. */
  private static int entry(int row, int column) {
    return (column / TILE * ROW_BLOCK + row) * TILE + column % TILE;
  }

  /**
   * Inner products of the block at (r0, j0), by {@link #entry}; tiles end where no row below needs
   * them.
   */
  private double[] gram(float[] leaf, int columns, int r0, int j0, Workspace work) {
    double[] gram = work.doubles(ROW_BLOCK * COLUMN_BLOCK);
    Arrays.fill(gram, 0, ROW_BLOCK * COLUMN_BLOCK, 0);
    float[] packed = work.floats(Workspace.Use.PACK, CHUNK * TILE);
    float[] products = work.floats(Workspace.Use.PRODUCTS, ROW_BLOCK * TILE);
    View whole = View.of(packed, CHUNK, TILE);
    View full = View.of(products, ROW_BLOCK, TILE);
    int end = Math.min(layout.columns(), j0 + COLUMN_BLOCK);
    for (int start = 0; start < columns; start += CHUNK) {
      int terms = Math.min(CHUNK, columns - start);
      for (int j = j0; j < end; j += TILE) {
        int height = Math.min(ROW_BLOCK, rowLimit(Math.min(end, j + TILE)) - r0);
        if (height > 0) {
          pack(leaf, columns, start, terms, j, packed);
          Arrays.fill(products, 0, height * TILE, 0f);
          MatrixProduct.addProduct(
              View.rowMajor(leaf, r0 * columns + start, height, terms, columns),
              terms == CHUNK ? whole : View.of(packed, terms, TILE),
              height == ROW_BLOCK ? full : View.of(products, height, TILE));
          int at = entry(0, j - j0);
          for (int i = 0; i < height * TILE; i++) {
            gram[at + i] += products[i];
          }
        }
      }
    }
    return gram;
  }

  /** A tile of columns with terms as rows; columns past the last are zero. */
  private void pack(float[] leaf, int columns, int start, int terms, int j0, float[] packed) {
    final int strip = 16;
    int width = Math.min(TILE, layout.columns() - j0);
    if (width < TILE) {
      Arrays.fill(packed, 0, terms * TILE, 0f);
    }
    for (int k0 = 0; k0 < terms; k0 += strip) {
      int k1 = Math.min(terms, k0 + strip);
      for (int j = 0; j < width; j++) {
        int row = columnRows[j0 + j] * columns + start;
        for (int k = k0; k < k1; k++) {
          packed[k * TILE + j] = leaf[row + k];
        }
      }
    }
  }
}
