package io.wowflow.jobs.io.parquet;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;

import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.io.dataset.FeatureRanges;
import io.wowflow.jobs.io.dataset.LabelKind;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.jobs.io.dataset.ReadReport;
import io.wowflow.jobs.io.dataset.SampleOrigins;
import io.wowflow.jobs.io.dataset.Units;
import io.wowflow.jobs.io.rows.ClassBuffers;
import io.wowflow.jobs.io.rows.ReadOptions;
import io.wowflow.jobs.io.rows.RowPlan;
import io.wowflow.jobs.io.rows.RowTable;
import io.wowflow.jobs.io.rows.SampleDraw;
import io.wowflow.jobs.io.spread.Census;
import io.wowflow.jobs.io.spread.ClassLayout;
import io.wowflow.jobs.io.spread.PackPlan;
import io.wowflow.jobs.io.spread.PlacedRow;
import io.wowflow.jobs.io.spread.RowFault;
import io.wowflow.jobs.io.spread.RowFault.Kind;
import io.wowflow.jobs.io.spread.RowPacker;
import io.wowflow.jobs.io.spread.SpreadClasses;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.data.LabelledDataset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Rows with a key that gives their canonical order, kept on executors: the driver gets a table of
 * classes and never of rows. The result is that of {@link KeyedRows}, bit for bit, whatever the
 * partitions.
 *
 * <p>A first pass counts the labels and checks labels, weights and ids. A draw needs the place of
 * each row in its class, for which keys go to the executors of their classes, and the drawn ones
 * are joined with their features. The last pass reads features, checks them and moves them to their
 * classes, see {@link SpreadClasses}.
 */
final class SpreadRows {
  private static final String KEPT = "kept";

  private final RowColumns columns;
  private final RowColumns.Form sent;
  private final Dataset<Row> keyed;
  private final RowFaults faults;
  private final JavaSparkContext spark;
  private ReadReport report;

  SpreadRows(
      RowColumns columns,
      RowColumns.Form sent,
      Dataset<Row> keyed,
      RowFaults faults,
      ReadReport report) {
    this.columns = columns;
    this.sent = sent;
    this.keyed = keyed;
    this.faults = faults;
    this.report = report;
    this.spark = JavaSparkContext.fromSparkContext(keyed.sparkSession().sparkContext());
  }

  /** The classes of an input, in their order. */
  private record Classes(LabelKind kind, List<String> labels, int[] sizes, List<String> sources) {
    Map<String, Integer> numbers() {
      return numbered(labels);
    }

    static Map<String, Integer> numbered(List<String> names) {
      Map<String, Integer> numbers = new HashMap<>();
      for (int c = 0; c < names.size(); c++) {
        numbers.put(names.get(c), c);
      }
      return numbers;
    }

    Classes drawn(int count) {
      int[] all = new int[sizes.length];
      Arrays.fill(all, count);
      return new Classes(kind, labels, all, sources);
    }
  }

  LoadedDataset read(ReadOptions options, long count) {
    Classes all = checked(census(), count, options);
    Broadcast<Map<String, Integer>> numbers = spark.broadcast(all.numbers());
    if (options.samplesPerClass().isEmpty()) {
      return features(keyed, all, numbers, options.units());
    }
    int each = options.samplesPerClass().getAsInt();
    for (int c = 0; c < all.sizes.length; c++) {
      if (all.sizes[c] < each) {
        int most = Arrays.stream(all.sizes).min().orElse(0);
        throw RowPlan.tooFew(columns.where(), all.labels.get(c), all.sizes[c], each, most);
      }
    }
    SpreadClasses keys = keys(all, numbers);
    try {
      Dataset<Row> drawn = drawn(keys, all.labels, options.seed(), each);
      return features(drawn, all.drawn(each), numbers, options.units());
    } finally {
      keys.release();
    }
  }

  private Census census() {
    boolean weighted = columns.hasWeight();
    boolean origins = columns.origin().isPresent();
    List<String> wanted = new ArrayList<>(List.of(RowColumns.LABEL));
    if (weighted) {
      wanted.add(RowColumns.WEIGHT);
    }
    if (origins) {
      wanted.add(RowColumns.SOURCE_CLASS);
    }
    return keyed
        .select(RowColumns.KEY, wanted.toArray(String[]::new))
        .javaRDD()
        .treeAggregate(
            new Census(), (census, row) -> census.add(row, weighted, origins), Census::with);
  }

