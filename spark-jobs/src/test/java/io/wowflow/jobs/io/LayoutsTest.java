package io.wowflow.jobs.io;

import static io.wowflow.jobs.io.Readings.assertSameSamples;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.wowflow.jobs.SparkTest;
import io.wowflow.jobs.conf.InputConf;
import io.wowflow.jobs.io.dataset.LabelKind;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.jobs.io.npz.NpyBytes;
import io.wowflow.jobs.io.rows.ReadOptions;
import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.data.LabelledDataset;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A random labelled table, written in every layout in which numpy, pandas and Spark leave such
 * tables, reads to the same dataset: the same labels, samples in the same order, weights.
 */
class LayoutsTest {
  @TempDir Path folder;

  /**
   * A table.
   *
   * @param labels of each row, integers as text or text
   * @param rows the features of each row, exact in 32 bits
   * @param ids of each row, or empty for positions
   * @param weights of each row, or empty
   */
  private record Table(
      boolean integers, String[] labels, double[][] rows, long[] ids, double[] weights) {

    static Table random(long seed) {
      SplittableRandom random = new SplittableRandom(seed);
      int classes = random.nextInt(2, 5);
      int size = classes * random.nextInt(2, 6) + random.nextInt(3);
      int d = random.nextInt(2, 6);
      boolean integers = random.nextBoolean();
      String[] names = {"ant", "bee", "cat", "dog"};
      String[] labels = new String[size];
      double[][] rows = new double[size][d];
      long[] ids = random.nextBoolean() ? new long[size] : new long[0];
      double[] weights = random.nextBoolean() ? new double[size] : new double[0];
      for (int i = 0; i < size; i++) {
        int c = i < classes ? i : random.nextInt(classes);
        labels[i] = integers ? Integer.toString(3 * c - 2) : names[c];
        for (int j = 0; j < d; j++) {
          rows[i][j] = random.nextInt(-4000, 4000) / 64.0;
        }
        if (ids.length > 0) {
          // Neither in order nor counting: 7919 is prime to every size.
          ids[i] = 100 + 7919L * (i + 1) % (10 * size + 1);
        }
        if (weights.length > 0) {
          weights[i] = random.nextInt(1, 9) / 4.0;
        }
      }
      return new Table(integers, labels, rows, ids, weights);
    }

    int size() {
      return labels.length;
    }

    int dimension() {
      return rows[0].length;
    }

    /** The rows in their canonical order. */
    List<Integer> order() {
      List<Integer> out = new ArrayList<>(IntStream.range(0, size()).boxed().toList());
      if (ids.length > 0) {
        out.sort(Comparator.comparingLong(i -> ids[i]));
      }
      return out;
    }

    /** The dataset by the definition, with or without the columns that a layout has not. */
    LoadedDataset dataset(boolean withIds, boolean withWeights) {
      Map<String, List<Integer>> byLabel =
          new TreeMap<>(
              integers ? Comparator.comparingLong(Long::parseLong) : Comparator.naturalOrder());
      List<Integer> order = withIds ? order() : IntStream.range(0, size()).boxed().toList();
      for (int i : order) {
        byLabel.computeIfAbsent(labels[i], label -> new ArrayList<>()).add(i);
      }
      List<LabelledClass> classes = new ArrayList<>();
      List<long[]> places = new ArrayList<>();
      byLabel.forEach(
          (label, members) -> {
            float[] values = new float[members.size() * dimension()];
            for (int k = 0; k < members.size(); k++) {
              for (int j = 0; j < dimension(); j++) {
                values[k * dimension() + j] = (float) rows[members.get(k)][j];
              }
            }
            FloatMatrix samples = new FloatMatrix(members.size(), dimension(), values);
            double[] of = members.stream().mapToDouble(i -> withWeights ? weights[i] : 1).toArray();
            classes.add(
                withWeights
                    ? LabelledClass.weighted(label, samples, of)
                    : LabelledClass.of(label, samples));
            places.add(new long[members.size()]);
          });
      return new LoadedDataset(
          LabelledDataset.of(classes),
          integers ? LabelKind.INTEGER : LabelKind.STRING,
          places,
          Optional.empty());
    }
  }

  private static Stream<Long> seeds() {
    return Stream.iterate(1L, seed -> seed + 1).limit(12);
  }

  /** Spark writes and reads a table in a second. */
  private static Stream<Long> fewSeeds() {
    return seeds().limit(4);
  }

  private void check(Table table, String uri, ReadOptions options, boolean ids, boolean weights) {
    LoadedDataset read = Readings.read(uri, options);
    boolean hasIds = ids && table.ids.length > 0;
    boolean hasWeights = weights && table.weights.length > 0;
    assertSameSamples(read, table.dataset(hasIds, hasWeights));
    assertThat(read.line()).hasSizeLessThan(400).contains("labels from", "features from");
  }

