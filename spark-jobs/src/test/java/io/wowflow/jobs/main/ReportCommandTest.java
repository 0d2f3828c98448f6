package io.wowflow.jobs.main;

import static io.wowflow.jobs.main.CommandLines.flow;
import static io.wowflow.jobs.main.CommandLines.refused;
import static io.wowflow.jobs.main.CommandLines.run;
import static io.wowflow.jobs.main.CommandLines.runOnFullDisk;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.io.image.ImageBytes;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every flow leaves a page, and the command {@code report} makes it again. */
class ReportCommandTest {
  @TempDir Path temp;

  private static JsonNode json(Path file) throws IOException {
    return new ObjectMapper().readTree(file.toFile());
  }

  private static List<Integer> frames(JsonNode report) {
    List<Integer> out = new ArrayList<>();
    report.at("/states/frames").forEach(frame -> out.add(frame.get("step").asInt()));
    return out;
  }

  @Test
  void aFlowLeavesItsPage() throws IOException {
    Path output = temp.resolve("rings");
    run(flow(output, "--steps", "50", "--seed", "3")).succeeded();
    JsonNode report = json(output.resolve("report.json"));
    assertThat(frames(report)).containsExactly(0, 2, 4, 7, 10, 15, 20, 26, 33, 41, 50);
    double[] mean = new double[2];
    for (int c = 0; c < 3; c++) {
      int matched = Integer.parseInt(report.at("/matching/" + c + "/label").asText());
      mean[0] += report.at("/distances/before/" + (3 * c + matched)).asDouble();
      mean[1] += report.at("/distances/after/" + (3 * c + matched)).asDouble();
    }
    assertThat(mean[1]).isPositive().isLessThan(mean[0]);
    assertThat(output.resolve("report.html"))
        .content()
        .contains("rings-source", "finished after 50 steps", "id=\"plane\"", "Labels");
  }

  @Test
  void vectorsOfManyClassesAreProjectedMappedAndComparedWithTheNearest() throws IOException {
    String many = "synthetic:gaussians?classes=205&samples=3&dimension=4&stream=";
    Path output = temp.resolve("many");
    run(flow(many + 1, many + 2, output, "--steps", "12")).succeeded();
    JsonNode report = json(output.resolve("report.json"));
    assertThat(report.at("/states/axes/dimension").asInt()).isEqualTo(4);
    assertThat(report.at("/states/particles")).hasSize(205);
    JsonNode distances = report.get("distances");
    assertThat(distances.get("sources")).hasSize(200);
    assertThat(distances.get("before")).hasSize(200 * distances.get("targets").size());
    Map<String, String> matched = new HashMap<>();
    report
        .get("matching")
        .forEach(row -> matched.put(row.get("source").asText(), row.get("label").asText()));
    double[] mean = new double[2];
    for (int c = 0; c < 200; c++) {
      int column = 0;
      String label = matched.get(distances.at("/sources/" + c).asText());
      while (!distances.at("/targets/" + column).asText().equals(label)) {
        column++;
      }
      int at = c * distances.get("targets").size() + column;
      mean[0] += distances.at("/before/" + at).asDouble();
      mean[1] += distances.at("/after/" + at).asDouble();
    }
    assertThat(mean[1]).as("matched pairs are on the map, and nearer").isLessThan(mean[0]);
    double all = 0;
    for (JsonNode value : distances.get("after")) {
      all += value.asDouble() / distances.get("after").size();
    }
    assertThat(mean[1] / 200).as("nearer than other pairs").isLessThan(0.8 * all);
    assertThat(report.at("/nearest/classes").asInt()).isEqualTo(20);
    assertThat(report.at("/nearest/flowed").asInt()).isEqualTo(60);
    assertThat(output.resolve("report.html"))
        .content()
        .contains("principal axes", "Showing 200 of 205 source classes");
  }

  @Test
  void thePageIsMadeAnew() throws IOException {
    Path output = temp.resolve("rings");
    run(flow(output)).succeeded();
    String first = Files.readString(output.resolve("report.html"));
    Files.delete(output.resolve("report.html"));
    CommandLines.Outcome again = run("report", output.toString());
    again.succeeded();
    assertThat(again.out()).contains("page written to ").contains("rings/report.html");
    assertThat(output.resolve("report.html")).hasContent(first);
    Files.writeString(output.resolve("accuracy.csv"), "step,accuracy\n0,0.25\n2,0.5\n");
    run("report", output.toString()).succeeded();
    assertThat(output.resolve("report.html")).content().contains("50.00 %");
    run(flow(output, "--mode", "overwrite")).succeeded();
    assertThat(output.resolve("accuracy.csv")).doesNotExist();
  }

  @Test
  void aPageOrPictureThatCannotBeWrittenStaysAsItWas() throws IOException {
    Path output = temp.resolve("rings");
    run(flow(output)).succeeded();
    Path page = Files.writeString(temp.resolve("page.html"), "the old page");
    Path picture = Files.writeString(temp.resolve("picture.png"), "the old picture");
    String[] again = {
      "report", "" + output, "--output", "" + page, "--picture", "" + picture, "--mode", "overwrite"
    };

    for (String name : List.of("page.html", "picture.png")) {
      CommandLines.Outcome outcome = runOnFullDisk(name, 100, again);
      assertThat(outcome.code()).as(outcome.err()).isEqualTo(ExitCode.FAILURE.code());
      assertThat(outcome.err()).contains("No space left on device").doesNotContain("\tat ");
      assertThat(page).hasContent("the old page");
    }
    assertThat(picture.toFile().length()).as("it was written before the page").isGreaterThan(1000);
    assertThat(temp.toFile().list()).containsExactlyInAnyOrder("rings", "page.html", "picture.png");
  }

