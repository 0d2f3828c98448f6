package io.wowflow.math.wow;

import io.wowflow.math.array.View;
import io.wowflow.math.internal.Guard;
import io.wowflow.math.internal.WorkPool;
import io.wowflow.math.internal.Workspace;
import io.wowflow.math.linalg.MatrixProduct;
import io.wowflow.math.sliced.ClassSketch;
import io.wowflow.math.transport.SparseAssignment;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The pairs of a source and a target class among which an assignment of very many classes is
 * sought, chosen by the sketches of the classes ({@link ClassSketch}): those that the least
 * assignment between all sketches needs, and those that are nearly as good.
 *
 * <p>The least assignment between sketches is found without the matrix of all pairs, by generation
 * of columns (Dantzig, Wolfe 1960): an assignment along the listed pairs ({@link SparseAssignment})
 * has potentials v; for every source class the {@value #NEAREST} target classes of least reduced
 * cost {@code |s_c - s_e|^2 - v_e} join the list, and the next assignment begins with the earlier
 * one. A round that lowers the cost by less than {@value #GAIN} of it is the last. After each round
 * a class keeps the {@value #KEPT} pairs of least reduced cost.
 *
 * <p>The first potentials are the mean squared distances of a target to its nearest sources, which
 * prevents that all sources list the same few targets that are near to everything (hubs; Lample,
 * Conneau et al., "Word translation without parallel data", ICLR 2018, section 2.3), and every
 * target lists its nearest sources. Sources that a first round leaves without a target choose the
 * nearest of the targets that it leaves over, lowest class first. Sketches are centred on each
 * side, which changes every cost by a number of its row and one of its column and so no assignment.
 *
 * <p>A round takes {@code 128 n^2} multiply-adds for n classes; memory is {@code O(n)}: no array
 * has an entry for every pair of classes. The result depends only on the sketches; ties go to the
 * lower class. An immutable value.
 */
public final class CandidatePairs {
  /** Target classes listed for each source class. */
  public static final int NEAREST = 32;

  /** The number of classes up to which all pairs are listed. */
  private static final int ALL_PAIRS = 64;

  /** Pairs that a source class keeps from round to round. */
  private static final int KEPT = 64;

  /** The most pairs that a source class lists in the end. */
  public static final int MOST = KEPT + NEAREST + 2;

  /** The most rounds, and the relative gain below which a round is the last. */
  private static final int ROUNDS = 8;

  private static final double GAIN = 0.003;

  private static final int WIDTH = ClassSketch.WIDTH;
  private static final int ROW_BLOCK = 128;
  private static final int TILE = 1024;

  private final int[] starts;
  private final int[] columns;

  private CandidatePairs(int[] starts, int[] columns) {
    this.starts = starts;
    this.columns = columns;
  }

  /** Shares numbered tasks among threads, as {@link WorkPool#run}. */
  @FunctionalInterface
  public interface Threads {
    /**
     * Runs tasks 0 to count - 1 and returns when all are done.
     *
     * @param count how many
     * @param task the task
     */
    void run(int count, WorkPool.Task task);
  }

  /**
   * Lists the pairs.
   *
   * @param sources n rows of 128 finite numbers, not modified
   * @param targets n rows of 128 finite numbers, not modified
   * @param known a target for each source, no two equal, that is listed too, such as the assignment
   *     in use; or null
   * @param threads share the work; no bit depends on them
   * @return the pairs
   * @throws IllegalArgumentException if the numbers of classes differ
   */
  public static CandidatePairs of(float[] sources, float[] targets, int[] known, Threads threads) {
    Guard.size("sketched numbers of the targets", sources.length, targets.length);
    int n = Guard.positive("number of classes", sources.length / WIDTH);
    if (n <= ALL_PAIRS) {
      int[] starts = new int[n + 1];
      Arrays.setAll(starts, c -> c * n);
      int[] columns = new int[n * n];
      Arrays.setAll(columns, i -> i % n);
      return new CandidatePairs(starts, columns);
    }
    Search search = new Search(n, sources, targets, threads);
    CandidatePairs pairs = search.mutual().with(known);
    SparseAssignment found = pairs.assignment(search.costs(pairs));
    if (Arrays.stream(found.columnOfRow()).anyMatch(e -> e == SparseAssignment.NONE)) {
      pairs = pairs.with(search.completed(found.columnOfRow()));
      found = pairs.assignment(search.costs(pairs));
    }
    double before = Double.POSITIVE_INFINITY;
    for (int round = 1; round < ROUNDS && found.cost() < before * (1 - GAIN); round++) {
      before = found.cost();
      pairs = search.kept(pairs, found).with(search.nearest(found.potentials()));
      found = SparseAssignment.solve(pairs.starts, pairs.columns, search.costs(pairs), found);
    }
    return search
        .kept(pairs, found)
        .with(search.nearest(found.potentials()))
        .with(found.columnOfRow())
        .with(known);
  }

  /** The pairs, and one more of each row; all stay as they are without a list. */
  private CandidatePairs with(int[] columnOfRow) {
    if (columnOfRow == null) {
      return this;
    }
    int[] each = new int[columnOfRow.length + 1];
    Arrays.setAll(each, c -> c);
    return with(new CandidatePairs(each, columnOfRow));
  }

  /** The pairs of both lists. */
  private CandidatePairs with(CandidatePairs more) {
    int n = starts.length - 1;
    int[] from = new int[n + 1];
    int[] to = new int[columns.length + more.columns.length];
    int count = 0;
    for (int c = 0; c < n; c++) {
      int own = starts[c + 1] - starts[c];
      int others = more.starts[c + 1] - more.starts[c];
      System.arraycopy(columns, starts[c], to, count, own);
      System.arraycopy(more.columns, more.starts[c], to, count + own, others);
      Arrays.sort(to, count, count + own + others);
      count = distinct(to, count, count + own + others);
      from[c + 1] = count;
    }
    return new CandidatePairs(from, Arrays.copyOf(to, count));
  }

  /** Drops repeated entries of an ascending part; returns its new end. */
  private static int distinct(int[] values, int from, int end) {
    int out = Math.min(end, from + 1);
    for (int i = from + 1; i < end; i++) {
      if (values[i] != values[out - 1]) {
        values[out++] = values[i];
      }
    }
    return out;
  }

  /**
   * The source class of each pair, ascending.
   *
   * @return one number in {@code 0 .. n - 1} per pair; a new array
   */
  public int[] sources() {
    int[] out = new int[columns.length];
    for (int c = 0; c + 1 < starts.length; c++) {
      Arrays.fill(out, starts[c], starts[c + 1], c);
    }
    return out;
  }

  /**
   * The target class of each pair, ascending within a source class.
   *
   * @return one number in {@code 0 .. n - 1} per pair, not to be modified
   */
  public int[] targets() {
    return columns;
  }

  /**
   * The least assignment along the pairs.
   *
   * @param costs the cost of each pair, finite, not modified
   * @return the assignment, perfect for the pairs of {@link #of}
   */
  public SparseAssignment assignment(double[] costs) {
    return SparseAssignment.solve(starts, columns, costs);
  }

  /** Comparisons of all sketches, some rows and columns at a time. */
  private static final class Search {
    private final int n;
    private final float[] sources;
    private final float[] targets;
    private final Side bySource;
    private final Threads threads;

    Search(int n, float[] sources, float[] targets, Threads threads) {
      this.n = n;
      this.sources = sources;
      this.targets = targets;
      this.threads = threads;
      bySource = new Side(sources, targets);
    }

    /** The nearest targets of sources and the nearest sources of targets, without hubs. */
    CandidatePairs mutual() {
      double[] ofTargets = means(new Side(targets, sources), new double[n]);
      CandidatePairs near = bySource.nearest(ofTargets);
      double[] ofSources = means(bySource, ofTargets);
      return near.with(reversed(new Side(targets, sources).nearest(ofSources)));
    }

    /** For each row the mean of the reduced costs of its nearest columns. */
    private double[] means(Side side, double[] potentials) {
      CandidatePairs near = side.nearest(potentials);
      double[] out = new double[n];
      for (int r = 0; r < n; r++) {
        for (int i = near.starts[r]; i < near.starts[r + 1]; i++) {
          out[r] += (side.cost(r, near.columns[i]) - potentials[near.columns[i]]) / NEAREST;
        }
      }
      return out;
    }

    private CandidatePairs reversed(CandidatePairs pairs) {
      int[] starts = new int[n + 1];
      for (int c : pairs.columns) {
        starts[c + 1]++;
      }
      for (int c = 0; c < n; c++) {
        starts[c + 1] += starts[c];
      }
      int[] next = starts.clone();
      int[] columns = new int[pairs.columns.length];
      for (int e = 0; e < n; e++) {
        for (int i = pairs.starts[e]; i < pairs.starts[e + 1]; i++) {
          columns[next[pairs.columns[i]]++] = e;
        }
      }
      return new CandidatePairs(starts, columns);
    }

    CandidatePairs nearest(double[] potentials) {
      return bySource.nearest(potentials);
    }

    /** The pairs of least reduced cost of each row; among equal ones the lower columns. */
    CandidatePairs kept(CandidatePairs pairs, SparseAssignment found) {
      int[] starts = new int[n + 1];
      int[] columns = new int[Math.min(pairs.columns.length, n * KEPT)];
      for (int c = 0; c < n; c++) {
        int from = pairs.starts[c];
        int row = c;
        double[] reduced = new double[pairs.starts[c + 1] - from];
        Arrays.setAll(
            reduced,
            i ->
                bySource.cost(row, pairs.columns[from + i])
                    - found.potentials()[pairs.columns[from + i]]);
        int most = Math.min(KEPT, reduced.length);
        double[] sorted = reduced.clone();
        Arrays.sort(sorted);
        double bound = most == 0 ? 0 : sorted[most - 1];
        int count = starts[c];
        for (int i = 0; i < reduced.length && count < starts[c] + most; i++) {
          if (reduced[i] <= bound) {
            columns[count++] = pairs.columns[from + i];
          }
        }
        starts[c + 1] = count;
      }
      return new CandidatePairs(starts, Arrays.copyOf(columns, starts[n]))
          .with(found.columnOfRow());
    }

    /** Squared distances of the sketches of pairs. */
    double[] costs(CandidatePairs pairs) {
      double[] out = new double[pairs.columns.length];
      threads.run(
          n,
          (c, work) -> {
            for (int i = pairs.starts[c]; i < pairs.starts[c + 1]; i++) {
              out[i] = bySource.cost(c, pairs.columns[i]);
            }
          });
      return out;
    }

    /** A target for every source: those that have one keep it, the others choose in turn. */
    int[] completed(int[] columnOfRow) {
      int[] out = columnOfRow.clone();
      boolean[] taken = new boolean[n];
      for (int e : out) {
        if (e != SparseAssignment.NONE) {
          taken[e] = true;
        }
      }
      int[] left = IntStream.range(0, n).filter(e -> !taken[e]).toArray();
      for (int c = 0; c < n; c++) {
        if (out[c] != SparseAssignment.NONE) {
          continue;
        }
        int best = SparseAssignment.NONE;
        double lowest = Double.POSITIVE_INFINITY;
        for (int e : left) {
          double cost = taken[e] ? Double.POSITIVE_INFINITY : bySource.cost(c, e);
          if (cost < lowest) {
            lowest = cost;
            best = e;
          }
        }
        out[c] = best;
        taken[best] = true;
      }
      return out;
    }

    /** The sketches of one side as rows, and those of the other as columns. */
    private final class Side {
      private final float[] rows;
      private final float[] others;
      private final float[] transposed;
      private final double[] norms;

      Side(float[] rows, float[] others) {
        this.rows = rows;
        this.others = others;
        transposed = new float[others.length];
        norms = new double[n];
        for (int e = 0; e < n; e++) {
          for (int j = 0; j < WIDTH; j++) {
            float value = others[e * WIDTH + j];
            transposed[j * n + e] = value;
            norms[e] += (double) value * value;
          }
        }
      }

      double cost(int row, int column) {
        double sum = 0;
        for (int j = 0; j < WIDTH; j++) {
          double way = (double) rows[row * WIDTH + j] - others[column * WIDTH + j];
          sum += way * way;
        }
        return sum;
      }

      /** For each row the columns of least {@code |t_e|^2 - 2 <s_c, t_e> - v_e}, ascending. */
      CandidatePairs nearest(double[] potentials) {
        int[] starts = new int[n + 1];
        Arrays.setAll(starts, c -> c * NEAREST);
        int[] columns = new int[n * NEAREST];
        float[] weights = new float[n];
        for (int e = 0; e < n; e++) {
          weights[e] = (float) (norms[e] - potentials[e]);
        }
        threads.run(
            (n + ROW_BLOCK - 1) / ROW_BLOCK,
            (block, work) -> nearest(block * ROW_BLOCK, weights, columns, work));
        return new CandidatePairs(starts, columns);
      }

      private void nearest(int first, float[] weights, int[] columns, Workspace work) {
        int height = Math.min(ROW_BLOCK, n - first);
        float[] keys = new float[height * NEAREST];
        Arrays.fill(keys, Float.POSITIVE_INFINITY);
        float[] products = work.floats(Workspace.Use.PRODUCTS, ROW_BLOCK * TILE);
        for (int start = 0; start < n; start += TILE) {
          int width = Math.min(TILE, n - start);
          Arrays.fill(products, 0, height * width, 0f);
          MatrixProduct.addProduct(
              View.rowMajor(rows, first * WIDTH, height, WIDTH, WIDTH),
              View.rowMajor(transposed, start, WIDTH, width, n),
              View.of(products, height, width));
          for (int r = 0; r < height; r++) {
            int at = r * NEAREST;
            int last = at + NEAREST - 1;
            for (int j = 0; j < width; j++) {
              float key = weights[start + j] - 2 * products[r * width + j];
              if (key < keys[last]) {
                insert(keys, columns, at, first * NEAREST, key, start + j);
              }
            }
          }
        }
        for (int c = first; c < first + height; c++) {
          Arrays.sort(columns, c * NEAREST, (c + 1) * NEAREST);
        }
      }
    }

    /** Inserts behind equal keys: of two equal ones the lower column was there first. */
    private static void insert(
        float[] keys, int[] columns, int at, int shift, float key, int column) {
      int i = at + NEAREST - 1;
      for (; i > at && key < keys[i - 1]; i--) {
        keys[i] = keys[i - 1];
        columns[shift + i] = columns[shift + i - 1];
      }
      keys[i] = key;
      columns[shift + i] = column;
    }
  }
}