  /** How pandas and others write a table as text. */
  private String csv(
      Table table, String label, String delimiter, int labelAt, boolean header, String end) {
    List<String> names = new ArrayList<>();
    List<Function<Integer, String>> cells = new ArrayList<>();
    for (int j = 0; j < table.dimension(); j++) {
      int column = j;
      names.add("f" + j);
      cells.add(i -> Double.toString(table.rows[i][column]));
    }
    int at = Math.min(labelAt, names.size());
    names.add(at, label);
    cells.add(at, i -> table.labels[i]);
    if (header && table.ids.length > 0) {
      names.add("id");
      cells.add(i -> Long.toString(table.ids[i]));
    }
    if (header && table.weights.length > 0) {
      names.add("weight");
      cells.add(i -> Double.toString(table.weights[i]));
    }
    StringBuilder out = new StringBuilder();
    if (header) {
      out.append(String.join(delimiter, names)).append(end);
    }
    for (int i = 0; i < table.size(); i++) {
      int row = i;
      out.append(String.join(delimiter, cells.stream().map(c -> c.apply(row)).toList()));
      out.append(end);
    }
    return out.toString();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void csv(long seed) throws IOException {
    Table table = Table.random(seed);
    ReadOptions defaults = ReadOptions.defaults();
    Path file = folder.resolve("table.csv");
    for (String label :
        List.of("label", "labels", "target", "class", "y", "species", "Label", "category")) {
      Files.writeString(file, csv(table, label, ",", 99, true, "\n"));
      check(table, file.toString(), defaults, true, true);
    }
    for (String delimiter : List.of(",", ";", "\t", "|")) {
      Files.writeString(file, csv(table, "label", delimiter, 0, true, "\r\n"));
      check(table, file.toString(), defaults, true, true);
    }
    Files.writeString(file, "\uFEFF" + csv(table, "label", ",", 1, true, "\n"));
    check(table, file.toString(), defaults, true, true);
    Files.writeString(file, csv(table, "quality", ",", 1, true, "\n"));
    check(table, file.toString(), defaults.withColumns(label("quality")), true, true);
    Files.writeString(file, csv(table, "", ",", 99, false, "\n"));
    InputConf.Columns last =
        columns(Integer.toString(table.dimension() + 1), Optional.of(InputConf.Header.NO));
    check(table, file.toString(), defaults.withColumns(last), false, false);
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
      gzip.write(csv(table, "label", ",", 99, true, "\n").getBytes(UTF_8));
    }
    Files.write(folder.resolve("table.csv.gz"), zipped.toByteArray());
    check(table, folder.resolve("table.csv.gz").toString(), defaults, true, true);
  }

  private static InputConf.Columns label(String name) {
    return columns(name, Optional.empty());
  }

