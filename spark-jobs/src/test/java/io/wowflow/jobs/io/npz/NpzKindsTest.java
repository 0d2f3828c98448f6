package io.wowflow.jobs.io.npz;

import static io.wowflow.jobs.io.Readings.CONFIGURATION;
import static io.wowflow.jobs.io.Readings.labels;
import static io.wowflow.jobs.io.Readings.ofLabel;
import static io.wowflow.jobs.io.Readings.read;
import static io.wowflow.jobs.io.Readings.refusal;
import static io.wowflow.jobs.io.Readings.samples;
import static io.wowflow.jobs.io.npz.NpyBytes.doubles;
import static io.wowflow.jobs.io.npz.NpyBytes.floats;
import static io.wowflow.jobs.io.npz.NpyBytes.longs;
import static io.wowflow.jobs.io.npz.NpyBytes.npy;
import static io.wowflow.jobs.io.npz.NpyBytes.texts;
import static org.assertj.core.api.Assertions.assertThat;

import io.wowflow.jobs.Needs;
import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.conf.ImageShape;
import io.wowflow.jobs.conf.InputConf;
import io.wowflow.jobs.io.Readings;
import io.wowflow.jobs.io.dataset.LabelKind;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.jobs.io.dataset.Split;
import io.wowflow.jobs.io.place.DatasetUri;
import io.wowflow.jobs.io.place.InputPath;
import io.wowflow.jobs.io.rows.ClassBuffers;
import io.wowflow.jobs.io.rows.ReadOptions;
import io.wowflow.jobs.io.rows.RowPlan;
import io.wowflow.jobs.io.rows.RowTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives as people of numpy and Keras have them. */
class NpzKindsTest {
  private static final ReadOptions ALL = ReadOptions.defaults();
  private static final byte[] ROWS = npy("<f4", "(3, 2)", floats(0, 1, 2, 3, 4, 5));
  private static final byte[] LABELS = npy("<i8", "(3,)", longs(7, -3, 7));

  @TempDir Path directory;

  private Path file(Map<String, byte[]> entries) throws IOException {
    return NpyBytes.write(directory.resolve("data.npz"), entries);
  }

  private static ReadOptions columns(String label, String features, String weight, String id) {
    return ALL.withColumns(
        new InputConf.Columns(
            Optional.ofNullable(label),
            features == null ? List.of() : List.of(features),
            List.of(),
            Optional.ofNullable(weight),
            Optional.ofNullable(id),
            Optional.empty(),
            Optional.empty()));
  }

  private static byte[] fortran(String descr, String shape, byte[] data) {
    return npy(
        1, "{'descr': '" + descr + "', 'fortran_order': True, 'shape': " + shape + ", }", data);
  }

  /**
   * Files of published kinds. The hashes of the values of each class are {@link
   * Arrays#hashCode(float[])}, computed with numpy from the files.
   */
  @ParameterizedTest
  @CsvSource({
    "np_Xy.npz, 1808007868 -109930645 496220706",
    "np_arr01.npz, 1808007868 -109930645 496220706",
    "np_data_target.npz, 1808007868 -109930645 496220706",
    "np_bigendian.npz, 1808007868 -109930645 496220706",
    "np_column.npz, 1808007868 -109930645 496220706",
    "np_fortran.npz, 1808007868 -109930645 496220706",
    "np_yfloat.npz, 1808007868 -109930645 496220706",
    "np_half.npz, -1672188671 773254401 1745825025",
    "np_xbool.npz, -2077209343 850414849 -1003467519",
    "np_xuint16.npz, 77024513 1127558401 1217813761",
    "np_fortran3.npz, 1376429814 1511273153",
    "np_keras.npz#train, 1135518241 968874816 -382645161",
    "np_keras.npz#test, 375520585 1114263255 140192158",
    "np_medmnist.npz#train, 1135518241 968874816 -382645161",
    "np_medmnist.npz#val, 375520585 1114263255 140192158",
    "np_medmnist.npz#test, 375520585 1114263255 140192158",
    "n_hwc.npz, -1172855543 -888147664 -1486519483",
  })
  void publishedKindsAreReadAsNumpyReadsThem(String name, String hashes) {
    LoadedDataset loaded = read(Needs.fieldInputs().resolve(name).toString(), ALL);
    String[] expected = hashes.split(" ", -1);
    assertThat(labels(loaded))
        .containsExactly(List.of("0", "1", "2").subList(0, expected.length).toArray(new String[0]));
    assertThat(loaded.labelKind()).isEqualTo(LabelKind.INTEGER);
    for (int c = 0; c < expected.length; c++) {
      assertThat(Arrays.hashCode(samples(loaded, Integer.toString(c))))
          .isEqualTo(Integer.parseInt(expected[c]));
    }
    assertThat(loaded.line()).hasSizeLessThan(300);
  }

