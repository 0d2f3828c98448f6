package io.wowflow.jobs.main;

import static io.wowflow.jobs.main.CommandLines.files;
import static io.wowflow.jobs.main.CommandLines.refused;
import static io.wowflow.jobs.main.CommandLines.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.io.Readings;
import io.wowflow.jobs.io.rows.ReadOptions;
import io.wowflow.jobs.io.rows.SampleDraw;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.data.LabelledDataset;
import io.wowflow.math.random.CounterRandom;
import io.wowflow.math.random.Streams;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Samples that are made from a dataset: noise as a source, and stand-ins. */
class StandInTest {
  private static final int SAMPLES = 50;
  private static final double OUTLIER = 1000;

  @TempDir Path inputs;
  @TempDir Path temp;
  private Path folder;

  @BeforeEach
  void output() throws IOException {
    folder = Files.createDirectory(temp.resolve("out"));
  }

  /** Two classes of three features, of other means, scales and correlations. */
  private static double[] sample(String label, int i) {
    CounterRandom random = CounterRandom.at(11, 5000 + label.hashCode(), i);
    double common = random.nextGaussian();
    double shift = label.equals("a") ? -2 : 2;
    return new double[] {
      shift + common,
      10 * shift + 20 * common + 5 * random.nextGaussian(),
      shift + 0.1 * random.nextGaussian()
    };
  }

  private Path csv(String name, List<String> rows) throws IOException {
    Path file = inputs.resolve(name + ".csv");
    List<String> lines = new ArrayList<>(List.of("label,x,y,z"));
    lines.addAll(rows);
    Files.write(file, lines);
    return file;
  }

  private static String row(String label, double[] x) {
    return String.format(Locale.ROOT, "%s,%.6f,%.6f,%.6f", label, x[0], x[1], x[2]);
  }

  private Path real() throws IOException {
    return real("real", false);
  }

  /** The dataset, or the one whose held samples are far away. */
  private Path real(String name, boolean outliers) throws IOException {
    List<String> rows = new ArrayList<>();
    for (String label : List.of("a", "b")) {
      int[] held =
          CounterRandom.at(0, Streams.HOLD_OUT, SampleDraw.labelKey(label))
              .sample(SAMPLES, SAMPLES / 5);
      for (int i = 0; i < SAMPLES; i++) {
        double[] x = sample(label, i);
        if (outliers && Arrays.binarySearch(held, i) >= 0) {
          Arrays.fill(x, OUTLIER);
        }
        rows.add(row(label, x));
      }
    }
    return csv(name, rows);
  }

  private static String[] noise(Path target, Path output, String... more) {
    List<String> args = new ArrayList<>(List.of("--source=noise:target"));
    args.addAll(List.of(more));
    return made(target, output, args.toArray(String[]::new));
  }

  private static String[] made(Path target, Path output, String... more) {
    List<String> args = new ArrayList<>(List.of("flow", "--target", target.toString()));
    args.addAll(List.of("--output", output.toString()));
    args.addAll(List.of(more));
    if (args.stream().noneMatch(arg -> arg.startsWith("--steps"))) {
      args.add("--steps=1");
    }
    return args.toArray(String[]::new);
  }

  private static String[] synth(Path like, Path output, String... more) {
    List<String> args = new ArrayList<>(List.of("synth", "--like", like.toString()));
    args.addAll(List.of("--output", output.toString()));
    args.addAll(List.of(more));
    return args.toArray(String[]::new);
  }

  private static LabelledDataset read(Path dataset) {
    return Readings.read(dataset.toString(), ReadOptions.defaults()).dataset();
  }

  private static Map<String, String> data(Path output) {
    Map<String, String> all = files(output.resolve("data"));
    all.keySet().removeIf(name -> name.startsWith("."));
    return all;
  }

  private static double[] moments(LabelledClass c, int j) {
    double mean = 0;
    double square = 0;
    for (int i = 0; i < c.size(); i++) {
      double x = c.samples().values()[i * c.dimension() + j];
      mean += x / c.size();
      square += x * x / c.size();
    }
    return new double[] {mean, Math.sqrt(square - mean * mean)};
  }

  @Test
  void noiseHasTheMomentsOfItsClassAndItsLabels() throws IOException {
    Path real = real();
    Path out = folder.resolve("noise.npz");
    run(noise(real, out, "--steps=0", "--standardise=target", "--source-samples-per-class=5000"))
        .succeeded();
    LabelledDataset expected = read(real);
    LabelledDataset made = read(out);
    assertThat(made.classCount()).isEqualTo(2);
    for (int c = 0; c < 2; c++) {
      LabelledClass of = expected.get(c);
      LabelledClass noise = made.get(c);
      assertThat(noise.label()).isEqualTo(of.label());
      assertThat(noise.size()).isEqualTo(5000);
      double[] first = moments(noise, 0);
      double[] second = moments(noise, 1);
      assertThat(first[0]).isCloseTo(moments(of, 0)[0], within(0.06));
      assertThat(second[0]).isCloseTo(moments(of, 1)[0], within(1.2));
      // Shrinkage on standardised features takes little from these two, of variance 0.3 there.
      assertThat(first[1]).isCloseTo(moments(of, 0)[1], within(0.1));
      assertThat(second[1]).isCloseTo(moments(of, 1)[1], within(2.0));
    }
  }

