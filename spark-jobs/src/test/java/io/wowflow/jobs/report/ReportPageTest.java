package io.wowflow.jobs.report;

import static io.wowflow.jobs.io.Readings.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.conf.ImageShape;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class ReportPageTest {
  private static final String SCRIPT = "<script>alert('x')</script>";
  private static final Optional<ImageShape> GREY = Optional.of(new ImageShape(2, 2, 1));
  private static final List<String> LABELS = List.of("boot", "coat");

  private static String page() {
    return ReportPage.of(Reports.finished(LABELS, Reports.states(LABELS, GREY)));
  }

  private static List<String> all(String regex, String text) {
    List<String> out = new ArrayList<>();
    Matcher matcher = Pattern.compile(regex).matcher(text);
    while (matcher.find()) {
      out.add(matcher.group(1));
    }
    return out;
  }

  @Test
  void itShowsWhatRanAndWhatCameOfIt() {
    assertThat(page())
        .contains("<title>Fashion#train to MNIST#train - WowFlow</title>")
        .contains("finished after 121 steps: all steps are made")
        .contains("1 min 23 s")
        .contains("<td class=\"path\">/data/MNIST#train</td>")
        .contains("<th scope=\"row\">kernel</th><td class=\"path\">riesz</td>")
        .contains("<th scope=\"row\">coat</th><td>1</td><td class=\"number\">0.0025</td>")
        .contains("class=\"matched\">0.05<span class=\"hidden\"> (matched)</span>");
  }

  @Test
  void nothingIsFetchedFromAnywhere() {
    String page = page();
    assertThat(page).doesNotContain("http:", "https:", "url(", "@import");
    assertThat(all("(?:src|href)=\"([^\"]*)\"", page))
        .isNotEmpty()
        .allMatch(link -> link.startsWith("#") || link.startsWith("data:image/png;base64,"));
  }

  @Test
  void onlyItsOwnScriptMayRun() throws Exception {
    String page = page();
    String script = page.substring(page.indexOf("<script>") + 8, page.indexOf("</script>"));
    byte[] hash =
        MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
    assertThat(page)
        .contains("script-src 'sha256-" + Base64.getEncoder().encodeToString(hash) + "'")
        .contains("default-src 'none'");
  }

  @Test
  void everyTextIsEscaped() {
    List<String> labels = List.of(SCRIPT, "b\" onload=\"x");
    RunReport plain = Reports.finished(labels, Reports.states(labels, GREY));
    for (RecordedStates states :
        List.of(Reports.states(labels, GREY), Reports.states(labels, Optional.empty()))) {
      RunReport hostile =
          new RunReport(
              1,
              new RunReport.Run(
                  SCRIPT,
                  SCRIPT,
                  1,
                  1,
                  1,
                  1,
                  SCRIPT,
                  new RunReport.Trend(SCRIPT, SCRIPT),
                  List.of(new RunReport.Fact(SCRIPT, SCRIPT))),
              List.of(
                  new RunReport.Input("source", "/data/" + SCRIPT, SCRIPT, 2, 2, 2, SCRIPT),
                  new RunReport.Input("target", "/d/\" onload=\"x", SCRIPT, 2, 2, 2, SCRIPT)),
              new TreeMap<>(Map.of(SCRIPT, SCRIPT)),
              plain.objective(),
              plain.objective(),
              new RunReport.Distances(labels, labels, new double[4], new double[4]),
              List.of(new RunReport.Match(SCRIPT, SCRIPT, 1)),
              states,
              new RunReport.Worth(
                  SCRIPT,
                  SCRIPT,
                  0,
                  0,
                  0,
                  SCRIPT,
                  1,
                  List.of(new RunReport.Trial(SCRIPT, 1, 0.5, List.of(0.5)))),
              plain.nearest(),
              null,
              null,
              null);
      String page = ReportPage.of(hostile);
      assertThat(all("(<script)", page)).hasSize(1);
      assertThat(page).doesNotContain("alert('x')", "\" onload=");
      assertThat(page).contains("&lt;script&gt;");
    }
  }

  @Test
  void whatSamplesAreWorthIsShownWhereItWasTested() {
    assertThat(page()).doesNotContain("id=\"worth\"");
    RunReport tested = Reports.augmented(LABELS, Reports.states(LABELS, GREY));
    RunReport read =
        RunReport.parse(tested.toJson().getBytes(StandardCharsets.UTF_8), "report.json");
    assertThat(ReportPage.of(read))
        .contains("id=\"worth\"", "href=\"#worth\"", "on 500 samples of the target")
        .contains("own &amp; flowed samples", ">2100<", "75.00 %", "74.00 %, 76.00 %")
        .contains("+3.75 points of accuracy, 95 % interval from +0.50 to +7.00 points")
        .contains("against the target&#39;s own samples", "1650 optimiser steps");
  }

  private static RunReport judged(String verdict, double low, double high) {
    RunReport tested = Reports.augmented(LABELS, Reports.states(LABELS, GREY));
    RunReport.Worth worth = tested.worth();
    return new RunReport(
        tested.format(),
        tested.run(),
        tested.inputs(),
        tested.settings(),
        tested.objective(),
        tested.accuracy(),
        tested.distances(),
        tested.matching(),
        tested.states(),
        new RunReport.Worth(
            verdict,
            worth.sentence(),
            (low + high) / 2,
            low,
            high,
            worth.training(),
            worth.tested(),
            worth.trials()),
        tested.nearest(),
        null,
        null,
        null);
  }

  @Test
  void theVerdictIsAWordAndComesFirst() {
    assertThat(ReportPage.of(judged("helps", 0.01, 0.02)))
        .contains("class=\"verdict helps\"", "</span> Helps</p>", "class=\"interval\"");
    assertThat(ReportPage.of(judged("harms", -0.03, -0.01)))
        .contains("class=\"verdict harms\"", "</span> Harms</p>")
        .contains("\u22122.00 points of accuracy, 95 % interval from \u22123.00 to \u22121.00");
    assertThat(ReportPage.of(judged("undecided", Double.NaN, Double.NaN)))
        .contains("</span> Undecided</p>")
        .doesNotContain("class=\"interval\"", "NaN points", ">NaN");
    String old = ReportPage.of(judged(null, Double.NaN, Double.NaN));
    assertThat(old)
        .contains("Not compared at equal budget", "75.00 %", "71.25 %")
        .doesNotContain("points of accuracy", ">NaN");
    assertThat(all("<section id=\"([^\"]*)\"", old)).startsWith("worth");
  }

  @Test
  void theTrendOfTheObjectiveIsABadge() {
    RunReport report = Reports.finished(LABELS, null);
    assertThat(ReportPage.of(report))
        .contains("<span class=\"state converged\">converged at step 110</span>");
    RunReport.Run run = report.run();
    for (String verdict : List.of("falling", "rising", "unknown", "something new")) {
      RunReport other =
          new RunReport(
              1,
              new RunReport.Run(
                  run.id(),
                  run.start(),
                  1,
                  null,
                  121,
                  121,
                  "done",
                  new RunReport.Trend(verdict, "it moves"),
                  run.facts()),
              report.inputs(),
              report.settings(),
              report.objective(),
              List.of(),
              null,
              List.of(),
              null,
              null,
              null,
              null,
              null,
              null);
      String kind = verdict.contains(" ") ? "unknown" : verdict;
      assertThat(ReportPage.of(other))
          .contains("<span class=\"state " + kind + "\">it moves</span>")
          .contains(
              "<span class=\"state " + (kind.equals("rising") ? kind : "finished") + "\">finished");
    }
  }

  @Test
  void reportsOfEarlierVersionsStillMakeAPage() throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    RunReport now = Reports.augmented(LABELS, Reports.states(LABELS, Optional.empty()));
    ObjectNode then = (ObjectNode) mapper.readTree(now.toJson());
    then.remove("nearest");
    ((ObjectNode) then.get("run")).remove("trend");
    ((ObjectNode) then.get("states")).remove("axes");
    ((ObjectNode) then.get("worth"))
        .remove(List.of("verdict", "sentence", "difference", "low", "high", "training"));
    String page = ReportPage.of(RunReport.parse(mapper.writeValueAsBytes(then), "report.json"));
    assertThat(page)
        .contains("Not compared at equal budget", "id=\"plane\"", "The two values of a sample")
        .doesNotContain("id=\"nearest\"");
  }

  @Test
  void copiesAreSuspectedWhereFlowedSamplesAreMuchNearer() {
    RunReport report = Reports.finished(LABELS, null);
    assertThat(ReportPage.of(report))
        .contains("No copies: flowed samples are not much nearer", "0.5 against 0.625 input units")
        .contains("5 of 8 target samples (63 %)");
    RunReport copies =
        new RunReport(
            1,
            report.run(),
            report.inputs(),
            report.settings(),
            report.objective(),
            List.of(),
            null,
            List.of(),
            null,
            null,
            new RunReport.Nearest(
                2,
                10,
                8,
                8,
                new RunReport.Quartiles(0, 0.125, 0.25),
                report.nearest().among(),
                8,
                8),
            null,
            null,
            null);
    assertThat(ReportPage.of(copies)).contains("Copies? Flowed samples are much nearer");
  }

  @Test
  void distancesOfManyClassesAreAPictureWithMatchedPairsOnTheDiagonal() throws IOException {
    String page = ReportPage.of(Reports.large(20, Optional.empty(), 3));
    assertThat(page).doesNotContain("class=\"heat");
    BufferedImage after =
        decode(
            all("class=\"cells\"[^>]*><img src=\"data:image/png;base64,([^\"]*)\"", page).get(1));
    assertThat(after.getWidth()).isEqualTo(20);
    assertThat(after.getHeight()).isEqualTo(20);
    for (int c = 0; c < 20; c++) {
      assertThat(light(after.getRGB(c, c))).as("matched pair %s", c).isGreaterThan(600);
      assertThat(light(after.getRGB((c + 1) % 20, c))).isLessThan(600);
    }
  }

  private static int light(int rgb) {
    return (rgb >> 16 & 0xFF) + (rgb >> 8 & 0xFF) + (rgb & 0xFF);
  }

  @Test
  void aThousandClassesMakeAPageOfModerateSize() {
    for (RunReport large :
        List.of(
            Reports.large(1000, Optional.of(new ImageShape(28, 28, 1)), 784),
            Reports.large(1000, Optional.empty(), 5))) {
      String page = ReportPage.of(large);
      assertThat(page.length()).isLessThan(3_000_000);
      assertThat(page).contains("Showing 200 of 1000 source classes", "1000 classes, the largest");
      assertThat(all("(<script)", page)).hasSize(1);
    }
  }

  @Test
  void ofManyClassesOfImagesTwentyAreShown() {
    String page = ReportPage.of(Reports.large(150, GREY, 4));
    assertThat(all("<figure (class=\"film)", page)).hasSize(40);
    assertThat(page)
        .contains(
            "Showing 20 of 150 classes: from the least to the largest cost of their match of the"
                + " 60 that were recorded");
  }

  @Test
  void aRunningFlowSaysSo() {
    String page = ReportPage.of(Reports.running(LABELS, Reports.states(LABELS, GREY)));
    assertThat(page)
        .contains("running: 60 of 121 steps done", "resumed from step 40", "Samples of the target")
        .contains("before the flow")
        .doesNotContain("after the flow", "id=\"matching\"");
  }

  @Test
  void theAccuracyIsShownWhereItIsKnown() {
    RunReport report = Reports.finished(LABELS, null);
    assertThat(ReportPage.of(report)).doesNotContain("id=\"accuracy\"", "id=\"states\"");
    List<RunReport.Point> curve =
        AccuracyCurve.parse("step,accuracy,loss\n100,0.75,1\n0,0.1,2\n", "accuracy.csv");
    assertThat(ReportPage.of(report.withAccuracy(curve)))
        .contains("id=\"accuracy\"", "75.00 %", "at step 100");
    refusal(ExitCode.INPUT, () -> AccuracyCurve.parse("step,loss\n1,2\n", "a/accuracy.csv"))
        .contains("a/accuracy.csv is not an accuracy curve");
    refusal(ExitCode.INPUT, () -> AccuracyCurve.parse("step,accuracy\n1,x\n", "accuracy.csv"));
  }

  @Test
  void stripsHoldTheParticlesOfEachStepInARow() throws IOException {
    List<String> images = all("src=\"data:image/png;base64,([^\"]*)\"", page());
    assertThat(images).hasSize(6);
    BufferedImage strip = decode(images.get(0));
    assertThat(strip.getWidth()).isEqualTo(12 * 3 - 1);
    assertThat(strip.getHeight()).isEqualTo(3 * 3 - 1);
    // The first particle of the last step begins at 11/12 of white, the second a fifth later.
    assertThat(strip.getRGB(33, 0) & 0xFF).isEqualTo(Math.round(255 * 11 / 12f));
    assertThat(strip.getRGB(0, 3) & 0xFF).isEqualTo(51);
    BufferedImage target = decode(images.get(1));
    assertThat(target.getWidth()).isEqualTo(2 * 3 - 1);
    assertThat(target.getRGB(3, 0) & 0xFF).isEqualTo(Math.round(255 * 4 / 16f));
  }

  private static BufferedImage decode(String base64) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(base64)));
  }

  @Test
  void damagedDataAreRefused() {
    refusal(
            ExitCode.INPUT,
            () -> RunReport.parse("{\"format\":".getBytes(StandardCharsets.UTF_8), "x/report.json"))
        .contains("x/report.json is not the report of a flow");
    refusal(
            ExitCode.INPUT,
            () -> RunReport.parse("{\"format\":9}".getBytes(StandardCharsets.UTF_8), "report.json"))
        .contains("has another version than 1");
    refusal(
        ExitCode.INPUT,
        () -> RunReport.parse("null".getBytes(StandardCharsets.UTF_8), "report.json"));
  }
}