  @Test
  void aPublishedFileWithSplitsNeedsOneNamed() {
    String file = Needs.fieldInputs().resolve("np_medmnist.npz").toString();
    refusal(ExitCode.USAGE, () -> read(file, ALL))
        .isEqualTo(
            file
                + " has several splits; name one: "
                + file
                + "#test or "
                + file
                + "#train or "
                + file
                + "#val");
    refusal(ExitCode.USAGE, () -> read(file + "#dev", ALL)).contains("has no split #dev; name ");
  }

  @Test
  void channelsFirstAreRefusedOrTurned() {
    String file = Needs.fieldInputs().resolve("n_chw.npz").toString();
    refusal(ExitCode.INPUT, () -> read(file, ALL))
        .contains("entry 'x', shape (12, 3, 8, 8): channels first; give --shape 8x8x3")
        .contains("np.moveaxis(x, 1, -1)");
    LoadedDataset turned = read(file, ALL.withShape(new ImageShape(8, 8, 3)));
    Readings.assertSameSamples(turned, read(Needs.fieldInputs().resolve("n_hwc.npz")));
    assertThat(turned.line()).contains("channels first in the file");
  }

  @Test
  void channelsFirstOfFewPixelsAndOfOneChannel() throws IOException {
    byte[] y = npy("<i8", "(1,)", longs(0));
    byte[] small = npy("<f4", "(1, 3, 1, 2)", floats(0, 1, 2, 3, 4, 5));
    Path file = file(Map.of("x.npy", small, "y.npy", y));
    assertThat(samples(read(file.toString(), ALL.withShape(new ImageShape(1, 2, 3))), "0"))
        .containsExactly(0, 2, 4, 1, 3, 5);
    assertThat(read(file).shape()).isEmpty();
    double[] pixels = IntStream.range(0, 25).asDoubleStream().toArray();
    Path grey = file(Map.of("x.npy", npy("<f4", "(1, 1, 5, 5)", floats(pixels)), "y.npy", y));
    LoadedDataset loaded = read(grey);
    assertThat(loaded.shape()).contains(new ImageShape(5, 5, 1));
    assertThat(samples(loaded, "0")).startsWith(0, 1, 2, 3);
  }

  @ParameterizedTest
  @CsvSource({
    "X, y",
    "X, Y",
    "x, label",
    "data, target",
    "data, labels",
    "images, labels",
    "features, label",
    "x, targets",
    "x, fine_label"
  })
  void knownNamesAreFound(String x, String y) throws IOException {
    LoadedDataset loaded = read(file(Map.of(x + ".npy", ROWS, y + ".npy", LABELS)));
    assertThat(samples(loaded, "7")).containsExactly(0, 1, 4, 5);
    assertThat(loaded.line())
        .contains("labels from array '" + y + "' (3,) int64 (a known name)")
        .contains("2 features from array '" + x + "' (3, 2) float32;");
  }

