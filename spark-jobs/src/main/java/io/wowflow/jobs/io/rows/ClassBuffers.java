package io.wowflow.jobs.io.rows;

import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.conf.ImageShape;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.io.dataset.FeatureRanges;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.jobs.io.dataset.ReadReport;
import io.wowflow.jobs.io.dataset.Units;
import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.array.MatrixSource;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.data.LabelledDataset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Collects the features of the rows that a plan keeps, in any order, and makes the dataset of them:
 * 32-bit floats in the units of the plan. The range of every feature is noted in the units of the
 * input, in 64 bits where a format reads more than 32-bit floats.
 */
public final class ClassBuffers {
  /** The remedy for a value that is not finite. */
  public static final String CLEAN = "features must be finite; leave the sample out or clean it";

  private final RowPlan plan;
  private final int dimension;
  private final Optional<SampleFile> file;
  private final List<float[]> samples = new ArrayList<>();
  private final Units units;
  private final float[] narrowed;
  private final float[] low;
  private final float[] high;
  private IntFunction<String> names = j -> "feature " + j;
  private Wide wide;
  private int missing;

  /** Ranges of rows that came as 64-bit floats. */
  private static final class Wide {
    private final double[] low;
    private final double[] high;
    private final boolean[] rounded;

    Wide(int dimension) {
      low = new double[dimension];
      high = new double[dimension];
      rounded = new boolean[dimension];
      Arrays.fill(low, Double.POSITIVE_INFINITY);
      Arrays.fill(high, Double.NEGATIVE_INFINITY);
    }
  }

  /**
   * Room for the rows that the plan keeps.
   *
   * @param plan which rows are kept
   * @param dimension the dimension of every row
   */
  public ClassBuffers(RowPlan plan, int dimension) {
    checkDimension(plan.rows().where(), dimension);
    this.plan = plan;
    this.dimension = dimension;
    this.units = plan.units();
    this.missing = plan.keptCount();
    int[] sizes = IntStream.range(0, plan.classCount()).map(plan::size).toArray();
    this.file = plan.place().file(sizes, dimension);
    if (file.isEmpty()) {
      checkMemory(SampleFile.bytes(sizes, dimension));
    }
    for (int c = 0; c < sizes.length; c++) {
      int length = checkedLength(c);
      if (file.isEmpty()) {
        samples.add(new float[length]);
      }
    }
    // After the check of the memory, which knows the remedy.
    this.narrowed = new float[dimension];
    this.low = new float[dimension];
    this.high = new float[dimension];
    Arrays.fill(low, Float.POSITIVE_INFINITY);
    Arrays.fill(high, Float.NEGATIVE_INFINITY);
  }

  /**
   * Refuses samples without features.
   *
   * @param where the input's name
   * @param dimension d
   * @throws JobException (input) if it is 0
   */
  public static void checkDimension(String where, int dimension) {
    if (dimension < 1) {
      throw JobException.input(where + ": samples have no features; they need at least one");
    }
  }

  private void checkMemory(long bytes) {
    long most = Runtime.getRuntime().maxMemory();
    if (bytes > most) {
      throw JobException.usage(
          plan.rows().where()
              + ": the samples need "
              + (bytes >> 20)
              + " MB, the process has "
              + (most >> 20)
              + " MB; draw fewer samples per class or give the driver more memory");
    }
  }

  private int checkedLength(int c) {
    return length(plan.rows().where(), plan.label(c), plan.size(c), dimension);
  }

  /**
   * The numbers in a class, which is kept as one array.
   *
   * @param where the input's name
   * @param label of the class
   * @param size the number of its samples
   * @param dimension d
   * @return size x dimension
   * @throws JobException (usage) if they are more than an array holds
   */
  public static int length(String where, String label, int size, int dimension) {
    long length = (long) size * dimension;
    if (length > RowTable.MOST_ROWS) {
      throw JobException.usage(
          where
              + ": class '"
              + label
              + "' holds "
              + length
              + " numbers, more than one array; draw fewer samples per class");
    }
    return (int) length;
  }

  /**
   * Gives the features names for messages.
   *
   * @param name of a feature by its place, such as {@code column 'time'}
   * @return these buffers
   */
  public ClassBuffers named(IntFunction<String> name) {
    names = name;
    return this;
  }

  /**
   * Puts one row, if the plan keeps it.
   *
   * @param row its place in the canonical order
   * @param features as many as the dimension, not modified
   */
  public void put(int row, float[] features) {
    if (!plan.keeps(row)) {
      return;
    }
    for (int j = 0; j < dimension; j++) {
      if (!Float.isFinite(features[j])) {
        throw notFinite(row, j, features[j]);
      }
    }
    for (int j = 0; j < dimension; j++) {
      low[j] = Math.min(low[j], features[j]);
      high[j] = Math.max(high[j], features[j]);
    }
    if (units.isAsRead()) {
      store(row, features);
      return;
    }
    for (int j = 0; j < dimension; j++) {
      narrowed[j] = units.kept(j, features[j]);
    }
    store(row, narrowed);
  }

