package io.wowflow.jobs.main;

import static io.wowflow.jobs.main.CommandLines.refused;
import static io.wowflow.jobs.main.CommandLines.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.wowflow.jobs.SparkTest;
import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.io.DatasetReader;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.jobs.io.place.DatasetUri;
import io.wowflow.jobs.io.rows.ReadOptions;
import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.data.LabelledClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code convert --align-to}: the maps that give samples the moments of other samples. */
class AlignTest {
  private static final String SOURCE = "0 0 1|2 1 0|4 1 3|1 3 2|3 -1 2.5|2 2 -1";
  private static final String TARGET = "10 5 0|11 9 1|14 7 0.5|12 4 2|10.5 6 -1";
  private static final String SOURCE_AND_CONSTANT =
      "0 0 1 7|2 1 0 7|4 1 3 7|1 3 2 7|3 -1 2.5 7|2 2 -1 7";
  private static final String TARGET_AND_MORE =
      "10 5 0 1|11 9 1 2|14 7 0.5 4|12 4 2 8|10.5 6 -1 16";

  @TempDir Path folder;

  /** Samples of one class, or with labels of their own: {@code label:x y z}. */
  private String csv(String name, String samples) throws IOException {
    List<String> lines = new ArrayList<>();
    for (String sample : samples.split("\\|", -1)) {
      String[] parts = sample.contains(":") ? sample.split(":", -1) : new String[] {"a", sample};
      lines.add(parts[0] + "," + parts[1].replace(' ', ','));
    }
    int features = lines.get(0).split(",", -1).length - 1;
    StringBuilder header = new StringBuilder("label");
    for (int j = 0; j < features; j++) {
      header.append(",f").append(j);
    }
    lines.add(0, header.toString());
    return Files.write(folder.resolve(name + ".csv"), lines).toString();
  }

  private String[] align(String source, String target, String... more) {
    List<String> args = new ArrayList<>(List.of("convert", "--source", source));
    args.addAll(List.of("--align-to", target));
    args.addAll(List.of("--output", folder.resolve("out.npz").toString()));
    args.addAll(List.of(more));
    return args.toArray(String[]::new);
  }

  private LoadedDataset aligned(String source, String target, String... more) {
    run(align(source, target, more)).succeeded();
    return read(folder.resolve("out.npz").toString());
  }

  private static LoadedDataset read(String file) {
    return new DatasetReader(new Configuration(), SparkTest::session)
        .read(DatasetUri.parse(file), ReadOptions.defaults());
  }

  private static void assertSamples(LabelledClass found, String expected, double tolerance) {
    double[] numbers =
        Arrays.stream(expected.split("[ |]", -1)).mapToDouble(Double::parseDouble).toArray();
    float[] values = found.samples().values();
    assertThat(values).hasSize(numbers.length);
    for (int i = 0; i < numbers.length; i++) {
      assertThat((double) values[i]).isCloseTo(numbers[i], within(tolerance));
    }
  }

  /**
   * linear: ot.da.OT_mapping_linear(xs, xt, reg) of POT 0.8.2 and x A + b. coral: with numpy and
   * scipy, m_t + (x - m_s) inv(sqrtm(C_s + reg I)) sqrtm(C_t + reg I).
   */
  @ParameterizedTest
  @CsvSource({
    "mean, 1e-6, 9.5 5.2 0.25|11.5 6.2 -0.75|13.5 6.2 2.25|10.5 8.2 1.25|12.5 4.2 1.75|"
        + "11.5 7.2 -1.75",
    "coral, 1e-6, 9.071551683 4.431406639 0.21692152|11.542614954 6.101188373 -0.381490845|"
        + "13.701584767 6.7130117 1.805138283|10.695259385 8.820260494 1.06482738|"
        + "12.236556688 3.73783811 1.345557972|11.752432522 7.396294685 -1.05095431",
    "coral, 1, 9.244734351 4.720135085 0.262205871|11.532766952 6.135040637 -0.530919136|"
        + "13.604958333 6.52290185 1.940906074|10.626897743 8.592824849 1.187723874|"
        + "12.320675134 3.911110132 1.461746742|11.669967487 7.317987447 -1.321663426",
    "linear, 1e-6, 9.079015056 4.438669518 0.255284686|11.492703605 6.133841614 -0.40057187|"
        + "13.740344534 6.671413908 1.772474849|10.768105213 8.788912224 1.140359424|"
        + "12.243569018 3.716941194 1.300555568|11.676262573 7.450221543 -1.068102657",
    "linear, 0.5, 9.180306194 4.616491839 0.272095005|11.510499175 6.140585195 -0.485859156|"
        + "13.664315371 6.568739578 1.863404139|10.689752239 8.665002155 1.194978521|"
        + "12.293449082 3.830061533 1.382396129|11.66167794 7.3791197 -1.227014637"
  })
  void agreesWithPotAndNumpy(String map, String regularisation, String expected)
      throws IOException {
    LoadedDataset found =
        aligned(
            csv("source", SOURCE),
            csv("target", TARGET),
            "--align",
            map,
            "--align-regularisation",
            regularisation);

    assertSamples(found.dataset().get(0), expected, 4e-6);
    assertThat(found.dataset().get(0).label()).isEqualTo("a");
  }

