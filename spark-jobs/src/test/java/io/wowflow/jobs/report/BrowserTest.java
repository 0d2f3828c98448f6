package io.wowflow.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wowflow.jobs.Needs;
import io.wowflow.jobs.conf.ImageShape;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The page in a browser, as a person meets it: on a desk and on a phone, by mouse, by keyboard and
 * by ear. Questions are asked by a script added to a copy of the page, whose policy is taken out.
 */
class BrowserTest {
  private static final int PHONE = 390;
  private static final int DESK = 1300;
  private static final String POLICY = "<meta http-equiv=\"Content-Security-Policy\"[^>]*>";
  // The clock that the browser winds forward for a test drives timers, but draws no frames.
  private static final String FRAMES_BY_TIMER =
      "<script>requestAnimationFrame = tick => setTimeout(() => tick(performance.now()), 16);"
          + " cancelAnimationFrame = clearTimeout;</script>";
  private static final List<String> LABELS = List.of("Ankle boot", "<i>coat</i>");
  private static final Optional<ImageShape> GREY = Optional.of(new ImageShape(28, 28, 1));

  @TempDir Path temp;
  private Path browser;

  @BeforeEach
  void findBrowser() {
    browser = Needs.program("chromium", "chromium-browser", "google-chrome");
  }

  private static RunReport images() {
    RunReport report = Reports.finished(LABELS, Reports.states(LABELS, GREY));
    return report.withAccuracy(
        List.of(new RunReport.Point(0, 0.1), new RunReport.Point(121, 0.85)));
  }

  private static RunReport rings() {
    return Reports.finished(LABELS, Reports.states(LABELS, Optional.empty()));
  }

  /** The page after its scripts have run. */
  private String opened(String html, String... options) throws Exception {
    Path page = Files.writeString(temp.resolve("page.html"), html);
    Path out = temp.resolve("dom.html");
    List<String> command =
        new ArrayList<>(
            List.of(
                browser.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--host-resolver-rules=MAP * ~NOTFOUND",
                "--user-data-dir=" + temp.resolve("profile"),
                "--virtual-time-budget=20000",
                "--window-size=" + DESK + ",900"));
    command.addAll(List.of(options));
    command.add("--dump-dom");
    command.add(page.toUri().toString());
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(temp.resolve("errors").toFile())
            .start();
    try {
      assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("chromium ended").isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.exitValue()).as(Files.readString(temp.resolve("errors"))).isZero();
    return Files.readString(out);
  }