  private Classes checked(Census census, long count, ReadOptions options) {
    refuse(census.labelWithoutId().map(faults::nullId));
    refuse(census.missing().map(found -> faults.nullValue(found.key(), found.text())));
    if (census.hasTooManyLabels()) {
      throw RowTable.tooManyLabels(columns.where());
    }
    if (census.rows() != count) {
      throw faults.changed("it has " + (census.rows() > count ? "more" : "fewer") + " rows now");
    }
    if (columns.hasId()) {
      refuse(twice().map(faults::twice));
    }
    if (count == 0) {
      throw RowTable.noSamples(columns.where());
    }
    Map<String, Long> counts = census.counts();
    if (faults.hasFractions(counts.keySet())) {
      refuse(census.notInteger().map(found -> faults.fraction(found.key(), found.text())));
    }
    faults.checkLabels(counts.keySet(), count, options.unlabelled());
    LabelKind kind = columns.label().kind().orElseGet(() -> LabelKind.of(counts.keySet()));
    List<String> labels = RowTable.inOrder(kind, counts.keySet());
    if (labels.size() == 1 && !options.unlabelled()) {
      report = report.withNotice(faults.oneLabel(labels.get(0)));
    }
    refuse(
        census
            .badWeight()
            .map(
                found -> {
                  List<String> bad = RowTable.badWeight(found.number()).orElseThrow();
                  return faults.row(found.key(), bad.get(0), bad.get(1));
                }));
    int[] sizes = new int[labels.size()];
    for (int c = 0; c < sizes.length; c++) {
      long size = counts.get(labels.get(c));
      if (size > RowTable.MOST_ROWS) {
        throw faults.tooManyRows(size);
      }
      sizes[c] = (int) size;
    }
    return new Classes(kind, labels, sizes, census.sources());
  }

  private static void refuse(Optional<JobException> refusal) {
    refusal.ifPresent(
        found -> {
          throw found;
        });
  }

  /** The least id that two rows have. */
  private Optional<Long> twice() {
    Row least =
        keyed
            .groupBy(RowColumns.KEY)
            .count()
            .filter(col("count").gt(lit(1)))
            .agg(min(RowColumns.KEY))
            .first();
    return least.isNullAt(0) ? Optional.empty() : Optional.of(least.getLong(0));
  }

  /** The keys of all rows, by class. */
  private SpreadClasses keys(Classes all, Broadcast<Map<String, Integer>> numbers) {
    SpreadClasses keys =
        SpreadClasses.of(
            keyed.select(RowColumns.KEY, RowColumns.LABEL).javaRDD(),
            new PackPlan(
                ClassLayout.of(all.sizes, 0, spark.defaultParallelism()),
                Units.AS_READ,
                false,
                false,
                false),
            (row, packer) -> {
              Integer number = numbers.value().get(row.getString(1));
              if (number != null) {
                packer.put(new PlacedRow(number, row.getLong(0), 0, -1, -1), new float[0]);
              }
            });
    if (keys.notes().rows() != Arrays.stream(all.sizes).asLongStream().sum()) {
      throw faults.changed("its labels are others now");
    }
    return keys;
  }

  /** The rows that are drawn. */
  private Dataset<Row> drawn(SpreadClasses keys, List<String> labelOf, long seed, int count) {
    Broadcast<String[]> labels = spark.broadcast(labelOf.toArray(String[]::new));
    JavaRDD<Row> kept =
        keys.keys(
                (number, ids) ->
                    Arrays.stream(SampleDraw.draw(seed, labels.value()[number], ids.length, count))
                        .mapToLong(i -> ids[i])
                        .toArray())
            .map(RowFactory::create);
    SparkSession session = keyed.sparkSession();
    Dataset<Row> keptKeys =
        session.createDataFrame(kept, new StructType().add(KEPT, DataTypes.LongType, false));
    return keyed.join(keptKeys, keyed.col(RowColumns.KEY).equalTo(keptKeys.col(KEPT)), "left_semi");
  }