  @Test
  void aConstantFeature() throws IOException {
    String source = csv("source", SOURCE_AND_CONSTANT);
    String target = csv("target", TARGET_AND_MORE);

    assertSamples(
        aligned(source, target).dataset().get(0),
        "9.079015095 4.438669802 0.255284973 7.694772947|11.492702672 6.1338432 -0.400569316 "
            + "8.776038865|13.74034519 6.671412537 1.772472766 3.212001924|10.768106947 8.788909216"
            + " 1.140354608 1.149105498|12.243568777 3.716941665 1.300556297 7.129232319|"
            + "11.676261319 7.450223581 -1.068099328 9.238848448",
        5e-5);
    assertSamples(
        aligned(source, target, "--align", "coral", "--mode", "overwrite").dataset().get(0),
        "9.083727829 4.485540948 0.280556119 6.728696951|11.550851766 6.160411013 -0.30077885 "
            + "6.578425588|13.68719848 6.630091045 1.698347389 5.560710967|10.676396608 8.700169743"
            + " 0.905901036 5.340654004|12.242240566 3.763172636 1.375345125 6.453865055|"
            + "11.759584752 7.460614615 -0.959370818 6.537647435",
        5e-5);
  }

  @Test
  void fewerSamplesThanFeatures() throws IOException {
    String source = csv("source", "0 0 1 7|2 1 0 7|4 1 3 7");
    String target = csv("target", "10 5 0 1|11 9 1 2");
    String[] more = {"--align-regularisation", "0.01"};

    assertSamples(
        aligned(source, target, more).dataset().get(0),
        "9.863805877 4.533986945 -0.049089782 0.88975156|10.527224829 7.111518663 0.38326763 "
            + "1.518613228|11.108969295 9.354494393 1.165822152 2.091635212",
        4e-6);
    assertSamples(
        aligned(source, target, more[0], more[1], "--align=coral", "--mode=overwrite")
            .dataset()
            .get(0),
        "10.02296302 5.54800609 0.175829383 1.15054253|10.621839981 7.401557934 0.459979302 "
            + "1.589254908|10.855196999 8.050435976 0.864191315 1.760202563",
        4e-6);
  }

  @Test
  void oneSampleIsShifted() throws IOException {
    LoadedDataset found = aligned(csv("source", "1 2"), csv("target", "5 5|5 5"));
    assertSamples(found.dataset().get(0), "5 5", 0);
  }

  @Test
  void eachClassMovesOntoThatOfItsLabelOrAllTogether() throws IOException {
    String source = csv("source", "a:0 0|a:2 0|b:10 10|b:10 14|b:13 12");
    String target = csv("target", "b:0 5|b:2 5|b:1 6|a:7 7|a:7 9|c:100 100");

    LoadedDataset each = aligned(source, target, "--align=mean", "--align-classes=each");
    assertSamples(each.dataset().get(0), "6 8|8 8", 1e-6);
    assertSamples(each.dataset().get(1), "0 3.333333333|0 7.333333333|3 5.333333333", 1e-6);
    LoadedDataset pooled = aligned(source, target, "--align=mean", "--mode=overwrite");
    assertSamples(pooled.dataset().get(0), "12.5 14.8|14.5 14.8", 1e-5);
    assertThat(pooled.ids()).containsExactly(new long[] {0, 1}, new long[] {2, 3, 4});

    refused(
            ExitCode.INPUT,
            folder,
            align(
                /* source= */ target,
                /* target= */ source,
                "--mode=overwrite",
                "--align-classes=each"))
        .contains("which has no class 'c'", "--align-classes pooled", "flow --steps 0");
  }

  @Test
  void valuesAreClippedWithAndWithoutAMap() throws IOException {
    String source = csv("source", SOURCE);
    LoadedDataset mapped = aligned(source, csv("target", TARGET), "--align=mean", "--clip", "0,12");
    assertSamples(
        mapped.dataset().get(0),
        "9.5 5.2 0.25|11.5 6.2 0|12 6.2 2.25|10.5 8.2 1.25|12 4.2 1.75|11.5 7.2 0",
        1e-5);

    String plain = folder.resolve("plain.npz").toString();
    run("convert", "--source", source, "--clip", "0,2", "--output", plain).succeeded();
    assertSamples(read(plain).dataset().get(0), "0 0 1|2 1 0|2 1 2|1 2 2|2 0 2|2 2 0", 0);
  }