  @ParameterizedTest
  @CsvSource({
    "x_train, y_train, train",
    "X_train, y_train, train",
    "train_images, train_labels, train",
    "trainX, trainY, train",
    "Xtest, ytest, test",
    "x_val, y_val, val",
    "images_validation, labels_validation, validation",
  })
  void splitsAreParts(String x, String y, String split) throws IOException {
    Path file = file(Map.of(x + ".npy", ROWS, y + ".npy", LABELS));
    for (String uri : new String[] {file.toString(), file + "#" + split}) {
      LoadedDataset loaded = read(uri, ALL);
      assertThat(samples(loaded, "-3")).containsExactly(2, 3);
      assertThat(loaded.report().split()).contains(new Split(split));
    }
  }

  @Test
  void arraysWithoutASplitGoBeforeSplits() throws IOException {
    byte[] other = npy("<f4", "(3, 2)", floats(9, 9, 9, 9, 9, 9));
    Path file =
        file(Map.of("x.npy", ROWS, "y.npy", LABELS, "x_test.npy", other, "y_test.npy", LABELS));
    assertThat(samples(read(file), "-3")).containsExactly(2, 3);
    assertThat(samples(read(file + "#test", ALL), "-3")).containsExactly(9, 9);
    assertThat(read(file).report().leftOut()).containsExactly("#test");
  }

  @Test
  void optionsNameArrays() throws IOException {
    byte[] fine = npy("<U1", "(3,)", texts(1, "a", "b", "a"));
    Path file =
        file(
            Map.of(
                "x.npy",
                ROWS,
                "y.npy",
                LABELS,
                "fine.npy",
                fine,
                "raw.npy",
                npy("<i4", "(3, 1)", new byte[] {1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0}),
                "w.npy",
                npy("<f8", "(3, 1)", doubles(1, 1, 3)),
                "key.npy",
                npy("<i8", "(3,)", longs(30, 20, 10))));
    LoadedDataset loaded = read(file.toString(), columns("fine", "raw", "w", "key"));
    assertThat(labels(loaded)).containsExactly("a", "b");
    assertThat(samples(loaded, "a")).containsExactly(3, 1);
    assertThat(loaded.ids().get(0)).containsExactly(10, 30);
    assertThat(ofLabel(loaded, "a").weights()).containsExactly(0.75, 0.25);
    assertThat(loaded.line())
        .contains("given by --label-column", "given by --feature-columns")
        .contains("weights from array 'w'; ids from array 'key'")
        .contains("left out: arrays 'x', 'y'");
    refusal(ExitCode.USAGE, () -> read(file.toString(), columns("coarse", null, null, null)))
        .contains("has no array 'coarse', which --label-column names; its arrays are ");
    refusal(ExitCode.USAGE, () -> read(file.toString(), columns(null, "*", null, null)))
        .contains("--feature-columns names more than one array");
    byte[] twice = npy("<i8", "(3,)", longs(1, 2, 1));
    Path repeated = file(Map.of("x.npy", ROWS, "y.npy", LABELS, "key.npy", twice));
    refusal(ExitCode.INPUT, () -> read(repeated.toString(), columns(null, null, null, "key")))
        .contains("the id 1 is that of the samples 0 and 2");
  }

  @Test
  void optionsNameArraysOfASplit() throws IOException {
    Path file =
        file(
            new TreeMap<>(
                Map.of(
                    "x_train.npy", ROWS,
                    "coarse_train.npy", LABELS,
                    "y_train.npy", npy("<i8", "(3,)", longs(0, 0, 0)),
                    "x_test.npy", SIX,
                    "coarse_test.npy", npy("<i8", "(2,)", longs(5, 6)))));
    assertThat(labels(read(file + "#train", columns("coarse", null, null, null))))
        .containsExactly("-3", "7");
    assertThat(labels(read(file.toString(), columns("coarse_train", null, null, null))))
        .containsExactly("-3", "7");
  }

  private static final byte[] SIX = npy("<f4", "(2, 3, 1)", floats(0, 1, 2, 3, 4, 5));

  @Test
  void weightsCanBeLeftOut() throws IOException {
    byte[] weight = npy("<f4", "(3,)", floats(1, 9, 3));
    Path file = file(Map.of("x.npy", ROWS, "y.npy", LABELS, "weight.npy", weight));
    assertThat(ofLabel(read(file), "7").isUniform()).isFalse();
    LoadedDataset none = read(file.toString(), columns(null, null, "none", null));
    assertThat(ofLabel(none, "7").isUniform()).isTrue();
    assertThat(none.line()).contains("no weights").contains("left out: array 'weight'");
  }

