package io.wowflow.jobs.main;

import static io.wowflow.jobs.main.CommandLines.refused;
import static io.wowflow.jobs.main.CommandLines.run;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wowflow.jobs.Needs;
import io.wowflow.jobs.SparkTest;
import io.wowflow.jobs.conf.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluateTest {
  @TempDir Path folder;

  @BeforeEach
  void session() {
    SparkTest.session();
  }

  private static String mnist() {
    return Needs.dataSet("MNIST").toString();
  }

  private String[] evaluate(String... more) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "evaluate",
                "--train",
                mnist() + "#train",
                "--test",
                mnist() + "#test",
                "--samples-per-class",
                "20",
                "--passes",
                "12",
                "--classifier",
                "cnn"));
    args.addAll(List.of(more));
    return args.toArray(String[]::new);
  }

  private JsonNode accuracy(String file) throws IOException {
    return new ObjectMapper().readTree(folder.resolve(file).toFile()).get("accuracy");
  }

  @Test
  void repeatsDifferAndComeBack() throws IOException {
    String first = folder.resolve("first.json").toString();
    String second = folder.resolve("second.json").toString();
    CommandLines.Outcome outcome = run(evaluate("--repeats", "2", "--output", first));
    outcome.succeeded();
    run(evaluate("--repeats", "2", "--output", second, "--save-model", folder + "/m")).succeeded();

    JsonNode repeats = accuracy("first.json").get("repeats");
    assertThat(repeats).hasSize(2);
    assertThat(repeats.get(0)).isNotEqualTo(repeats.get(1));
    // Once as Spark tasks, once with the first repeat on the driver.
    assertThat(accuracy("second.json")).isEqualTo(accuracy("first.json"));
    JsonNode read = new ObjectMapper().readTree(folder.resolve("first.json").toFile()).get("read");
    assertThat(read.get(0).get("format").asText()).isEqualTo(read.get(1).get("format").asText());
    assertThat(read.get(0).get("label").asText()).isNotEmpty();
    double mean = accuracy("first.json").get("mean").doubleValue();
    assertThat(mean).isBetween(0.3, 0.9);
    assertThat(outcome.out())
        .startsWith("accuracy ")
        .contains(" +- ", "cnn trained on 200 samples, 2 trainings, tested on 10000 samples");
    assertThat(outcome.err()).contains("training 1 of 2: accuracy ", "training 2 of 2: accuracy ");
    assertThat(Files.size(folder.resolve("m"))).isGreaterThan(4 * 512 * 1728);
  }

  @Test
  void classesWithoutAddedSamplesAreReported() throws IOException {
    Path train = folder.resolve("train.csv");
    Files.writeString(train, "label,x\na,1\na,2\nb,5\nb,6\nc,9\nc,8\n");
    Path add = folder.resolve("add.csv");
    Files.writeString(add, "label,x\na,1\na,2\nb,5\nb,6\n");
    CommandLines.Outcome outcome =
        run(
            "evaluate",
            "--train",
            train.toString(),
            "--add",
            add.toString(),
            "--test",
            train.toString(),
            "--repeats",
            "5",
            "--steps",
            "3");
    outcome.succeeded();
    assertThat(outcome.err())
        .contains("1 class of " + train + " has a label that " + add + " does not have: 'c'");
  }

  @Test
  void saysThatWeightsMeanNothingHere() throws IOException {
    Path weighted = folder.resolve("weighted.csv");
    String pixels = ",0.5".repeat(64);
    StringBuilder header = new StringBuilder("label,weight");
    for (int i = 0; i < 64; i++) {
      header.append(",x").append(i);
    }
    Files.writeString(
        weighted, String.join(pixels + "\n", header + "\na,1", "a,2", "b,1", "b,1", ""));

    CommandLines.Outcome outcome =
        run(
            "evaluate",
            "--train=" + weighted,
            "--test=" + weighted,
            "--shape=8x8x1",
            "--classifier=cnn",
            "--passes=1");

    outcome.succeeded();
    assertThat(outcome.err()).contains("the sample weights of " + weighted + " are ignored");
    assertThat(outcome.out()).contains(" trained on 4 samples, 1 training, tested on 4 samples");
  }

  /** A CSV file, the same as NPZ and as Parquet, and synthetic samples: no pictures. */
  @Test
  void vectorsAreClassifiedByLinearUnlessAnotherIsGiven() throws IOException {
    String clouds = "synthetic:gaussians?classes=4&samples=30&dimension=5";
    // For a test set, the default stream is 1: other classes.
    String same = clouds + "&stream=0";
    Path csv = folder.resolve("clouds.csv");
    run("convert", "--source", clouds, "--output", csv.toString()).succeeded();
    run("convert", "--source", clouds, "--output", folder + "/clouds.npz").succeeded();
    run("convert", "--source", clouds, "--output", folder + "/parquet").succeeded();
    List<String> outputs = new ArrayList<>();
    for (String train : List.of(csv.toString(), folder + "/clouds.npz", folder + "/parquet")) {
      outputs.add(run("evaluate", "--train", train, "--test", same).out());
    }
    assertThat(outputs.get(0)).contains("linear trained on 120 samples, 1 training");
    assertThat(outputs).allMatch(outputs.get(0)::equals);
    for (String classifier : List.of("mlp", "knn")) {
      assertThat(
              run("evaluate", "--train", clouds, "--test", same, "--classifier", classifier).out())
          .contains(classifier + " trained on 120 samples")
          .containsPattern("accuracy (100|[5-9][0-9])[.]");
    }
    String result = folder.resolve("result.json").toString();
    run("evaluate", "--train", clouds, "--test", clouds, "--output", result).succeeded();
    JsonNode found = new ObjectMapper().readTree(folder.resolve("result.json").toFile());
    assertThat(found.get("classifier").asText()).isEqualTo("linear");
    // Synthetic datasets of one name are other samples for training than for the test.
    assertThat(found.get("read").get(0)).isNotEqualTo(found.get("read").get(1));
  }

  @Test
  void penaltyAndNeighboursBelongToTheirClassifiers() {
    String rings = "synthetic:rings";
    refused(
            ExitCode.USAGE,
            folder,
            "evaluate",
            "--train=" + rings,
            "--test=" + rings,
            "--classifier=knn",
            "--l2=0.1")
        .contains("--l2 has no effect", "knn");
    refused(
            ExitCode.USAGE,
            folder,
            "evaluate",
            "--train=" + rings,
            "--test=" + rings,
            "--classifier=linear",
            "--neighbours=3")
        .contains("--neighbours has no effect", "linear");
    refused(ExitCode.USAGE, folder, "evaluate", "--train=" + rings, "--test=" + rings, "--l2=-1")
        .contains("--l2", "-1", "a finite number, at least 0");
  }

  @Test
  void refusals() throws IOException {
    refused(ExitCode.INPUT, folder, evaluate("--train-first", "10"))
        .contains("class '0' has 10 samples, 20 are needed");
    refused(ExitCode.INPUT, folder, evaluate("--test-skip", "980"))
        .contains("MNIST#test: class '0' has 980 samples, which leaves none besides 980");
    refused(ExitCode.USAGE, folder, evaluate("--resize", "4x4"))
        .contains("cnn needs larger pictures than 4x4");
    String rings = "synthetic:rings";
    refused(
            ExitCode.USAGE,
            folder,
            "evaluate",
            "--train",
            rings,
            "--test",
            rings,
            "--classifier",
            "cnn")
        .contains("cnn classifies pictures", "--shape HxWxC", "--classifier linear");
    refused(
            ExitCode.INPUT,
            folder,
            "evaluate",
            "--train",
            "synthetic:gaussians?classes=2&samples=3&dimension=784",
            "--test",
            mnist() + "#test",
            "--shape",
            "28x28x1")
        .contains("has a class '2', which the classifier was not trained on; it knows [0, 1]");
    Files.writeString(folder.resolve("there.json"), "mine");
    refused(ExitCode.OUTPUT, folder, evaluate("--output", folder + "/there.json"))
        .contains("there.json exists", "--mode overwrite");
    refused(ExitCode.USAGE, folder, evaluate("--save-model", mnist() + "/model"))
        .contains("is inside the input");
    refused(
            ExitCode.USAGE,
            folder,
            evaluate("--output", folder + "/one", "--save-model", folder + "/./one"))
        .contains("file of --save-model");
  }
}
