package io.wowflow.jobs.main;

import static org.assertj.core.api.Assertions.assertThat;

import io.wowflow.jobs.Launched;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The metrics of a running flow, over HTTP from the page of its driver. */
class FlowMetricsIT {
  private static final String GAUGE = "plugin_io_wowflow_jobs_session_FlowMetricsPlugin_";

  @TempDir Path temp;
  private final HttpClient http =
      HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();

  @Test
  void stepObjectiveAndTime() throws IOException {
    String data = temp.resolve("data").toString();
    CommandLines.run("convert", "--source", CommandLines.BLOBS, "--output", data).succeeded();
    int port = freePort();
    URI page = URI.create("http://127.0.0.1:" + port + "/metrics/prometheus");
    List<String> words =
        List.of(
            "flow",
            "--source=" + data,
            "--target=" + CommandLines.RINGS,
            "--steps=1000000",
            "--stop-plateau=off",
            "--engine=distributed",
            "--output=" + temp.resolve("out"),
            "--",
            "--master=local[1]",
            "--driver-memory=1g",
            "--conf=spark.ui.port=" + port);
    try (Launched flow = Launched.start(temp.resolve("log"), words)) {
      flow.await(() -> gauge(page, "step").orElse(0) > 20);

      double before = gauge(page, "step").orElseThrow();
      flow.await(() -> gauge(page, "step").orElseThrow() > before);
      assertThat(gauge(page, "objective").orElseThrow()).isBetween(0.0, 1.0);
      assertThat(gauge(page, "stepSeconds").orElseThrow()).isBetween(1e-6, 60.0);
      long shuffled = (long) gauge(page, "shuffledBytesPerStep").orElseThrow();
      assertThat(shuffled).isPositive();
      assertThat(flow.log()).contains("bytes shuffled a step: " + shuffled);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** The value of one of our gauges; empty while there is no such page or gauge. */
  private OptionalDouble gauge(URI page, String name) {
    HttpRequest request = HttpRequest.newBuilder(page).timeout(Duration.ofSeconds(30)).build();
    try {
      String body = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
      Matcher line = Pattern.compile(GAUGE + name + "_Value\\{[^}]*}\\s+(\\S+)").matcher(body);
      return line.find()
          ? OptionalDouble.of(Double.parseDouble(line.group(1)))
          : OptionalDouble.empty();
    } catch (java.net.ConnectException e) {
      return OptionalDouble.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