  @Test
  void optionsThatDoNotApplyAreRefused() throws IOException {
    Path file = file(Map.of("x.npy", ROWS, "y.npy", LABELS));
    InputConf.Columns said =
        new InputConf.Columns(
            Optional.empty(),
            List.of(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(';'),
            Optional.empty());
    refusal(ExitCode.USAGE, () -> read(file.toString(), ALL.withColumns(said)))
        .isEqualTo(file + " is an NPZ file, to which --delimiter does not apply; leave it out");
  }

  @Test
  void positionsAreUsedWhereTheyAreClear() throws IOException {
    LoadedDataset swapped = read(file(Map.of("arr_0.npy", LABELS, "arr_1.npy", ROWS)));
    assertThat(samples(swapped, "7")).containsExactly(0, 1, 4, 5);
    assertThat(swapped.line()).contains("array 'arr_0' (3,) int64 (by its position)");
    byte[] oneHot = npy("|u1", "(3, 2)", new byte[] {0, 1, 1, 0, 0, 1});
    assertThat(samples(read(file(Map.of("arr_0.npy", ROWS, "arr_1.npy", oneHot))), "1"))
        .containsExactly(0, 1, 4, 5);
    refusal(ExitCode.INPUT, () -> read(file(Map.of("arr_0.npy", ROWS, "arr_1.npy", ROWS))))
        .contains("does not show which of its arrays are samples and labels")
        .contains("arr_0 (3, 2), arr_1 (3, 2)");
    refusal(
            ExitCode.INPUT,
            () ->
                read(
                    file(
                        Map.of(
                            "arr_0.npy", ROWS,
                            "arr_1.npy", LABELS,
                            "arr_2.npy", ROWS,
                            "arr_3.npy", LABELS))))
        .contains("does not show which");
    byte[] distinct = npy("<i8", "(3,)", longs(1, 2, 3));
    refusal(ExitCode.INPUT, () -> read(file(Map.of("arr_0.npy", ROWS, "arr_1.npy", distinct))))
        .contains("has another value for each of the 3 samples and was guessed to be the labels");
  }

  @Test
  void aNamedOrSureLabelIsNotDoubted() throws IOException {
    byte[] distinct = npy("<i8", "(3,)", longs(1, 2, 3));
    for (String name : List.of("y", "label", "Label")) {
      assertThat(labels(read(file(Map.of("x.npy", ROWS, name + ".npy", distinct)))))
          .containsExactly("1", "2", "3");
    }
    Path guessed = file(Map.of("x.npy", ROWS, "target.npy", distinct));
    refusal(ExitCode.INPUT, () -> read(guessed)).contains("was guessed to be the labels");
    assertThat(labels(read(guessed.toString(), columns("target", null, null, null))))
        .containsExactly("1", "2", "3");
  }

  @Test
  void labelsOfOtherFormsAreRead() throws IOException {
    byte[] ascii = "cat\0dogscat\0".getBytes(StandardCharsets.US_ASCII);
    Map<byte[], String> forms =
        Map.of(
            npy("<i8", "(3, 1)", longs(4, 5, 4)), "4 5",
            npy("<i8", "(1, 3)", longs(4, 5, 4)), "4 5",
            npy("<f8", "(3,)", doubles(4, -0.0, 4)), "0 4",
            npy("<f2", "(3,)", new byte[] {0, 0x44, 0, 0x45, 0, 0x44}), "4 5",
            npy("|b1", "(3,)", new byte[] {1, 0, 1}), "0 1",
            npy("<u8", "(3,)", longs(4, Long.MAX_VALUE, 4)), "4 " + Long.MAX_VALUE,
            npy("|S4", "(3,)", ascii), "cat dogs",
            npy("<f4", "(3, 3)", floats(0, 0, 1, 1, 0, 0, 0, 0, 1)), "0 2",
            fortran("|b1", "(3, 2)", new byte[] {0, 1, 0, 1, 0, 1}), "0 1");
    for (Map.Entry<byte[], String> form : forms.entrySet()) {
      LoadedDataset loaded = read(file(Map.of("x.npy", ROWS, "y.npy", form.getKey())));
      assertThat(String.join(" ", labels(loaded))).isEqualTo(form.getValue());
      assertThat(ofLabel(loaded, form.getValue().split(" ", -1)[0]).dimension()).isEqualTo(2);
    }
    LoadedDataset hot =
        read(
            file(
                Map.of(
                    "x.npy", ROWS, "y.npy", npy("|u1", "(3, 2)", new byte[] {0, 1, 1, 0, 0, 1}))));
    assertThat(hot.line()).contains("one-hot, the place of the 1");
    assertThat(samples(hot, "1")).containsExactly(0, 1, 4, 5);
  }

  @Test
  void labelsThatAreNoneAreRefused() throws IOException {
    byte[] two = npy("|u1", "(3, 2)", new byte[] {0, 1, 1, 1, 0, 1});
    refusal(ExitCode.INPUT, () -> read(file(Map.of("x.npy", ROWS, "y.npy", two))))
        .contains("entry 'y' has shape (3, 2) and its row 1 is not one-hot")
        .contains("shape (3,), such as y[:, 0]");
    byte[] large = npy("<u8", "(3,)", longs(1, -1, 1));
    refusal(ExitCode.INPUT, () -> read(file(Map.of("x.npy", ROWS, "y.npy", large))))
        .contains("y[1] is 18446744073709551615; labels are integers below 2^63");
    byte[] nan = npy("<f4", "(3,)", floats(1, Double.NaN, 1));
    refusal(ExitCode.INPUT, () -> read(file(Map.of("x.npy", ROWS, "y.npy", nan))))
        .contains("y[1] is NaN");
    byte[] latin = npy("|S1", "(3,)", new byte[] {'a', (byte) 0xE9, 'a'});
    refusal(ExitCode.INPUT, () -> read(file(Map.of("x.npy", ROWS, "y.npy", latin))))
        .contains("y[1] is not UTF-8; save y.astype(str)");
    byte[] objects = npy("|O", "(3,)", new byte[] {1, 2, 3});
    refusal(ExitCode.INPUT, () -> read(file(Map.of("x.npy", ROWS, "y.npy", objects))))
        .contains("entry 'y' holds Python objects");
  }

  @Test
  void labelsThatAreAllMinusOneAreNone() throws IOException {
    byte[] none = npy("<i8", "(3,)", longs(-1, -1, -1));
    Path file = file(Map.of("x.npy", ROWS, "y.npy", none));
    refusal(ExitCode.INPUT, () -> read(file))
        .contains("entry 'y': all labels are -1, as in test sets without labels")
        .hasSizeLessThan(300);
    LoadedDataset named = read(file.toString(), columns("y", null, null, null));
    assertThat(labels(named)).containsExactly("-1");
    assertThat(named.report().notices())
        .containsExactly("all samples have the label '-1' of array 'y'");
  }

  @Test
  void idsAreIntegers() throws IOException {
    byte[] text = npy("<U1", "(3,)", texts(1, "b", "a", "c"));
    Path file = file(Map.of("x.npy", ROWS, "y.npy", LABELS, "key.npy", text));
    refusal(ExitCode.INPUT, () -> read(file.toString(), columns(null, null, null, "key")))
        .contains("entry 'key' has shape (3,) text; ids are integers")
        .contains("--id-column none");
  }

  @Test
  void strangersThatCannotBeReadAreLeftOut() throws IOException {
    byte[] objects = npy("|O", "(3,)", new byte[] {1, 2, 3});
    LoadedDataset loaded =
        read(file(Map.of("x.npy", ROWS, "y.npy", LABELS, "history.npy", objects)));
    assertThat(loaded.report().leftOut()).containsExactly("array 'history'");
  }

  @Test
  void picturesWithLabelsOfAnUnknownNameAreNotClasses() throws IOException {
    byte[] pictures = npy("|u1", "(3, 2, 2)", new byte[12]);
    refusal(ExitCode.INPUT, () -> read(file(Map.of("x.npy", pictures, "digit.npy", LABELS))))
        .contains("has no array called y, label or target")
        .contains("x (3, 2, 2)")
        .contains("digit (3,)");
    refusal(ExitCode.INPUT, () -> read(file(Map.of("images.npy", pictures))))
        .contains("--label-column NAME");
  }

  @ParameterizedTest
  @ValueSource(strings = {"(2, 3, 4)", "(4, 3, 2, 1)", "(2, 2, 2, 3)", "(6, 4)"})
  void fortranOrderIsTheSameArray(String shape) throws IOException {
    int[] axes =
        Arrays.stream(shape.replaceAll("[() ]", "").split(",", -1))
            .mapToInt(Integer::parseInt)
            .toArray();
    int count = Arrays.stream(axes).reduce(1, (a, b) -> a * b);
    double[] values = IntStream.range(0, count).asDoubleStream().toArray();
    double[] columns = new double[count];
    for (int i = 0; i < count; i++) {
      int rest = i;
      int[] index = new int[axes.length];
      for (int k = axes.length - 1; k >= 0; k--) {
        index[k] = rest % axes[k];
        rest /= axes[k];
      }
      int at = 0;
      for (int k = axes.length - 1; k >= 0; k--) {
        at = at * axes[k] + index[k];
      }
      columns[at] = values[i];
    }
    byte[] y =
        npy(
            "<i8",
            "(" + axes[0] + ",)",
            longs(IntStream.range(0, axes[0]).mapToLong(i -> i).toArray()));
    LoadedDataset rows =
        read(file(Map.of("x.npy", npy("<f8", shape, doubles(values)), "y.npy", y)));
    LoadedDataset turned =
        read(file(Map.of("x.npy", fortran("<f8", shape, doubles(columns)), "y.npy", y)));
    Readings.assertSameSamples(turned, rows);
    assertThat(turned.shape()).isEqualTo(rows.shape());
    ReadOptions draw = ALL.withSamplesPerClass(1);
    Path file = file(Map.of("x.npy", fortran("<f8", shape, doubles(columns)), "y.npy", y));
    LoadedDataset drawn = read(file.toString(), draw);
    Readings.assertSameSamples(
        drawn,
        read(
            file(Map.of("x.npy", npy("<f8", shape, doubles(values)), "y.npy", y)).toString(),
            draw));
  }

  @Test
  void fortranOrderThatDoesNotFitIsRefused() throws IOException {
    byte[] x = fortran("<f8", "(3, 2)", doubles(0, 1, 2, 3, 4, 5));
    Path file = file(Map.of("x.npy", x, "y.npy", LABELS));
    InputPath input = InputPath.open(DatasetUri.parse(file.toString()), CONFIGURATION);
    NpzArchive archive = NpzArchive.scan(input, input.path());
    NpzLayout layout =
        NpzLayout.of(archive, "x", Optional.of(List.of("7", "-3", "7")), Optional.empty());
    RowTable rows = new RowTable("x", LabelKind.INTEGER, 3, row -> "row");
    IntStream.range(0, 3).forEach(row -> rows.label(row, "0"));
    RowPlan plan = RowPlan.of(rows, ALL);
    ClassBuffers buffers = new ClassBuffers(plan, 2);
    NpzSamples samples = new NpzSamples(archive, "x", layout, new int[] {0, 1, 2});
    refusal(
            ExitCode.INPUT,
            () -> {
              try {
                samples.readColumns(plan, buffers, 47);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            })
        .contains("entry 'x' is in Fortran order")
        .contains("save np.ascontiguousarray(x)");
  }

  @Test
  void numbersOfEveryTypeAreExact() throws IOException {
    ByteBuffer half = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
    // 1, -2, the largest, the smallest normal, the smallest, a third of IEEE 754-2008.
    for (int bits : new int[] {0x3C00, 0xC000, 0x7BFF, 0x0400, 0x0001, 0x3555}) {
      half.putShort((short) bits);
    }
    byte[] y = npy("<i8", "(6,)", longs(0, 0, 0, 0, 0, 0));
    assertThat(
            samples(
                read(file(Map.of("x.npy", npy("<f2", "(6, 1)", half.array()), "y.npy", y))), "0"))
        .containsExactly(1f, -2f, 65504f, 0x1p-14f, 0x1p-24f, 1365f / 4096);
    byte[] big = npy(">f4", "(6, 1)", ByteBuffer.allocate(24).putFloat(1.5f).putFloat(-3).array());
    assertThat(samples(read(file(Map.of("x.npy", big, "y.npy", y))), "0"))
        .containsExactly(1.5f, -3, 0, 0, 0, 0);
    byte[] unsigned = npy("<u8", "(6, 1)", longs(0, 1, 1L << 62, Long.MIN_VALUE, -1L << 62, 255));
    assertThat(samples(read(file(Map.of("x.npy", unsigned, "y.npy", y))), "0"))
        .containsExactly(0f, 1f, 0x1p62f, 0x1p63f, 0x1.8p63f, 255f);
    byte[] infinite = npy("<f2", "(6, 1)", new byte[] {0, 0x7C, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});
    refusal(ExitCode.INPUT, () -> read(file(Map.of("x.npy", infinite, "y.npy", y))))
        .contains("x[0]: feature 0 is Infinity");
  }

  @Test
  void labelsMayBeInAnArchiveNextToIt() throws IOException {
    Path images = directory.resolve("kmnist-train-imgs.npz");
    NpyBytes.write(images, Map.of("arr_0.npy", ROWS));
    NpyBytes.write(directory.resolve("kmnist-train-labels.npz"), Map.of("arr_0.npy", LABELS));
    for (String uri : List.of(images.toString(), directory.toString(), directory + "#train")) {
      LoadedDataset loaded = read(uri, ALL);
      assertThat(samples(loaded, "7")).containsExactly(0, 1, 4, 5);
      assertThat(loaded.line()).contains("in the archive next to it");
    }
    NpyBytes.write(directory.resolve("kmnist-test-imgs.npz"), Map.of("arr_0.npy", ROWS));
    NpyBytes.write(directory.resolve("kmnist-test-labels.npz"), Map.of("arr_0.npy", LABELS));
    refusal(ExitCode.USAGE, () -> read(directory))
        .contains("has several splits; name one: " + directory + "#test or ");
    assertThat(read(directory + "#test", ALL).report().split()).contains(Split.TEST);
    NpyBytes.write(directory.resolve("k49-train-imgs.npz"), Map.of("arr_0.npy", ROWS));
    NpyBytes.write(directory.resolve("k49-train-labels.npz"), Map.of("arr_0.npy", LABELS));
    refusal(ExitCode.USAGE, () -> read(directory + "#train", ALL))
        .contains("holds several datasets, k49-train-imgs.npz and kmnist-train-imgs.npz");
  }

  @Test
  void archivesOfSplitsMakeADirectory() throws IOException {
    NpyBytes.write(directory.resolve("train.npz"), Map.of("x.npy", ROWS, "y.npy", LABELS));
    NpyBytes.write(directory.resolve("val.npz"), Map.of("x.npy", SIX));
    assertThat(labels(read(directory + "#train", ALL))).containsExactly("-3", "7");
    assertThat(labels(read(directory + "#val", ALL))).containsExactly("0", "1");
  }

  @Test
  void aZipOfOtherFilesIsNamedAsSuch() throws IOException {
    Path file = directory.resolve("cats.zip");
    Files.write(file, NpyBytes.zip(Map.of("cats/1.png", new byte[3])));
    refusal(ExitCode.INPUT, () -> read(file))
        .contains("is a zip archive without NumPy arrays (it begins with 'cats/1.png'); unpack it");
  }
}