  @Test
  void aPageElsewhereIsNotReplacedUnasked() throws IOException {
    Path output = temp.resolve("rings");
    run(flow(output)).succeeded();
    Path page = Files.writeString(temp.resolve("page.html"), "precious");
    refused(ExitCode.OUTPUT, temp, "report", output.toString(), "--output", page.toString())
        .contains("page.html exists; choose another output, or mode overwrite");
    run("report", output.toString(), "--output", page.toString(), "--mode", "overwrite")
        .succeeded();
    assertThat(page).content().contains("WowFlow report");
  }

  @Test
  void thePictureOfAFlow() throws IOException {
    Path output = temp.resolve("rings");
    run(flow(output)).succeeded();
    String picture = temp.resolve("rings.png").toString();

    CommandLines.Outcome made = run("report", output.toString(), "--picture", picture);

    made.succeeded();
    assertThat(made.out().lines()).hasSize(2).last().asString().startsWith("picture written to ");
    BufferedImage image = ImageIO.read(Path.of(picture).toFile());
    assertThat(image.getWidth()).isEqualTo(912);
    refused(ExitCode.OUTPUT, temp, "report", output.toString(), "--picture", picture)
        .contains("rings.png exists");
    run("report", output.toString(), "--picture", picture, "--mode", "overwrite").succeeded();
    String one = "synthetic:gaussians?classes=2&samples=3&dimension=1";
    run(flow(one, one, temp.resolve("one"))).succeeded();
    refused(
            ExitCode.INPUT,
            temp,
            "report",
            temp.resolve("one").toString(),
            "--picture=" + temp.resolve("one.png"))
        .contains("one has no picture", "a single value");
  }

  @Test
  void aResultOfOneFileHasItsPageBesideIt() throws IOException {
    Path output = temp.resolve("rings.npz");
    run(flow(output)).succeeded();
    assertThat(CommandLines.files(temp).keySet())
        .contains("rings.npz", "rings.manifest.json", "rings.report.html", "rings.report.json");
    Files.delete(temp.resolve("rings.report.html"));
    run("report", output.toString()).succeeded();
    assertThat(temp.resolve("rings.report.html")).content().contains("id=\"plane\"");
    run(flow(output, "--mode", "overwrite")).succeeded();
  }

  @Test
  void whatIsNoFlowHasNoPage() throws IOException {
    Path empty = Files.createDirectory(temp.resolve("empty"));
    refused(ExitCode.INPUT, temp, "report", empty.toString())
        .contains("empty holds no report.json");
    refused(ExitCode.INPUT, temp, "report", temp.resolve("nothing").toString());
    refused(ExitCode.USAGE, temp, "report");
  }

  @Test
  void aRunningFlowHasAPageToo() throws IOException {
    Path output = temp.resolve("rings");
    List<String> pages = new ArrayList<>();
    ByteArrayOutputStream errors =
        new ByteArrayOutputStream() {
          @Override
          public synchronized void write(byte[] bytes, int offset, int length) {
            super.write(bytes, offset, length);
            String line = new String(bytes, offset, length, StandardCharsets.UTF_8);
            if (line.contains("step ") && pages.isEmpty()) {
              pages.add(run("report", output.toString()).out());
            }
          }
        };
    run(errors, flow(output, "--steps", "30")).succeeded();
    assertThat(pages).as("%s", errors).hasSize(1);
    assertThat(pages.get(0)).contains("rings/snapshots/report.html");
    assertThat(output.resolve("snapshots/report.html")).content().contains("of 30 steps done");
    assertThat(output.resolve("report.html")).content().contains("finished after 30 steps");
    run(flow(output, "--mode", "overwrite")).succeeded();
    assertThat(output.resolve("snapshots")).doesNotExist();
  }

  @Test
  void aResumedFlowShowsTheStepsFromBefore() throws IOException {
    Path whole = temp.resolve("whole");
    run(flow(whole, "--steps", "40", "--snapshot-every", "20")).succeeded();
    Path output = temp.resolve("resumed");
    Files.createDirectories(output);
    Path snapshots = output.resolve("snapshots");
    copy(whole.resolve("snapshots/step=00000020"), snapshots.resolve("step=00000020"));
    run(flow(output, "--steps", "40", "--mode", "resume")).succeeded();
    JsonNode resumed = json(output.resolve("report.json"));
    assertThat(resumed.at("/run/resumedFromStep").asInt()).isEqualTo(20);
    JsonNode states = json(whole.resolve("report.json")).get("states");
    List<JsonNode> expected = new ArrayList<>();
    states.get("frames").forEach(expected::add);
    // The state it went on from is recorded besides.
    assertThat(frames(resumed)).contains(0, 1, 3, 5, 8, 12, 16, 20, 21, 27, 33, 40);
    for (JsonNode frame : expected) {
      assertThat(resumed.at("/states/frames")).as("frame %s", frame.get("step")).contains(frame);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }

  @Test
  void labelsAreEscapedAndSecretsLeftOut() throws IOException {
    Path images = temp.resolve("the-password-folder");
    ImageBytes.put(images, "<script>alert(1)<", "1.png", ImageBytes.grey(2, 2, 0));
    ImageBytes.put(images, "b", "1.png", ImageBytes.grey(2, 2, 100));
    Path output = temp.resolve("out");
    run(flow(images.toString(), images.toString(), output)).succeeded();
    for (String file : List.of("report.html", "report.json")) {
      assertThat(output.resolve(file)).content().doesNotContain("password");
    }
    assertThat(output.resolve("report.html"))
        .content()
        .doesNotContain("<script>alert")
        .contains("&lt;script&gt;alert(1)&lt;", "*********(redacted)");
  }
}