  @Test
  void noiseIsAsMuchAsTheTargetAndTheSameOnExecutors() throws IOException {
    Path real = real();
    Path out = folder.resolve("in-process");
    run(noise(real, out, "--functional=wow", "--threads=1")).succeeded();
    assertThat(Files.readString(out.resolve("matching.csv"))).contains("\na,a,", "\nb,b,");
    Path distributed = folder.resolve("distributed");
    run(noise(real, distributed, "--functional=wow", "--engine=distributed")).succeeded();
    assertThat(data(distributed)).isEqualTo(data(out));
    assertThat(read(out).sampleCount()).isEqualTo(2 * SAMPLES);
  }

  @Test
  void noiseOfMoreSamplesBeginsWithThatOfFewer() throws IOException {
    Path fewer = folder.resolve("fewer.npz");
    run(noise(real(), fewer, "--steps=0", "--source-samples-per-class=7")).succeeded();
    Path more = folder.resolve("more.npz");
    run(noise(real(), more, "--steps=0", "--source-samples-per-class=9")).succeeded();
    for (int c = 0; c < 2; c++) {
      float[] all = read(more).get(c).samples().values();
      assertThat(read(fewer).get(c).samples().values()).isEqualTo(Arrays.copyOf(all, 21));
    }
  }

  @Test
  void resumedNoiseIsTheSameNoise() throws IOException {
    Path real = real();
    Path out = folder.resolve("resumed");
    run(noise(real, out, "--steps=4", "--state-hash", "--snapshot-every=2")).succeeded();
    CommandLines.Outcome again =
        run(noise(real, out, "--steps=4", "--state-hash", "--snapshot-every=2", "--mode=resume"));
    again.succeeded();
    assertThat(again.err()).contains("is finished already");
  }

  @ParameterizedTest
  @ValueSource(strings = {"noise:target", "smote:target"})
  void nothingIsMadeFromHeldSamples(String source) throws IOException {
    String[] options = {"--source=" + source, "--hold-out=0.2", "--standardise=target"};
    Path of = folder.resolve("of");
    Path without = folder.resolve("without");
    run(made(real(), of, options)).succeeded();
    run(made(real("outliers", true), without, options)).succeeded();
    assertThat(data(without)).isEqualTo(data(of));
  }

  @Test
  void standInIsTestedOnRealSamplesAndForCopies() throws IOException {
    Path real = real();
    Path out = folder.resolve("made");
    CommandLines.Outcome made =
        run(synth(real, out, "--hold-out=0.4", "--passes=6", "--per-class=70"));
    made.succeeded();
    assertThat(made.out())
        .containsPattern("tested on real: linear \\d+\\.\\d\\d %, trained on real")
        .containsPattern("tested on real: knn .* 95 % interval")
        .contains("copy share 0.", "140 synthetic samples after");
    assertThat(read(out).sampleCount()).isEqualTo(140);
    JsonNode figures = manifest(out.resolve("_MANIFEST.json")).get("comparison");
    for (String classifier : List.of("linear", "knn")) {
      JsonNode test = figures.get("train_on_synthetic_test_on_real").get(classifier);
      assertThat(test.get("trained_on_synthetic").get("samples").intValue()).isEqualTo(140);
      assertThat(test.get("trained_on_real").get("samples").intValue()).isEqualTo(60);
      assertThat(test.get("tested_samples").intValue()).isEqualTo(40);
      // The classes are ten deviations apart in z.
      assertThat(test.get("trained_on_synthetic").get("mean").doubleValue()).isGreaterThan(0.95);
      assertThat(test.get("low").doubleValue())
          .isLessThanOrEqualTo(test.get("difference").doubleValue());
      assertThat(test.get("repeats").intValue()).isEqualTo(5);
    }
    JsonNode copying = figures.get("copying");
    assertThat(copying.get("share").doubleValue()).isBetween(0.0, 1.0);
    assertThat(copying.get("low").doubleValue()).isLessThan(copying.get("high").doubleValue());
    String page = Files.readString(out.resolve("report.html"));
    assertThat(page).contains("Value as a stand-in", "trained on synthetic", "tested on 40 real");
    assertThat(page.indexOf("id=\"stand-in\"")).isLessThan(page.indexOf("id=\"overview\""));
    assertThat(page).contains(copying.get("text").textValue());
    assertThat(run("verify", out.toString()).code()).isZero();
    assertThat(run("report", out.toString(), "--mode", "overwrite").code()).isZero();
    assertThat(Files.readString(out.resolve("report.html"))).contains("Value as a stand-in");
  }