  /**
   * Asks the page something: the script gives a value, or a promise of one, for a window of a
   * width. The page is shown in a frame, because a window can be no narrower than its controls.
   */
  private JsonNode ask(RunReport report, int width, String script, String... options)
      throws Exception {
    String page =
        ReportPage.of(report)
            .replaceFirst(POLICY, FRAMES_BY_TIMER)
            .replace(
                "</body>",
                "<script>addEventListener('load', async () => { let answer; try { answer = await (async () => {"
                    + script
                    + "})(); } catch (e) { answer = {error: String(e.stack)}; }"
                    + "parent.postMessage(JSON.stringify(answer), '*'); })</script></body>");
    String attribute = page.replace("&", "&amp;").replace("\"", "&quot;");
    String host =
        "<!DOCTYPE html><meta charset=utf-8><pre id=answer></pre><script>addEventListener("
            + "'message', e => document.getElementById('answer').textContent = e.data)</script>"
            + "<iframe style='border:0;height:900px;width:"
            + width
            + "px' srcdoc=\""
            + attribute
            + "\"></iframe>";
    String dom = opened(host, options);
    Matcher answer = Pattern.compile("<pre id=\"answer\">([^<]*)</pre>").matcher(dom);
    assertThat(answer.find() && !answer.group(1).isEmpty()).as("the page answers").isTrue();
    String json =
        answer
            .group(1)
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&quot;", "\"")
            .replace("&amp;", "&");
    JsonNode parsed = new ObjectMapper().readTree(json);
    assertThat(parsed.path("error").asText()).isEmpty();
    return parsed;
  }

  private static String resource(String name) throws IOException {
    try (var in = BrowserTest.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void thePageWorksUnderItsOwnPolicyAndWithoutNetwork() throws Exception {
    String dom = opened(ReportPage.of(rings()));
    assertThat(dom).as("its script has run").contains("<div class=\"controls\">");
    String hostile =
        ReportPage.of(rings())
            .replace("</main>", "<script>document.title = 'stolen'</script></main>");
    assertThat(opened(hostile)).doesNotContain("<title>stolen");
  }

  @Test
  void everythingFitsOnAPhoneAndOnADesk() throws Exception {
    RunReport augmented = Reports.augmented(LABELS, Reports.states(LABELS, GREY));
    for (RunReport report : List.of(images(), rings(), augmented)) {
      for (int width : new int[] {PHONE, DESK}) {
        JsonNode answer = ask(report, width, resource("layout.js"));
        assertThat(answer.get("width").asInt()).isEqualTo(width);
        assertThat(answer.get("scrollWidth").asInt()).isLessThanOrEqualTo(width);
        assertThat(answer.get("cut")).as("text that is cut off").isEmpty();
        assertThat(answer.get("smallest").asDouble()).as("smallest text").isGreaterThan(10);
        assertThat(answer.get("brokenImages")).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 20, 150, 1000})
  void itFitsHoweverManyClassesThereAre(int classes) throws Exception {
    for (RunReport report :
        List.of(Reports.large(classes, GREY, 784), Reports.large(classes, Optional.empty(), 5))) {
      for (int width : new int[] {PHONE, DESK}) {
        JsonNode answer = ask(report, width, resource("layout.js"));
        assertThat(answer.get("width").asInt()).isEqualTo(width);
        assertThat(answer.get("scrollWidth").asInt()).isLessThanOrEqualTo(width);
        assertThat(answer.get("cut")).as("text that is cut off").isEmpty();
        assertThat(answer.get("smallest").asDouble()).as("smallest text").isGreaterThan(10);
        assertThat(answer.get("brokenImages")).isEmpty();
        assertThat(answer.get("firstSection").asText()).isEqualTo("worth");
        assertThat(answer.get("steps").asInt())
            .as("steps of a film")
            .isEqualTo(report.states().isImages() ? width == PHONE ? 3 : 12 : 0);
      }
    }
  }

  @Test
  void aPairIsReadFromTheMapAndTheTableIsTurned() throws Exception {
    JsonNode answer = ask(Reports.large(150, GREY, 4), DESK, resource("map.js"));
    assertThat(answer.get("reading").asText())
        .startsWith("a source class 1002 \u2192 target17: ")
        .endsWith(" after the flow, in input units (matched)");
    assertThat(answer.get("around").asInt()).as("tables before and after").isEqualTo(2);
    assertThat(answer.get("cells").asInt()).isEqualTo(2 * 7 * 7);
    assertThat(answer.get("matched").asInt()).isPositive();
    assertThat(answer.get("hostile").asBoolean()).as("a label that became an element").isFalse();
    assertThat(answer.get("rows").asInt()).isEqualTo(20);
    assertThat(answer.get("page").asText()).isEqualTo("page 2 of 8");
    assertThat(answer.get("found").asText()).contains("a source class 1077");
    assertThat(answer.get("foundRows").asInt()).isEqualTo(1);
    assertThat(answer.get("zoomed").asText()).startsWith("a source class 1077");
  }

  @Test
  void aPersonFindsTheResults() throws Exception {
    JsonNode answer = ask(images(), DESK, resource("content.js"));
    assertThat(answer.get("heading").asText()).isEqualTo("Fashion#train → MNIST#train");
    assertThat(answer.get("links"))
        .extracting(JsonNode::asText)
        .containsExactly(
            "Particles over time",
            "Objective",
            "Accuracy",
            "Nearest samples",
            "Labels",
            "Distances between classes",
            "Run");
    assertThat(answer.get("deadLinks")).isEmpty();
    assertThat(answer.get("curves").asInt()).isEqualTo(2);
    assertThat(answer.get("curveHeight").asDouble()).isGreaterThan(100);
    assertThat(answer.get("strips").asInt()).isEqualTo(2);
    assertThat(answer.get("stripWidth").asDouble()).isGreaterThan(600);
    assertThat(answer.get("text").asText()).contains("<i>coat</i> → 1").contains("85.00 %");
    assertThat(answer.get("farthest").asDouble())
        .as("a far class is darker than a near one")
        .isLessThan(answer.get("nearest").asDouble());
  }

  @Test
  void itReadsWellByEarAndByKeyboard() throws Exception {
    for (RunReport report : List.of(images(), rings(), Reports.large(20, GREY, 784))) {
      JsonNode answer = ask(report, DESK, resource("access.js"));
      assertThat(answer.get("landmarks"))
          .extracting(JsonNode::asText)
          .containsExactly("header", "nav", "main", "footer");
      assertThat(answer.get("language").asText()).isEqualTo("en");
      assertThat(answer.get("skippedLevels")).as("headings that skip a level").isEmpty();
      assertThat(answer.get("unnamed")).as("things without a name").isEmpty();
      assertThat(answer.get("badTables")).as("tables without caption or headers").isEmpty();
      assertThat(answer.get("firstStop").asText()).isEqualTo("Skip to the results");
      assertThat(answer.get("positiveTabindex").asInt()).isZero();
      assertThat(answer.get("duplicateIds")).isEmpty();
    }
  }

  @Test
  void textStandsOutInBothSchemes() throws Exception {
    for (String scheme : new String[] {"light", "dark"}) {
      String forced =
          "for (const style of document.querySelectorAll('style')) style.textContent ="
              + " style.textContent.replace('@media (prefers-color-scheme: dark)', '@media "
              + (scheme.equals("dark") ? "all" : "not all")
              + "'); document.documentElement.style.colorScheme = '"
              + scheme
              + "';";
      for (RunReport report : List.of(images(), Reports.large(20, Optional.empty(), 5))) {
        JsonNode answer = ask(report, DESK, forced + resource("contrast.js"));
        assertThat(answer.get("checked").asInt()).isGreaterThan(40);
        assertThat(answer.get("weak")).as("text of too little contrast, %s", scheme).isEmpty();
      }
    }
  }

  @Test
  void theFlowPlaysAndCanBePaused() throws Exception {
    JsonNode answer = ask(rings(), DESK, resource("play.js"));
    assertThat(answer.get("startStep").asText()).isEqualTo("121");
    assertThat(answer.get("sliderMoved").asBoolean()).isTrue();
    assertThat(answer.get("sliderText").asText()).isEqualTo("step 1");
    assertThat(answer.get("labelWhilePlaying").asText()).isEqualTo("Pause");
    assertThat(answer.get("movedWhilePlaying").asBoolean()).isTrue();
    assertThat(answer.get("movedWhilePaused").asBoolean()).isFalse();
    assertThat(answer.get("endStep").asText()).isEqualTo("121");
    assertThat(answer.get("labelAtEnd").asText()).isEqualTo("Play");
  }

  @Test
  void whoWantsNoMotionSeesStepAfterStep() throws Exception {
    JsonNode answer = ask(rings(), DESK, resource("play.js"), "--force-prefers-reduced-motion");
    assertThat(answer.get("between").asBoolean()).as("a state between two steps").isFalse();
    assertThat(answer.get("endStep").asText()).isEqualTo("121");
    assertThat(ask(rings(), DESK, resource("play.js")).get("between").asBoolean()).isTrue();
  }
}
