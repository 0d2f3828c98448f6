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

import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.conf.ImageShape;
import io.wowflow.jobs.io.Readings;
import io.wowflow.jobs.io.dataset.LabelKind;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.jobs.io.place.DatasetUri;
import io.wowflow.jobs.io.place.InputPath;
import io.wowflow.jobs.io.rows.ReadOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NpzFormatTest {
  private static final byte[] SIX = npy("<f4", "(2, 3, 1)", floats(0, 1, 2, 3, 4, 5));
  private static final byte[] ROWS = npy("<f4", "(3, 2)", floats(0, 1, 2, 3, 4, 5));
  private static final byte[] LABELS = npy("<i8", "(3,)", longs(7, -3, 7));

  @TempDir Path directory;

  private Path file(Map<String, byte[]> entries) throws IOException {
    return NpyBytes.write(directory.resolve("data"), entries);
  }

  @Test
  void threeAxesAreClasses() throws IOException {
    LoadedDataset loaded = read(file(Map.of("x.npy", SIX)));
    assertThat(labels(loaded)).containsExactly("0", "1");
    assertThat(samples(loaded, "1")).containsExactly(3, 4, 5);
    assertThat(loaded.dataset().dimension()).isEqualTo(1);
    assertThat(loaded.labelKind()).isEqualTo(LabelKind.INTEGER);
    assertThat(loaded.ids().get(1)).containsExactly(3, 4, 5);
    assertThat(loaded.shape()).isEmpty();
  }

  @Test
  void classesAreSortedByTheirLabels() throws IOException {
    byte[] integers = npy("<i8", "(2,)", longs(10, 9));
    LoadedDataset loaded = read(file(Map.of("x.npy", SIX, "y.npy", integers)));
    assertThat(labels(loaded)).containsExactly("9", "10");
    assertThat(samples(loaded, "9")).containsExactly(3, 4, 5);
    byte[] text = npy("<U2", "(2,)", texts(2, "9", "10"));
    LoadedDataset texts = read(file(Map.of("x.npy", SIX, "y.npy", text)));
    assertThat(labels(texts)).containsExactly("10", "9");
    assertThat(texts.labelKind()).isEqualTo(LabelKind.STRING);
    assertThat(samples(texts, "9")).containsExactly(0, 1, 2);
  }

  @Test
  void twoAxesAreRows() throws IOException {
    LoadedDataset loaded =
        read(file(Map.of("x.npy", ROWS, "y.npy", LABELS, "notes.txt", new byte[3])));
    assertThat(labels(loaded)).containsExactly("-3", "7");
    assertThat(samples(loaded, "7")).containsExactly(0, 1, 4, 5);
    assertThat(loaded.ids().get(1)).containsExactly(0, 2);
  }

  @Test
  void repeatedLabelsMakeThreeAxesImages() throws IOException {
    byte[] x = npy("|u1", "(3, 2, 2)", new byte[] {0, 51, 102, (byte) 255, 1, 1, 1, 1, 2, 2, 2, 2});
    LoadedDataset loaded = read(file(Map.of("x.npy", x, "y.npy", LABELS)));
    assertThat(loaded.shape()).contains(new ImageShape(2, 2, 1));
    assertThat(samples(loaded, "7")).startsWith(0f, 0.2f, 0.4f, 1f).hasSize(8);
  }

  @Test
  void aToldShapeMakesThreeAxesImages() throws IOException {
    byte[] y = npy("<i8", "(2,)", longs(0, 1));
    Path file = file(Map.of("x.npy", SIX, "y.npy", y));
    LoadedDataset images =
        read(file.toString(), ReadOptions.defaults().withShape(new ImageShape(3, 1, 1)));
    assertThat(samples(images, "1")).containsExactly(3, 4, 5);
    assertThat(images.dataset().dimension()).isEqualTo(3);
  }

  @Test
  void picturesThatAreReadAsClassesAreNoticed() throws IOException {
    byte[] square = npy("<f4", "(2, 2, 2)", floats(0, 1, 2, 3, 4, 5, 6, 7));
    byte[] distinct = npy("<i8", "(2,)", longs(0, 1));
    byte[] repeated = npy("<i8", "(2,)", longs(1, 1));
    Path doubtful = file(Map.of("x.npy", square, "y.npy", distinct));
    assertThat(read(doubtful).report().notices())
        .singleElement()
        .asString()
        .contains("2 classes of 2 samples of dimension 2")
        .contains("if these are 2 pictures, give --shape 2x2x1");

    ReadOptions given = ReadOptions.defaults().withShape(new ImageShape(2, 2, 1));
    assertThat(read(doubtful.toString(), given).report().notices())
        .noneMatch(notice -> notice.contains("--shape"));
    for (Map<String, byte[]> clear :
        List.of(
            Map.of("x.npy", square),
            Map.of("x.npy", square, "y.npy", repeated),
            Map.of("x.npy", square, "y.npy", distinct, "source_class.npy", distinct),
            Map.of("x.npy", SIX, "y.npy", distinct))) {
      assertThat(read(file(clear)).report().notices())
          .as("%s", clear.keySet())
          .noneMatch(notice -> notice.contains("--shape"));
    }
  }

  @Test
  void classesOfAFlowWithOneLabelAreOneClass() throws IOException {
    byte[] y = npy("<i8", "(2,)", longs(4, 4));
    LoadedDataset loaded =
        read(file(Map.of("x.npy", SIX, "y.npy", y, "source_class.npy", new byte[0])));
    assertThat(labels(loaded)).containsExactly("4");
    assertThat(samples(loaded, "4")).containsExactly(0, 1, 2, 3, 4, 5);
  }

  @Test
  void fourAxesAreColourImages() throws IOException {
    byte[] x = npy("<f8", "(3, 1, 2, 3)", doubles(new double[18]));
    LoadedDataset loaded = read(file(Map.of("x.npy", x, "y.npy", LABELS)));
    assertThat(loaded.shape()).contains(new ImageShape(1, 2, 3));
  }

  @ParameterizedTest
  @CsvSource({
    "|i1, -1 2 3",
    "<i2, -1 2 3",
    "<i4, -1 2 3",
    "<i8, -1 2 3",
    "<u2, 65535 2 3",
    "<u4, 4294967295 2 3",
    "|u1, 255 2 3"
  })
  void integersOfAnyWidthAreLabels(String descr, String values) throws IOException {
    int width = Character.digit(descr.charAt(2), 10);
    byte[] bytes = new byte[3 * width];
    long[] numbers = Arrays.stream(values.split(" ", -1)).mapToLong(Long::parseLong).toArray();
    for (int i = 0; i < 3; i++) {
      System.arraycopy(longs(numbers[i]), 0, bytes, i * width, width);
    }
    byte[] y = npy(descr, "(3,)", bytes);
    LoadedDataset loaded = read(file(Map.of("x.npy", ROWS, "y.npy", y)));
    assertThat(labels(loaded)).containsExactlyInAnyOrder(values.split(" ", -1));
  }

  @Test
  void headersOfAllVersionsAreRead() throws IOException {
    for (int version = 1; version <= 3; version++) {
      String header = "{'shape': (2, 3, 1), 'fortran_order': False, 'descr': \"<f4\"}";
      byte[] x = npy(version, header, floats(0, 1, 2, 3, 4, 5));
      assertThat(samples(read(file(Map.of("x.npy", x))), "1")).containsExactly(3, 4, 5);
    }
    byte[] x = npy(4, "{}", new byte[0]);
    refusal(ExitCode.INPUT, () -> read(file(Map.of("x.npy", x)))).contains("has NPY version 4");
  }

  @Test
  void weightsAreNormalisedInTheirClass() throws IOException {
    byte[] perClass = npy("<f8", "(2, 3)", doubles(1, 2, 1, 5, 5, 5));
    LoadedDataset classes = read(file(Map.of("x.npy", SIX, "weight.npy", perClass)));
    assertThat(ofLabel(classes, "0").weights()).containsExactly(0.25, 0.5, 0.25);
    assertThat(ofLabel(classes, "1").isUniform()).isTrue();
    byte[] perRow = npy("<f4", "(3,)", floats(1, 9, 3));
    LoadedDataset rows = read(file(Map.of("x.npy", ROWS, "y.npy", LABELS, "weight.npy", perRow)));
    assertThat(ofLabel(rows, "7").weights()).containsExactly(0.25, 0.75);
    byte[] negative = npy("<f4", "(3,)", floats(1, -9, 3));
    refusal(
            ExitCode.INPUT,
            () -> read(file(Map.of("x.npy", ROWS, "y.npy", LABELS, "weight.npy", negative))))
        .contains("entry 'x', x[1]: weight -9.0; weights are positive");
    refusal(
            ExitCode.INPUT,
            () -> read(file(Map.of("x.npy", ROWS, "y.npy", LABELS, "weight.npy", perClass))))
        .contains("entry 'weight' has shape (2, 3)")
        .contains("shape (3,)");
  }

  @Test
  void whatIsNotFiniteIsNamed() throws IOException {
    byte[] nan = npy("<f4", "(3, 2)", floats(0, 1, 2, Float.NaN, 4, 5));
    refusal(ExitCode.INPUT, () -> read(file(Map.of("x.npy", nan, "y.npy", LABELS))))
        .contains("x[1]: feature 1 is NaN");
    byte[] large = npy("<f8", "(2, 3, 1)", doubles(0, 1, 2, 3, 4, 1e300));
    refusal(ExitCode.INPUT, () -> read(file(Map.of("x.npy", large))))
        .contains("x[1, 2]: feature 0 is 1.0E300, which is Infinity as a 32-bit float");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "'descr': '|O', 'fortran_order': False; Python objects; np.asarray(x.tolist())",
        "'descr': [('a', '<f4')], 'fortran_order': False; structured elements; x['field']",
        "'descr': '<f16', 'fortran_order': False; type '<f16'; x.astype(np.float64)",
        "'descr': '<c8', 'fortran_order': False; type '<c8'; x.astype(np.float32)",
        "'descr': '<U3', 'fortran_order': False; holds; header promises 72",
        "'descr': '<Ux', 'fortran_order': False; text of type '<Ux'; 65536 characters",
        "'descr': '<f4'; NumPy did not write; 'descr'",
      })
  void otherElementsAreRefusedWithTheCallThatHelps(String header, String found, String remedy)
      throws IOException {
    byte[] x = npy(1, "{" + header + ", 'shape': (2, 3, 1), }", floats(0, 1, 2, 3, 4, 5));
    refusal(ExitCode.INPUT, () -> read(file(Map.of("x.npy", x))))
        .contains("entry 'x'")
        .contains(found)
        .contains(remedy);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "(7, 1); holds 24 bytes of data, its header promises 28 for shape (7, 1)",
        "(2000000000, 2000000000, 2000000000); holds 24 bytes of data, its header promises 3200",
        "(99999999999, 1); sizes up to 2147483639 are read",
        "(-1, 1); sizes up to",
        "(6,); expected (C, n, d), or (N, d)",
        "(1, 1, 1, 2, 3); expected (C, n, d), or (N, d)",
        "(); holds 24 bytes of data, its header promises 4",
      })
  void shapesAreNotTrusted(String shape, String message) throws IOException {
    byte[] x = npy("<f4", shape, floats(0, 1, 2, 3, 4, 5));
    byte[] y = npy("<i8", "(6,)", longs(0, 0, 0, 1, 1, 1));
    Path file =
        shape.equals("(1, 1, 1, 2, 3)")
            ? file(Map.of("x.npy", x))
            : file(Map.of("x.npy", x, "y.npy", y));
    refusal(ExitCode.INPUT, () -> read(file)).contains(message);
  }

  @Test
  void emptyAxesAreRefused() throws IOException {
    byte[] noSamples = npy("<f4", "(3, 0, 5)", new byte[0]);
    refusal(ExitCode.INPUT, () -> read(file(Map.of("x.npy", noSamples))))
        .contains("shape (3, 0, 5): a class holds no samples");
    byte[] noFeatures = npy("<f4", "(3, 0)", new byte[0]);
    refusal(ExitCode.INPUT, () -> read(file(Map.of("x.npy", noFeatures, "y.npy", LABELS))))
        .contains("samples have no features");
  }

  @Test
  void missingArraysAreNamedWithThoseFound() throws IOException {
    refusal(ExitCode.INPUT, () -> read(file(Map.of("Z.npy", ROWS, "y.npy", LABELS))))
        .contains("has no array called x, data, images or features")
        .contains("with --feature-columns NAME; its arrays are Z (3, 2), y (3,)");
    refusal(ExitCode.INPUT, () -> read(file(Map.of("x.npy", ROWS, "z.npy", LABELS))))
        .contains(
            "has no array called y, label or target with an entry for each of the 3 entries of")
        .contains("--label-column NAME; its arrays are x (3, 2), z (3,)");
  }

  @Test
  void labelsMustFit() throws IOException {
    byte[] two = npy("<i8", "(2,)", longs(0, 1));
    refusal(ExitCode.INPUT, () -> read(file(Map.of("x.npy", ROWS, "y.npy", two))))
        .contains("entry 'y' has shape (2,)")
        .contains("shape (3,)");
    byte[] real = npy("<f8", "(3,)", doubles(0, 0.5, 2));
    refusal(ExitCode.INPUT, () -> read(file(Map.of("x.npy", ROWS, "y.npy", real))))
        .contains("y[1] is 0.5; labels are integers or text: save y.astype(np.int64)");
    byte[] text = npy("<U1", "(3,)", texts(1, "a", "b", "c"));
    refusal(ExitCode.INPUT, () -> read(file(Map.of("x.npy", text, "y.npy", LABELS))))
        .contains("entry 'x' holds text");
    byte[] noCharacter = npy("<U1", "(3,)", new byte[] {1, 0, 0, 0, -1, -1, -1, -1, 1, 0, 0, 0});
    refusal(ExitCode.INPUT, () -> read(file(Map.of("x.npy", ROWS, "y.npy", noCharacter))))
        .contains("0xffffffff, which is not a character");
  }

  @Test
  void labelsThatWouldTakeTheMemoryAreRefusedBeforeTheyAreRead() throws IOException {
    // A kilobyte in the file: text of 65536 characters for each of 300 rows, all zeros.
    byte[] wide = npy("<U65536", "(300,)", new byte[300 * 65536 * 4]);
    Path file = file(Map.of("x.npy", npy("<f4", "(300, 1)", new byte[1200]), "y.npy", wide));
    assertThat(Files.size(file)).isLessThan(1 << 20);
    InputPath input = InputPath.open(DatasetUri.parse(file.toString()), CONFIGURATION);
    refusal(ExitCode.INPUT, () -> scan(input, 1 << 20))
        .contains("entry 'y', shape (300,), needs 75 MB, more than the 1 MB")
        .contains("save integers or shorter text");
    assertThat(scan(input, 100 << 20)).hasSize(300).containsOnly("");
  }

  private static List<String> scan(InputPath input, long most) {
    try {
      NpyValues y = NpzArchive.scan(input, input.path(), most).values("y");
      return NpzLabels.of(y, 300, "x").values();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void dataBeyondTheHeaderAreRefusedUnread() throws IOException {
    byte[] longer = npy("<i8", "(3,)", new byte[50 << 20]);
    refusal(ExitCode.INPUT, () -> read(file(Map.of("x.npy", ROWS, "y.npy", longer))))
        .contains("entry 'y' holds 52428800 bytes of data, its header promises 24");
  }

  @Test
  void damagedArchivesAreRefused() throws IOException {
    Path file = file(Map.of("x.npy", ROWS, "y.npy", LABELS));
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length - 30));
    refusal(ExitCode.INPUT, () -> read(file)).contains("is cut off");
    byte[] flipped = whole.clone();
    flipped[60] ^= 0x55;
    Files.write(file, flipped);
    refusal(ExitCode.INPUT, () -> read(file)).contains("is a damaged archive");
  }

  @Test
  void anArrayMustBeAnArray() throws IOException {
    refusal(ExitCode.INPUT, () -> read(file(Map.of("x.npy", new byte[40]))))
        .contains("entry 'x' is not an NPY array");
    byte[] cut = Arrays.copyOf(npy("<f4", "(2, 3, 1)", new byte[0]), 30);
    refusal(ExitCode.INPUT, () -> read(file(Map.of("x.npy", cut))))
        .contains("entry 'x' ends inside its NPY header");
    byte[] huge = npy(2, "{}", new byte[0]);
    huge[10] = 0x7f;
    refusal(ExitCode.INPUT, () -> read(file(Map.of("x.npy", huge))))
        .contains("has an NPY header of 8323075 bytes");
  }

  @Test
  void aDrawTakesTheSameRowsOfEitherLayout() throws IOException {
    double[] values = new double[40];
    Arrays.setAll(values, i -> i);
    byte[] classes = npy("<f4", "(2, 20, 1)", floats(values));
    ReadOptions draw = ReadOptions.defaults().withSeed(8).withSamplesPerClass(5);
    LoadedDataset fromClasses = read(file(Map.of("x.npy", classes)).toString(), draw);
    long[] y = new long[40];
    Arrays.fill(y, 20, 40, 1);
    byte[] rows = npy("<f4", "(40, 1)", floats(values));
    LoadedDataset fromRows =
        read(file(Map.of("x.npy", rows, "y.npy", npy("<i8", "(40,)", longs(y)))).toString(), draw);
    Readings.assertSameSamples(fromRows, fromClasses);
    assertThat(samples(fromRows, "1")).hasSize(5);
  }

  @Test
  void splitsDoNotApply() throws IOException {
    Path file = file(Map.of("x.npy", SIX));
    refusal(ExitCode.USAGE, () -> read(file + "#train", ReadOptions.defaults()))
        .contains("this NPZ file has no splits; leave #train out");
  }
}
