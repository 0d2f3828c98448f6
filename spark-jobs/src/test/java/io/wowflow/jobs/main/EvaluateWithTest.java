package io.wowflow.jobs.main;

import static io.wowflow.jobs.main.CommandLines.flow;
import static io.wowflow.jobs.main.CommandLines.interrupted;
import static io.wowflow.jobs.main.CommandLines.refused;
import static io.wowflow.jobs.main.CommandLines.run;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wowflow.jobs.Needs;
import io.wowflow.jobs.conf.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluateWithTest {
  @TempDir Path folder;

  private String train(Path model) {
    return train(model, 0);
  }

  private String train(Path model, int seed) {
    Path mnist = Needs.dataSet("MNIST");
    String digits = mnist + "#train";
    run(
            "evaluate",
            "--train",
            digits,
            "--test",
            mnist + "#test",
            "--samples-per-class",
            "10",
            "--steps",
            "80",
            "--classifier",
            "cnn",
            "--repeats",
            "2",
            "--seed",
            Integer.toString(seed),
            "--save-model",
            model.toString())
        .succeeded();
    return digits;
  }

  private static double[] numbers(String line) {
    return List.of(line.split(",", -1)).stream().mapToDouble(Double::parseDouble).toArray();
  }

  @Test
  void aFlowOfTheTargetOntoItselfIsAllCopies() throws IOException {
    Path model = folder.resolve("model");
    String digits = train(model);
    Path out = folder.resolve("out");
    run(flow(
            digits,
            digits,
            out,
            "--samples-per-class",
            "10",
            "--steps",
            "5",
            "--evaluate-with",
            model.toString(),
            "--evaluate-every",
            "2"))
        .succeeded();

    List<String> lines = Files.readAllLines(out.resolve("accuracy.csv"));
    assertThat(lines.get(0))
        .isEqualTo("step,accuracy,nearest_of_flowed,nearest_of_unseen,accuracy_deviation");
    assertThat(lines.subList(1, 5))
        .extracting(line -> line.split(",", -1)[0])
        .containsExactly("0", "2", "4", "5");
    double[] first = numbers(lines.get(1));
    // What it was trained on it mostly knows, and every particle is a target sample.
    assertThat(first[1]).isGreaterThan(0.7);
    assertThat(first[2]).isZero();
    assertThat(first[3]).isBetween(3.0, 12.0);
    assertThat(numbers(lines.get(4))[3]).isEqualTo(first[3]);
    // Two trainings that do not give the same classifier.
    assertThat(first[4]).isPositive();
    JsonNode curve = new ObjectMapper().readTree(out.resolve("report.json").toFile());
    assertThat(curve.get("accuracy"))
        .map(point -> point.get("step") + "," + point.get("value"))
        .isEqualTo(
            lines.stream()
                .skip(1)
                .map(line -> line.replaceFirst("^([^,]*,[^,]*),.*", "$1"))
                .toList());
    assertThat(out.resolve("report.html")).content().contains("id=\"accuracy\"");
  }

  @Test
  void aFlowOfVectorsIsWatchedByLinearMlpAndKnn() throws IOException {
    String target = "synthetic:gaussians?classes=3&samples=20&dimension=4&stream=1";
    for (String classifier : List.of("linear", "mlp", "knn")) {
      Path model = folder.resolve(classifier);
      run(
              "evaluate",
              "--train",
              target,
              "--test",
              target,
              "--classifier",
              classifier,
              "--save-model",
              model.toString())
          .succeeded();
      Path out = folder.resolve("out-" + classifier);
      run(flow(target, target, out, "--steps", "2", "--evaluate-with", model.toString()))
          .succeeded();
      List<String> lines = Files.readAllLines(out.resolve("accuracy.csv"));
      assertThat(Double.parseDouble(lines.get(1).split(",", -1)[1]))
          .as(classifier)
          .isGreaterThan(0.5);
    }
    String other = "synthetic:gaussians?classes=3&samples=20&dimension=5&stream=1";
    refused(
            ExitCode.USAGE,
            folder,
            flow(
                other,
                other,
                folder.resolve("no"),
                "--evaluate-with",
                folder.resolve("linear").toString()))
        .contains(
            "has samples of dimension 5, but the classifier classifies samples of dimension 4");
  }

  @Test
  void otherClassifiersDoNotGoOnWithTheRowsOfThese() throws IOException {
    Path model = folder.resolve("model");
    String digits = train(model);
    Path other = folder.resolve("other");
    train(other, 1);
    for (Path watching : List.of(model, other)) {
      Path out = folder.resolve("with-" + watching.getFileName());
      assertThat(interrupted(watched(digits, out, model))).isEqualTo(143);
      run(watched(digits, out, watching, "--mode", "resume")).succeeded();
      assertThat(Files.readAllLines(out.resolve("accuracy.csv")))
          .element(1)
          .asString()
          .startsWith(watching.equals(model) ? "0," : "1,");
    }
  }

  @Test
  void aFinishedOutputThatOtherClassifiersWatched() throws IOException {
    Path model = folder.resolve("model");
    String digits = train(model);
    Path other = Files.copy(model, folder.resolve("other"));
    Path out = folder.resolve("out");
    run(watched(digits, out, model)).succeeded();

    assertThat(run(watched(digits, out, model, "--mode", "resume")).err())
        .contains("is finished already: nothing to resume");
    refused(ExitCode.USAGE, folder, watched(digits, out, other, "--mode", "resume"))
        .contains("evaluate-with was " + model, "is now " + other, "--mode overwrite");
    refused(
            ExitCode.USAGE,
            folder,
            flow(
                digits,
                digits,
                out,
                "--samples-per-class",
                "10",
                "--steps",
                "3",
                "--mode",
                "resume"))
        .contains("evaluate-with was " + model, "is now not set");
  }

  private static String[] watched(String digits, Path out, Path model, String... more) {
    String[] args =
        flow(
            digits,
            digits,
            out,
            "--samples-per-class",
            "10",
            "--steps",
            "3",
            "--evaluate-every",
            "1",
            "--evaluate-with",
            model.toString());
    String[] all = Arrays.copyOf(args, args.length + more.length);
    System.arraycopy(more, 0, all, args.length, more.length);
    return all;
  }

  @Test
  void refusals() throws IOException {
    Path model = folder.resolve("model");
    String digits = train(model);
    refused(
            ExitCode.INPUT,
            folder,
            flow(
                digits,
                "synthetic:gaussians?classes=11&samples=2&dimension=784",
                folder.resolve("out"),
                "--source-samples-per-class",
                "2",
                "--evaluate-with",
                model.toString()))
        .contains("a class '10', which the classifier was not trained on");
    refused(
            ExitCode.USAGE,
            folder,
            flow(folder.resolve("out"), "--evaluate-with", model.toString()))
        .contains("dimension 2", "28x28x1");
    refused(ExitCode.INPUT, folder, flow(folder.resolve("out"), "--evaluate-with", folder + "/no"))
        .contains("/no does not exist");
    refused(
            ExitCode.INPUT,
            folder,
            flow(folder.resolve("out"), "--evaluate-with", folder + "/no", "--dry-run"))
        .contains("/no does not exist");
    refused(
            ExitCode.USAGE,
            folder,
            flow(folder.resolve("x.npz"), "--evaluate-with", model.toString()))
        .contains("accuracy.csv");
    Files.writeString(folder.resolve("text"), "a text that is not a classifier");
    refused(
            ExitCode.INPUT,
            folder,
            flow(folder.resolve("out"), "--evaluate-with", folder + "/text"))
        .contains("is not a classifier that evaluate --save-model wrote");
  }
}