  @Test
  void standInInOneFileOfADatasetWithATestSetOfItsOwn() throws IOException {
    List<String> rows = new ArrayList<>();
    for (int i = 100; i < 130; i++) {
      rows.add(row("a", sample("a", i)));
      rows.add(row("b", sample("b", i)));
    }
    Path test = csv("test", rows);
    Path out = folder.resolve("made.npz");
    // Held samples far away do not even widen the range.
    Path outliers = real("outliers", true);
    run(synth(outliers, out, "--test", test.toString(), "--repeats=1", "--passes=1")).succeeded();
    JsonNode manifest = manifest(folder.resolve("made.manifest.json"));
    String tested = "/comparison/train_on_synthetic_test_on_real/knn/tested_samples";
    assertThat(manifest.at(tested).intValue()).isEqualTo(60);
    assertThat(manifest.get("inputs"))
        .extracting(input -> input.get("role").textValue())
        .contains("test");
    for (LabelledClass c : read(out).classes()) {
      for (float value : c.samples().values()) {
        assertThat((double) value).isBetween(-OUTLIER / 2, OUTLIER / 2);
      }
    }
    String clip = manifest.at("/settings/configuration/clip").textValue();
    assertThat(Double.parseDouble(clip.split(",", -1)[1])).isLessThan(OUTLIER / 2);
  }

  private static JsonNode manifest(Path file) throws IOException {
    return new ObjectMapper().readTree(file.toFile());
  }

  @Test
  void planOfAStandInWritesNothing() throws IOException {
    CommandLines.Outcome planned =
        run("synth", "--like", real().toString(), "--per-class=30", "--dry-run");
    planned.succeeded();
    assertThat(planned.out()).contains("source: 2 classes, 60 samples", "functional: wow");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "--source=noise:source~'noise:source' is not a source",
        "--source=noise:target --source-format=csv~leave --source-format out",
        "--source=noise:target --source-labels=cluster:3~leave --source-labels out",
        "--source=noise:target --labels=matched~leave --labels out",
      })
  void wrongUseOfNoise(String options, String message) throws IOException {
    List<String> args = new ArrayList<>(List.of("flow", "--target", real().toString()));
    args.addAll(List.of(options.split(" ", -1)));
    args.addAll(List.of("--output", folder.resolve("x").toString()));
    refused(ExitCode.USAGE, folder, args.toArray(String[]::new)).contains(message);
  }

  @Test
  void noiseIsNoSourceOfAnAugmentationAndNoTarget() throws IOException {
    String real = real().toString();
    String out = folder.resolve("x").toString();
    refused(
            ExitCode.USAGE,
            folder,
            "augment",
            "--source=noise:target",
            "--target=" + real,
            "--output=" + out)
        .contains("is a source of flow only");
    refused(
            ExitCode.USAGE,
            folder,
            "flow",
            "--source=" + real,
            "--target=noise:target",
            "--output=" + out)
        .contains("noise:target");
  }

  @Test
  void classWithoutSpreadIsRefused() throws IOException {
    List<String> rows = new ArrayList<>(List.of("b,1,2,3", "b,1,2,3"));
    for (int i = 0; i < 10; i++) {
      rows.add(row("a", sample("a", i)));
    }
    refused(ExitCode.INPUT, folder, noise(csv("equal", rows), folder.resolve("x")))
        .contains("class 'b' has 2 equal samples, and whatever is made from it would be a copy")
        .contains("leave the class out");
    rows.remove(0);
    refused(ExitCode.INPUT, folder, noise(csv("single", rows), folder.resolve("x")))
        .contains("class 'b' has one sample,");
    refused(
            ExitCode.INPUT,
            folder,
            synth(csv("single", rows), folder.resolve("x"), "--method=smote"))
        .contains("class 'b' has one sample that the flow sees");
  }

  @Test
  void unlabelledDatasetIsRefusedWithTheRemedy() throws IOException {
    Path file = inputs.resolve("unlabelled.csv");
    List<String> rows = new ArrayList<>(List.of("p,q,r"));
    for (int i = 0; i < 20; i++) {
      rows.add(row("", sample("a", i)).substring(1));
    }
    Files.write(file, rows);
    refused(ExitCode.INPUT, folder, synth(file, folder.resolve("x"))).contains("--label-column");
    run("synth", "--like", file.toString(), "--like-labels=cluster:2", "--dry-run").succeeded();
  }
}