  @Test
  void theFirstClassesByLabel() throws IOException {
    String source = csv("source", "10:1 1|9:2 2|2:3 3");
    String few = folder.resolve("few.npz").toString();
    run("convert", "--source", source, "--first-classes", "2", "--output", few).succeeded();

    LoadedDataset found = read(few);
    assertThat(found.dataset().classes())
        .extracting(LabelledClass::label)
        .containsExactly("2", "9");
    assertSamples(found.dataset().get(0), "3 3", 0);
    String[] four = {"convert", "--source", source, "--first-classes=4", "--output", few + "2"};
    refused(ExitCode.INPUT, folder, four).contains("3 classes", "4 are needed");
  }

  @Test
  void firstAndSkipCutADatasetIntoParts() throws IOException {
    String source = csv("source", "b:1 1|a:2 2|b:3 3|a:4 4|a:5 5|b:6 6|b:7 7");
    String part = folder.resolve("part.npz").toString();
    run("convert", "--source", source, "--skip=1", "--first=2", "--output", part).succeeded();

    LoadedDataset found = read(part);
    assertSamples(found.dataset().get(0), "4 4|5 5", 0);
    assertSamples(found.dataset().get(1), "3 3|6 6", 0);
    refused(ExitCode.INPUT, folder, "convert", "--source", source, "--skip=3", "--output", part + 2)
        .contains("a", "3");
    refused(
            ExitCode.INPUT,
            folder,
            "convert",
            "--source",
            source,
            "--first=4",
            "--output",
            part + 2)
        .contains("a", "4");
    refused(
            ExitCode.USAGE,
            folder,
            "convert",
            "--source",
            source,
            "--first=1",
            "--samples-per-class=1",
            "--output",
            part + 2)
        .contains("--samples-per-class draws from all samples");
  }

  /** More rows and features than a block of either: against the moments themselves. */
  @ParameterizedTest
  @CsvSource({"coral", "linear"})
  void momentsOfALargerDatasetAreThoseOfTheOther(String map) {
    String source = "synthetic:gaussians?classes=3&samples=150&dimension=37";
    String target = "synthetic:gaussians?classes=2&samples=301&dimension=37&shift=4";
    LoadedDataset found = aligned(source, target, "--align", map);
    LoadedDataset other = read(target + "&stream=1");

    for (int j = 0; j < 37; j++) {
      assertThat(moment(found, j, j)).isCloseTo(moment(other, j, j), within(1e-3));
      assertThat(moment(found, j, 0)).isCloseTo(moment(other, j, 0), within(1e-3));
      assertThat(mean(found, j)).isCloseTo(mean(other, j), within(1e-5));
    }
  }

  private static double mean(LoadedDataset of, int j) {
    double sum = 0;
    for (LabelledClass each : of.dataset().classes()) {
      FloatMatrix samples = each.samples();
      for (int i = 0; i < samples.rows(); i++) {
        sum += samples.get(i, j);
      }
    }
    return sum / of.dataset().sampleCount();
  }

  private static double moment(LoadedDataset of, int j, int k) {
    double sum = 0;
    for (LabelledClass each : of.dataset().classes()) {
      FloatMatrix samples = each.samples();
      for (int i = 0; i < samples.rows(); i++) {
        sum += (double) samples.get(i, j) * samples.get(i, k);
      }
    }
    return sum / of.dataset().sampleCount() - mean(of, j) * mean(of, k);
  }

  @Test
  void whatCannotBe() throws IOException {
    String source = csv("source", SOURCE);
    refused(ExitCode.INPUT, folder, align(source, csv("four", TARGET_AND_MORE)))
        .contains("dimension 3", "--align-to", "dimension 4");
    String wide = "synthetic:gaussians?classes=2&samples=2&dimension=4097";
    refused(ExitCode.USAGE, folder, align(wide, wide))
        .contains("--align linear", "4097 features", "--align mean");
    refused(ExitCode.USAGE, folder, align(source, source, "--align-regularisation=0"))
        .contains("--align-regularisation");
    refused(ExitCode.USAGE, folder, align(source, source, "--align=affine"))
        .contains("mean, coral, linear");
    String out = folder.resolve("out.npz").toString();
    refused(ExitCode.USAGE, folder, "convert", "--source", source, "--align=mean", "--output", out)
        .contains("--align has no effect without --align-to");
    Path target = Files.copy(Path.of(source), folder.resolve("target.csv"));
    refused(
            ExitCode.USAGE,
            folder,
            "convert",
            "--source",
            source,
            "--align-to",
            target.toString(),
            "--mode=overwrite",
            "--output",
            target.toString())
        .contains("target.csv");
  }
}