  private static InputConf.Columns columns(String label, Optional<InputConf.Header> header) {
    return new InputConf.Columns(
        Optional.of(label),
        List.of(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        header);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void csvInPartsAndSplits(long seed) throws IOException {
    Table table = Table.random(seed);
    String[] lines = csv(table, "label", ",", 99, true, "\n").split("\n", 0);
    Path parts = Files.createDirectory(folder.resolve("parts"));
    int half = lines.length / 2;
    Files.writeString(parts.resolve("part-00000.csv"), text(lines, 0, half));
    Files.writeString(parts.resolve("part-00001.csv"), text(lines, half, lines.length));
    Files.writeString(parts.resolve("_SUCCESS"), "");
    check(table, parts.toString(), ReadOptions.defaults(), true, true);

    Path splits = Files.createDirectory(folder.resolve("splits"));
    Files.writeString(splits.resolve("my_train.csv"), text(lines, 0, lines.length));
    Files.writeString(splits.resolve("my_test.csv"), text(lines, 0, 2));
    check(table, splits + "#train", ReadOptions.defaults(), true, true);
  }

  /** The header, then the lines from one to another. */
  private static String text(String[] lines, int from, int to) {
    StringBuilder out = new StringBuilder(lines[0]).append('\n');
    for (int i = Math.max(1, from); i < to; i++) {
      out.append(lines[i]).append('\n');
    }
    return out.toString();
  }

  private static byte[] samples(Table table, String type, boolean fortran) {
    double[] flat = new double[table.size() * table.dimension()];
    for (int i = 0; i < table.size(); i++) {
      for (int j = 0; j < table.dimension(); j++) {
        flat[fortran ? j * table.size() + i : i * table.dimension() + j] = table.rows[i][j];
      }
    }
    return NpyBytes.npy(
        1,
        String.format(
            Locale.ROOT,
            "{'descr': '%s', 'fortran_order': %s, 'shape': (%d, %d), }",
            type,
            fortran ? "True" : "False",
            table.size(),
            table.dimension()),
        type.equals("<f4") ? NpyBytes.floats(flat) : NpyBytes.doubles(flat));
  }

  private static List<byte[]> labels(Table table) {
    String shape = "(" + table.size() + ",)";
    if (!table.integers) {
      return List.of(NpyBytes.npy("<U3", shape, NpyBytes.texts(3, table.labels)));
    }
    long[] integers = Stream.of(table.labels).mapToLong(Long::parseLong).toArray();
    double[] reals = Stream.of(table.labels).mapToDouble(Double::parseDouble).toArray();
    return List.of(
        NpyBytes.npy("<i8", shape, NpyBytes.longs(integers)),
        NpyBytes.npy("<i8", "(" + table.size() + ", 1)", NpyBytes.longs(integers)),
        NpyBytes.npy("<f8", shape, NpyBytes.doubles(reals)));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void npz(long seed) throws IOException {
    Table table = Table.random(seed);
    Path file = folder.resolve("table.npz");
    List<byte[]> xs =
        List.of(
            samples(table, "<f8", false),
            samples(table, "<f4", false),
            samples(table, "<f8", true));
    for (byte[] x : xs) {
      for (byte[] y : labels(table)) {
        for (String names : List.of("x y", "X y", "data target", "arr_0 arr_1")) {
          String[] name = names.split(" ", -1);
          NpyBytes.write(file, Map.of(name[0] + ".npy", x, name[1] + ".npy", y));
          check(table, file.toString(), ReadOptions.defaults(), false, false);
        }
        NpyBytes.write(
            file, Map.of("x_train.npy", x, "y_train.npy", y, "x_test.npy", x, "y_test.npy", y));
        check(table, file + "#train", ReadOptions.defaults(), false, false);
      }
    }
  }

  private static Dataset<Row> frame(Table table) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < table.size(); i++) {
      Double[] features = new Double[table.dimension()];
      for (int j = 0; j < features.length; j++) {
        features[j] = table.rows[i][j];
      }
      rows.add(
          RowFactory.create(
              table.labels[i],
              features,
              table.ids.length > 0 ? table.ids[i] : (long) i,
              table.weights.length > 0 ? table.weights[i] : 1.0));
    }
    StructType schema =
        new StructType()
            .add("label", DataTypes.StringType)
            .add("features", DataTypes.createArrayType(DataTypes.DoubleType))
            .add("id", DataTypes.LongType)
            .add("weight", DataTypes.DoubleType);
    Dataset<Row> all = SparkTest.session().createDataFrame(rows, schema).coalesce(1);
    Dataset<Row> weighted = table.weights.length > 0 ? all : all.drop("weight");
    Dataset<Row> named = table.ids.length > 0 ? weighted : weighted.drop("id");
    return table.integers
        ? named.withColumn("label", functions.col("label").cast("bigint"))
        : named;
  }

  private void parquet(Table table, String name, Dataset<Row> frame) {
    String path = folder.resolve(name).toString();
    frame.write().parquet(path);
    check(table, path, ReadOptions.defaults(), true, true);
  }

  @ParameterizedTest
  @MethodSource("fewSeeds")
  void parquet(long seed) {
    Table table = Table.random(seed);
    Dataset<Row> frame = frame(table);
    parquet(table, "double", frame);
    Column floats = functions.col("features").cast("array<float>");
    parquet(table, "float", frame.withColumn("features", floats));
    parquet(table, "target", frame.withColumnRenamed("label", "target"));
    Dataset<Row> wide = frame;
    for (int j = 0; j < table.dimension(); j++) {
      wide = wide.withColumn("f" + j, functions.col("features").getItem(j));
    }
    parquet(table, "wide", wide.drop("features"));
    if (table.integers) {
      parquet(table, "real", frame.withColumn("label", functions.col("label").cast("double")));
      parquet(table, "int", frame.withColumn("label", functions.col("label").cast("int")));
    }
    if (table.ids.length > 0) {
      String path = folder.resolve("partitioned").toString();
      frame.write().partitionBy("label").parquet(path);
      check(table, path, ReadOptions.defaults(), true, true);
      parquet(table, "parts", frame.repartition(3));
    }
    Path splits = folder.resolve("splits");
    frame.write().parquet(splits.resolve("train").toString());
    frame.limit(1).write().parquet(splits.resolve("validation").toString());
    check(table, splits + "#train", ReadOptions.defaults(), true, true);
  }
}
