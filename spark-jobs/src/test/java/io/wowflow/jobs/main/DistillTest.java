package io.wowflow.jobs.main;

import static io.wowflow.jobs.main.CommandLines.interrupted;
import static io.wowflow.jobs.main.CommandLines.refused;
import static io.wowflow.jobs.main.CommandLines.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wowflow.jobs.Needs;
import io.wowflow.jobs.SparkTest;
import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.io.DatasetReader;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.jobs.io.place.DatasetUri;
import io.wowflow.jobs.io.rows.ReadOptions;
import io.wowflow.math.data.LabelledClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DistillTest {
  private static final String SOURCE = "synthetic:gaussians?classes=3&samples=40&dimension=4";

  @TempDir Path folder;

  /** The session of all tests, so that a command finds it open and leaves it open. */
  @BeforeEach
  void session() {
    SparkTest.session();
  }

  private String[] distill(String source, String output, String... more) {
    List<String> args =
        new ArrayList<>(
            List.of("distill", "--source", source, "--output", folder.resolve(output).toString()));
    args.addAll(List.of(more));
    return args.toArray(String[]::new);
  }

  private String[] plain(String... more) {
    String[] args = Arrays.copyOf(more, more.length + 4);
    String[] few = {"--per-class", "3", "--target-batch", "20"};
    System.arraycopy(few, 0, args, more.length, 4);
    return distill(SOURCE, "out", args);
  }

  private static LoadedDataset read(String uri) {
    return new DatasetReader(new Configuration(), SparkTest::session)
        .read(DatasetUri.parse(uri), ReadOptions.defaults());
  }

  @Test
  void aFlowOfFewSamplesOntoAllIsLabelledByTransport() throws IOException {
    run(plain("--steps", "5", "--step-size", "0.5")).succeeded();

    Path out = folder.resolve("out");
    LoadedDataset made = read(out.toString());
    assertThat(made.dataset().classes())
        .extracting(LabelledClass::label)
        .containsExactly("0", "1", "2");
    assertThat(made.dataset().classes()).allMatch(c -> c.size() == 3);
    assertThat(made.ids()).allSatisfy(ids -> assertThat(ids).doesNotHaveDuplicates());
    assertThat(Files.readAllLines(out.resolve("matching.csv")))
        .map(line -> line.replaceFirst(",[^,]*$", ""))
        .containsExactly("source_class,label", "0,0", "1,1", "2,2");
    JsonNode manifest = new ObjectMapper().readTree(out.resolve("_MANIFEST.json").toFile());
    JsonNode configuration = manifest.at("/settings/configuration");
    assertThat(configuration.get("per-class").asInt()).isEqualTo(3);
    assertThat(configuration.get("method").asText()).isEqualTo("flow");
    assertThat(configuration.get("target-batch").asInt()).isEqualTo(20);
    assertThat(out.resolve("report.html")).exists();
  }

  @Test
  void itIsTheFlowThatOneWouldHaveWritten() throws IOException {
    String[] common = {"--steps", "7", "--step-size", "0.5", "--clip", "-3,3", "--seed", "9"};
    run(plainInto("mine.npz", common)).succeeded();
    List<String> flow =
        new ArrayList<>(
            List.of("flow", "--source", SOURCE + "&stream=0", "--target", SOURCE + "&stream=0"));
    flow.addAll(List.of("--source-samples-per-class", "3", "--target-batch", "20"));
    flow.addAll(List.of("--output", folder.resolve("flow.npz").toString()));
    flow.addAll(List.of(common));
    run(flow.toArray(String[]::new)).succeeded();

    assertThat(read(folder.resolve("mine.npz").toString()).dataset().get(1).samples().values())
        .containsExactly(
            read(folder.resolve("flow.npz").toString()).dataset().get(1).samples().values());
  }

  private String[] plainInto(String output, String... more) {
    String[] args = plain(more);
    args[4] = folder.resolve(output).toString();
    return args;
  }

  @Test
  void randomSamplesAreRealOnes() {
    run(distill(SOURCE, "out", "--per-class", "3", "--method", "random")).succeeded();

    LoadedDataset all = read(SOURCE);
    LoadedDataset made = read(folder.resolve("out").toString());
    for (int c = 0; c < 3; c++) {
      LabelledClass whole = all.dataset().get(c);
      long first = all.ids().get(c)[0];
      for (int i = 0; i < 3; i++) {
        int place = (int) (made.ids().get(c)[i] - first);
        assertThat(row(made.dataset().get(c), i)).containsExactly(row(whole, place));
      }
    }
  }

  @Test
  void meansAndCentresAreWrittenWithoutSteps() throws IOException {
    run(distill(SOURCE, "means", "--per-class", "1", "--method", "means")).succeeded();
    run(distill(SOURCE, "one.npz", "--per-class", "1", "--method", "k-means")).succeeded();
    String[] four = {"--per-class", "4", "--method", "k-means"};
    run(distill(SOURCE, "four.npz", four)).succeeded();
    run(distill(SOURCE, "again.npz", "--threads=1", "--per-class", "4", "--method", "k-means"))
        .succeeded();
    run(distill(SOURCE, "random.npz", "--per-class", "4", "--method", "random")).succeeded();

    LoadedDataset all = read(SOURCE);
    LoadedDataset means = read(folder.resolve("means").toString());
    LoadedDataset centres = read(folder.resolve("four.npz").toString());
    LoadedDataset random = read(folder.resolve("random.npz").toString());
    for (int c = 0; c < 3; c++) {
      double[] expected = mean(all.dataset().get(c));
      for (int j = 0; j < expected.length; j++) {
        assertThat(row(means.dataset().get(c), 0)[j]).isCloseTo((float) expected[j], within(1e-5f));
      }
      assertThat(cost(all.dataset().get(c), centres.dataset().get(c)))
          .isLessThan(0.8 * cost(all.dataset().get(c), random.dataset().get(c)));
    }
    assertThat(read(folder.resolve("one.npz").toString()).dataset().get(1).samples().values())
        .containsExactly(means.dataset().get(1).samples().values());
    assertThat(Files.readAllBytes(folder.resolve("again.npz")))
        .isEqualTo(Files.readAllBytes(folder.resolve("four.npz")));
    assertThat(centres.dataset().classes()).allMatch(LabelledClass::isUniform);
    assertThat(labels("means")).containsExactly("0,0", "1,1", "2,2");
    assertThat(folder.resolve("means/report.html")).exists();
    assertThat(means.ids()).containsExactly(new long[] {0}, new long[] {1}, new long[] {2});
    assertThat(Files.readString(folder.resolve("means/_MANIFEST.json")))
        .contains("\"method\" : \"means\"");
  }

  /** Mean squared distance of the samples of a class to the nearest of a few points. */
  private static double cost(LabelledClass of, LabelledClass points) {
    double sum = 0;
    for (int i = 0; i < of.size(); i++) {
      double least = Double.POSITIVE_INFINITY;
      for (int k = 0; k < points.size(); k++) {
        double distance = 0;
        for (int j = 0; j < of.dimension(); j++) {
          double difference = row(of, i)[j] - row(points, k)[j];
          distance += difference * difference;
        }
        least = Math.min(least, distance);
      }
      sum += least / of.size();
    }
    return sum;
  }

  private static float[] row(LabelledClass c, int i) {
    int d = c.dimension();
    return Arrays.copyOfRange(c.samples().values(), i * d, (i + 1) * d);
  }

  @Test
  void matchedMeansAreThoseOfTheDataset() {
    run(plainInto("out.npz", "--method", "matching", "--steps", "200", "--step-size", "0.05"))
        .succeeded();
    LoadedDataset all = read(SOURCE);
    LoadedDataset made = read(folder.resolve("out.npz").toString());
    for (int c = 0; c < 3; c++) {
      double[] expected = mean(all.dataset().get(c));
      double[] actual = mean(made.dataset().get(c));
      for (int j = 0; j < expected.length; j++) {
        // Batches of half of the class leave the mean moving by its standard error.
        assertThat(actual[j]).isBetween(expected[j] - 0.3, expected[j] + 0.3);
      }
    }
  }

  private static double[] mean(LabelledClass c) {
    double[] out = new double[c.dimension()];
    for (int i = 0; i < c.samples().values().length; i++) {
      out[i % out.length] += (double) c.samples().values()[i] / c.size();
    }
    return out;
  }

  @Test
  void whatCannotBe() throws IOException {
    refused(ExitCode.USAGE, folder, distill(SOURCE, "out")).contains("--per-class is required");
    refused(ExitCode.INPUT, folder, distill(SOURCE, "out", "--per-class", "41"))
        .contains("40 samples", "41");
    refused(
            ExitCode.USAGE,
            folder,
            distill(SOURCE, "out", "--per-class", "2", "--target-batch", "41"))
        .contains("--target-batch 41: a class of the target has only 40 samples");
    refused(ExitCode.USAGE, folder, plain("--flip")).contains("--flip is one of the augmentations");
    refused(ExitCode.USAGE, folder, plain("--augment")).contains("--shape HxWxC");
    refused(ExitCode.USAGE, folder, plain("--embed", "--shape", "2x2x1"))
        .contains("convnet needs larger pictures than 2x2");
    for (String option :
        List.of("--steps=9", "--step-size=1", "--snapshot-every=2", "--clip=0,1")) {
      refused(ExitCode.USAGE, folder, plain("--method", "random", option))
          .contains(
              option.replaceFirst("=.*", "") + " has no effect with --method random",
              "--target-batch has no effect with --method random");
    }
    refused(ExitCode.USAGE, folder, plain("--method", "random", "--augment"))
        .contains("--method random makes no steps");
    String[] centres = {"--per-class", "3", "--method", "k-means"};
    refused(
            ExitCode.USAGE,
            folder,
            distill(SOURCE, "out", "--embed", centres[0], centres[1], centres[2], centres[3]))
        .contains("--method k-means makes no steps");
    refused(
            ExitCode.USAGE,
            folder,
            distill(SOURCE, "out", "--steps=9", centres[0], centres[1], centres[2], centres[3]))
        .contains("--steps has no effect with --method k-means");
    refused(ExitCode.USAGE, folder, distill(SOURCE, "out", "--per-class", "3", "--method", "means"))
        .contains("--method means makes one sample per class", "--method k-means");
    refused(ExitCode.INPUT, folder, distill(SOURCE, "out", "--per-class", "41", "--method=k-means"))
        .contains("40 samples", "41");
    refused(ExitCode.USAGE, folder, plain("--embed", "--directions", "some.npy"))
        .contains("--embed needs directions between features");
    Path config = folder.resolve("there.conf");
    Files.writeString(config, "wowflow.flow.engine = distributed");
    refused(ExitCode.USAGE, folder, plain("--method", "matching", "--config", config.toString()))
        .contains("wowflow.flow.engine is distributed");
  }

  @Test
  void theWholeTargetIfAskedFor() {
    run(distill(SOURCE, "out", "--per-class", "2", "--target-batch", "0", "--steps", "1"))
        .succeeded();
    assertThat(run(plain("--dry-run")).out()).contains("target: 3 classes, 60 samples per step");
  }

  @Test
  void withoutABatchThatOfTheSmallestClass() throws IOException {
    String[] two = {"--per-class", "2", "--steps", "1"};
    run(distill(SOURCE, "out", two)).succeeded();

    assertThat(Files.readString(folder.resolve("out/_MANIFEST.json")))
        .contains("\"target-batch\" : 40");
    String[] again = {
      "--per-class", "2", "--steps", "2", "--mode", "overwrite", "--snapshot-every=1"
    };
    run(distill(SOURCE, "out", again)).succeeded();
    run(distill("synthetic:gaussians?classes=2&samples=300&dimension=2", "more", two)).succeeded();
    assertThat(Files.readString(folder.resolve("more/_MANIFEST.json")))
        .contains("\"target-batch\" : 256");
  }

  /** Most samples of each class lie where the other has its mean. */
  private String crossed() throws IOException {
    String low = "0,-1.0\n".repeat(9) + "0,19.0\n";
    String high = "1,1.0\n".repeat(9) + "1,-19.0\n";
    return Files.writeString(folder.resolve("crossed.csv"), "label,x\n" + low + high).toString();
  }

  @Test
  void aFlowMayExchangeClassesMatchingOfMeansAndRealSamplesMayNot() throws IOException {
    for (String method : List.of("flow", "matching", "random", "means", "k-means")) {
      List<String> args = new ArrayList<>(List.of(distill(crossed(), method)));
      args.addAll(List.of("--per-class", "1", "--method", method));
      if (method.equals("flow") || method.equals("matching")) {
        args.addAll(List.of("--target-batch", "0", "--steps", "1", "--step-size", "1e-6"));
      }
      run(args.toArray(String[]::new)).succeeded();
    }

    assertThat(labels("flow")).containsExactly("0,1", "1,0");
    assertThat(labels("matching")).containsExactly("0,0", "1,1");
    assertThat(labels("random")).containsExactly("0,0", "1,1");
    assertThat(labels("means")).containsExactly("0,0", "1,1");
    assertThat(labels("k-means")).containsExactly("0,0", "1,1");
  }

  private List<String> labels(String output) throws IOException {
    return Files.readAllLines(folder.resolve(output).resolve("matching.csv")).stream()
        .skip(1)
        .map(line -> line.replaceFirst(",[^,]*$", ""))
        .toList();
  }

  private String[] digits(String output, String... more) {
    Path mnist = Needs.dataSet("MNIST");
    String[] args = Arrays.copyOf(more, more.length + 7);
    String[] few = {"--per-class", "2", "--target-batch", "5", "--resize", "8x8", "--augment"};
    System.arraycopy(few, 0, args, more.length, few.length);
    return distill(mnist + "#test", output, args);
  }

  @ParameterizedTest
  @ValueSource(strings = {"flow", "matching"})
  void whatIsInterruptedGoesOnToTheSameBits(String method) throws IOException {
    String[] options = {"--embed", "--steps", "4", "--state-hash", "--method", method};
    CommandLines.Outcome whole = run(digits("whole.npz", options));
    whole.succeeded();
    assertThat(whole.err())
        .contains("features: a random network's, of augmented samples; 128 per sample");

    assertThat(interrupted(digits("half.npz", options))).isEqualTo(143);
    assertThat(folder.resolve("half.npz")).doesNotExist();
    List<String> rest = new ArrayList<>(List.of(digits("half.npz", options)));
    rest.addAll(List.of("--mode", "resume", "--threads", "1"));
    CommandLines.Outcome resumed = run(rest.toArray(String[]::new));
    resumed.succeeded();

    assertThat(resumed.err()).contains("resuming from step 1");
    assertThat(Files.readAllBytes(folder.resolve("half.npz")))
        .isEqualTo(Files.readAllBytes(folder.resolve("whole.npz")));
  }

  @Test
  void aRunOfAnotherKindIsNotResumed() {
    assertThat(interrupted(digits("half", "--steps", "3"))).isEqualTo(143);
    refused(ExitCode.USAGE, folder, digits("half", "--steps", "3", "--embed", "--mode", "resume"))
        .contains("embed");
  }

  @Test
  void clustersOfADatasetWithoutLabels() throws IOException {
    StringBuilder text = new StringBuilder("a,b\n");
    for (int i = 0; i < 24; i++) {
      text.append(i % 3 == 0 ? 50 + i : i / 10f).append(',').append(i % 5).append('\n');
    }
    Path points = Files.writeString(folder.resolve("points.csv"), text);
    refused(ExitCode.INPUT, folder, distill(points.toString(), "out", "--per-class", "2"))
        .contains("no column");
    run(distill(
            points.toString(),
            "out",
            "--per-class",
            "2",
            "--steps",
            "2",
            "--source-labels",
            "cluster:2"))
        .succeeded();

    LoadedDataset made = read(folder.resolve("out").toString());
    assertThat(made.dataset().classes()).extracting(LabelledClass::label).containsExactly("0", "1");
    assertThat(made.dataset().sampleCount()).isEqualTo(4);
    JsonNode manifest = new ObjectMapper().readTree(folder.resolve("out/_MANIFEST.json").toFile());
    for (JsonNode input : manifest.get("inputs")) {
      JsonNode read = input.get("read");
      assertThat(read.get("label_source").asText()).isEqualTo("cluster");
      assertThat(read.get("label_sizes").get("0").intValue()).isEqualTo(16);
      assertThat(read.get("silhouette").doubleValue()).isBetween(0.3, 1.0);
    }
  }
}