  private LoadedDataset features(
      Dataset<Row> wanted, Classes classes, Broadcast<Map<String, Integer>> numbers, Units units) {
    int dimension = FeatureRows.dimension(wanted, sent, faults);
    ClassBuffers.checkDimension(columns.where(), dimension);
    for (int c = 0; c < classes.sizes.length; c++) {
      ClassBuffers.length(columns.where(), classes.labels.get(c), classes.sizes[c], dimension);
    }
    ClassLayout layout = ClassLayout.of(classes.sizes, dimension, spark.defaultParallelism());
    PackPlan plan =
        new PackPlan(
            layout,
            units,
            columns.hasWeight(),
            columns.origin().isPresent(),
            columns.features().areColumns() && !columns.hasId());
    SpreadClasses spread =
        SpreadClasses.of(
            FeatureRows.of(wanted, columns, sent, true).javaRDD(),
            plan,
            new Reading(
                numbers,
                spark.broadcast(Classes.numbered(classes.sources)),
                sent == RowColumns.Form.FLOATS,
                columns.features().areBytes(),
                dimension));
    refuse(spread.notes().fault().map(fault -> refusal(fault, dimension)));
    long missing = Arrays.stream(classes.sizes).asLongStream().sum() - spread.notes().rows();
    if (missing != 0) {
      throw faults.changed(missing + " rows are missing");
    }
    return loaded(spread, classes, units);
  }

  private JobException refusal(RowFault fault, int dimension) {
    return switch (fault.kind()) {
      case NOT_WHOLE -> faults.features(fault.key(), fault.problem());
      case DIMENSION -> faults.dimension(fault.key(), fault.number(), dimension);
      case INDICES -> faults.indices(fault.key());
      case NEW_LABEL -> faults.isNew(fault.key());
      case NOT_FINITE ->
          faults.row(
              fault.key(),
              ClassBuffers.notFinite(faults.feature(fault.number()), fault.value()),
              ClassBuffers.CLEAN);
    };
  }

  private LoadedDataset loaded(SpreadClasses spread, Classes classes, Units units) {
    List<LabelledClass> made = new ArrayList<>();
    for (int c = 0; c < classes.sizes.length; c++) {
      Supplier<double[]> weights = spread.weights(c);
      String label = classes.labels.get(c);
      made.add(
          weights == null
              ? LabelledClass.of(label, spread.samples(c))
              : LabelledClass.weightedOnDemand(label, spread.samples(c), weights));
    }
    FeatureRanges ranges = spread.notes().ranges(faults::feature);
    ReadReport read =
        spread
            .notes()
            .countingFeature()
            .map(j -> report.withNotice(faults.counts(j)))
            .orElse(report)
            .withValues(
                new ReadReport.Values(
                    Arrays.stream(ranges.low()).min().orElseThrow(),
                    Arrays.stream(ranges.high()).max().orElseThrow()));
    return new LoadedDataset(
        LabelledDataset.of(made),
        classes.kind,
        spread.ids(),
        Optional.empty(),
        columns
            .origin()
            .map(
                origin ->
                    new SampleOrigins(
                        origin.kind(),
                        classes.sources,
                        spread.sourceClasses(),
                        spread.originIds())),
        read,
        ranges,
        units);
  }

  /** Passes rows with features to a packer. */
  private record Reading(
      Broadcast<Map<String, Integer>> numbers,
      Broadcast<Map<String, Integer>> sources,
      boolean floats,
      boolean areBytes,
      int dimension)
      implements SpreadClasses.RowReader<FeatureRow> {
    @Override
    public void read(FeatureRow row, RowPacker<FeatureRow> packer) {
      long key = row.getKey();
      Integer number = numbers.value().get(row.getLabel());
      if (number == null) {
        packer.refuse(new RowFault(key, Kind.NEW_LABEL, "", 0, 0));
        return;
      }
      if (row.getProblem() != null) {
        packer.refuse(new RowFault(key, Kind.NOT_WHOLE, row.getProblem(), 0, 0));
        return;
      }
      String source = row.getSourceClass();
      PlacedRow placed =
          new PlacedRow(
              number,
              key,
              row.getWeight(),
              source == null ? -1 : sources.value().getOrDefault(source, -1),
              row.getOriginId());
      if (floats) {
        packer.put(placed, row.narrow(areBytes));
        return;
      }
      if (row.dimension() != dimension) {
        packer.refuse(new RowFault(key, Kind.DIMENSION, "", row.dimension(), 0));
        return;
      }
      double[] values = row.wide();
      if (values == null) {
        packer.refuse(new RowFault(key, Kind.INDICES, "", 0, 0));
        return;
      }
      packer.put(placed, values);
    }
  }
}