  /**
   * Puts one row of values that a 32-bit float may not hold, if the plan keeps it.
   *
   * @param row its place in the canonical order
   * @param features as many as the dimension, not modified
   */
  public void put(int row, double[] features) {
    if (!plan.keeps(row)) {
      return;
    }
    if (wide == null) {
      wide = new Wide(dimension);
    }
    boolean asRead = units.isAsRead();
    for (int j = 0; j < dimension; j++) {
      narrowed[j] = asRead ? (float) features[j] : units.kept(j, features[j]);
      if (!Float.isFinite(narrowed[j])) {
        throw notFinite(row, j, features[j]);
      }
      wide.rounded[j] |= (float) features[j] != features[j];
    }
    for (int j = 0; j < dimension; j++) {
      wide.low[j] = Math.min(wide.low[j], features[j]);
      wide.high[j] = Math.max(wide.high[j], features[j]);
    }
    store(row, narrowed);
  }

  private JobException notFinite(int row, int j, double value) {
    return plan.rows().invalid(row, notFinite(names.apply(j), value), CLEAN);
  }

  /**
   * A value that no 32-bit float holds, as messages name it.
   *
   * @param name of the feature
   * @param value its value
   * @return the feature and its value
   */
  public static String notFinite(String name, double value) {
    String found =
        Double.isFinite(value) ? value + ", which is " + (float) value : Double.toString(value);
    return name + " is " + found + " as a 32-bit float";
  }

  private void store(int row, float[] features) {
    int c = plan.classOf(row);
    int sample = plan.sampleOf(row);
    if (file.isPresent()) {
      plan.place().write(() -> file.get().put(c, sample, features));
    } else {
      System.arraycopy(features, 0, samples.get(c), sample * dimension, dimension);
    }
    missing--;
  }

  /**
   * Buffers of pictures with three equal channels in place of grey ones, for what was put and what
   * will be. These buffers are handed over.
   *
   * @return buffers of three times the dimension
   */
  public ClassBuffers inColour() {
    ClassBuffers out = new ClassBuffers(plan, Math.multiplyExact(3, dimension)).named(names);
    file.ifPresent(grey -> plan.place().write(grey::fillUp));
    for (int c = 0; c < plan.classCount(); c++) {
      int place = c;
      if (file.isPresent()) {
        float[] colour = Channels.convert(file.get().source(c).read().values(), 1, 3);
        FloatMatrix rows = new FloatMatrix(plan.size(c), out.dimension, colour);
        plan.place().write(() -> out.file.orElseThrow().put(place, rows));
      } else {
        Channels.repeat(samples.set(c, null), out.samples.get(c));
      }
    }
    System.arraycopy(Channels.convert(low, 1, 3), 0, out.low, 0, out.dimension);
    System.arraycopy(Channels.convert(high, 1, 3), 0, out.high, 0, out.dimension);
    out.missing = missing;
    return out;
  }

  private FeatureRanges ranges() {
    double[] lowest = new double[dimension];
    double[] highest = new double[dimension];
    boolean[] rounded = new boolean[dimension];
    for (int j = 0; j < dimension; j++) {
      lowest[j] = wide == null ? low[j] : Math.min(low[j], wide.low[j]);
      highest[j] = wide == null ? high[j] : Math.max(high[j], wide.high[j]);
      rounded[j] = wide != null && wide.rounded[j];
    }
    return new FeatureRanges(lowest, highest, rounded, names);
  }

  /**
   * The dataset, once every row that the plan keeps has been put.
   *
   * @param shape the shape of the samples, if known
   * @param report what was read, without the range of the values
   * @return the dataset; the buffers are handed over
   */
  public LoadedDataset build(Optional<ImageShape> shape, ReadReport report) {
    RowTable rows = plan.rows();
    if (missing != 0) {
      throw JobException.of(
          ExitCode.FAILURE,
          rows.where() + " changed while it was read: " + missing + " rows are missing; run again");
    }
    List<long[]> ids = new ArrayList<>();
    List<double[]> weights = new ArrayList<>();
    for (int c = 0; c < plan.classCount(); c++) {
      ids.add(new long[plan.size(c)]);
      weights.add(new double[rows.isWeighted() ? plan.size(c) : 0]);
    }
    for (int row = 0; row < rows.size(); row++) {
      if (plan.keeps(row)) {
        ids.get(plan.classOf(row))[plan.sampleOf(row)] = rows.id(row);
        if (rows.isWeighted()) {
          weights.get(plan.classOf(row))[plan.sampleOf(row)] = rows.weight(row);
        }
      }
    }
    List<LabelledClass> classes = new ArrayList<>();
    for (int c = 0; c < plan.classCount(); c++) {
      MatrixSource matrix =
          file.isPresent()
              ? file.get().source(c)
              : new FloatMatrix(plan.size(c), dimension, samples.get(c));
      classes.add(
          rows.isWeighted()
              ? LabelledClass.weighted(plan.label(c), matrix, weights.get(c))
              : LabelledClass.of(plan.label(c), matrix));
    }
    FeatureRanges ranges = ranges();
    ReadReport.Values values =
        new ReadReport.Values(
            Arrays.stream(ranges.low()).min().orElseThrow(),
            Arrays.stream(ranges.high()).max().orElseThrow());
    return new LoadedDataset(
        LabelledDataset.of(classes),
        rows.kind(),
        ids,
        shape,
        rows.origins(plan),
        report.withValues(values),
        ranges,
        units);
  }
}
