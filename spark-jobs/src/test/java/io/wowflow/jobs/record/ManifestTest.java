package io.wowflow.jobs.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.wowflow.jobs.io.dataset.ReadReport;
import io.wowflow.jobs.snapshot.Samples;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ManifestTest {
  private static Manifest.Input input(String role, String fingerprint) {
    return new Manifest.Input(role, "u", "f", new Manifest.Size(1, 2, 3), fingerprint, Map.of());
  }

  @Test
  void inputsAreComparedByRole() {
    List<Manifest.Input> then = List.of(input("source", "a"), input("target", "b"));
    Manifest.Input directions = input(Manifest.DIRECTIONS, "c");
    List<Manifest.Input> now = List.of(then.get(0), then.get(1), directions);
    assertThat(Manifest.Input.changed(then, then)).isEmpty();
    assertThat(Manifest.Input.changed(then, now)).as("an older manifest").isEmpty();
    assertThat(Manifest.Input.changed(now, then)).contains(Manifest.DIRECTIONS);
    assertThat(
            Manifest.Input.changed(
                now, List.of(then.get(0), then.get(1), input("directions", "d"))))
        .contains(Manifest.DIRECTIONS);
    assertThat(Manifest.Input.changed(then, List.of(then.get(0), input("target", "x"))))
        .contains("target");
    assertThat(
            Manifest.Input.changed(then, List.of(then.get(0), then.get(1), input("held out", "h"))))
        .contains("held out");
  }

  private static final Redaction REDACTION = Redaction.ofSpark(Map.of());

  private static Manifest full() {
    return new Manifest(
        Manifest.Run.of(
            Samples.run(), Instant.EPOCH, 12.5, 100, Manifest.Environment.current("4.2.0")),
        Manifest.Settings.of(Map.of("steps", 10, "fs.s3a.secret.key", "hunter2"), 7, REDACTION),
        List.of(
            Manifest.Input.of(
                "source",
                "s3a://me:hunter2@bucket/x.npz",
                ReadReport.of("npz", "y", "x"),
                Samples.dataset(0))),
        new Manifest.Numerics(
            100,
            true,
            new Manifest.Kernel("riesz", 1),
            null,
            0.1,
            new Manifest.Blocks(32, 16),
            new Manifest.Engine("in-process", "small")),
        new Manifest.Outcome("done", 10, "plateau", 0.25, "ab", null, trend(), null, null));
  }

  private static Manifest.Convergence trend() {
    return new Manifest.Convergence("falling", null, -4.25, "the objective is still falling");
  }

  @Test
  void theJsonSaysWhatTheContractAsksFor() throws IOException {
    JsonNode json = Json.read(full().toJson(), JsonNode.class);
    assertThat(json.at("/run/start").asText()).isEqualTo("1970-01-01T00:00:00Z");
    assertThat(json.at("/run/wallSeconds").asDouble()).isEqualTo(12.5);
    assertThat(json.at("/run/resumedFromStep").asInt()).isEqualTo(100);
    assertThat(json.at("/run/environment/wowflow").asText()).isNotBlank();
    assertThat(json.at("/run/environment/commit").asText()).isNotBlank();
    assertThat(json.at("/run/environment/java").asText())
        .startsWith(System.getProperty("java.version"));
    assertThat(json.at("/run/environment/spark").asText()).isEqualTo("4.2.0");
    assertThat(json.at("/run/environment/machine/cores").asInt()).isPositive();
    assertThat(json.at("/run/environment/machine/maxHeapBytes").asLong()).isPositive();
    assertThat(json.at("/settings/configuration/steps").asInt()).isEqualTo(10);
    assertThat(json.at("/settings/seed").asInt()).isEqualTo(7);
    assertThat(json.at("/inputs/0/uri").asText()).isEqualTo("s3a://bucket/x.npz");
    assertThat(json.at("/inputs/0/size").toString())
        .isEqualTo("{\"classes\":2,\"samples\":3,\"dimension\":2}");
    assertThat(json.at("/inputs/0/fingerprint").asText())
        .isEqualTo(Fingerprint.of(Samples.dataset(0)));
    assertThat(json.at("/numerics/quantileLevels").asInt()).isEqualTo(100);
    assertThat(json.at("/numerics/exactEmbedding").asBoolean()).isTrue();
    assertThat(json.at("/numerics/kernel/parameter").asDouble()).isEqualTo(1);
    assertThat(json.at("/numerics/stepSize").asDouble()).isEqualTo(0.1);
    assertThat(json.at("/numerics/blocks/directions").asInt()).isEqualTo(16);
    assertThat(json.at("/numerics/engine/reason").asText()).isEqualTo("small");
    assertThat(json.at("/outcome/finalObjective").asDouble()).isEqualTo(0.25);
    assertThat(json.at("/outcome/stopReason").asText()).isEqualTo("plateau");
    assertThat(json.at("/outcome/convergence/verdict").asText()).isEqualTo("falling");
    assertThat(json.at("/outcome/convergence/percent").asDouble()).isEqualTo(-4.25);
  }

  @Test
  void itHoldsNoSecretAndTheHashIsThatOfWhatItShows() throws IOException {
    Manifest manifest = full();
    assertThat(new String(manifest.toJson(), StandardCharsets.UTF_8)).doesNotContain("hunter2");
    assertThat(manifest.settings().sha256())
        .isEqualTo(Sha256.of(Json.compact(manifest.settings().configuration())));
  }

  @Test
  void theHashDoesNotDependOnTheOrderOfTheKeys() {
    Map<String, Object> one = new java.util.LinkedHashMap<>();
    one.put("a", 1);
    one.put("b", Map.of("c", 2));
    Map<String, Object> other = new java.util.LinkedHashMap<>();
    other.put("b", Map.of("c", 2));
    other.put("a", 1);
    String hash = Manifest.Settings.of(one, 0, REDACTION).sha256();
    assertThat(Manifest.Settings.of(other, 0, REDACTION).sha256()).isEqualTo(hash);
    other.put("a", 2);
    assertThat(Manifest.Settings.of(other, 0, REDACTION).sha256()).isNotEqualTo(hash);
  }

  @Test
  void whatIsNotKnownIsNull() throws IOException {
    JsonNode json = Json.read(Samples.manifest(Samples.run()).toJson(), JsonNode.class);
    assertThat(json.at("/run/resumedFromStep").isNull()).isTrue();
    assertThat(json.at("/numerics/kernel").isNull()).isTrue();
    assertThat(json.at("/outcome/stateHash").isNull()).isTrue();
  }

  @Test
  void itIsReadBackAlsoWithEntriesOfALaterVersion() throws IOException {
    Manifest manifest = full();
    assertThat(Manifest.parse(manifest.toJson())).isEqualTo(manifest);
    String later =
        new String(manifest.toJson(), StandardCharsets.UTF_8)
            .replaceFirst("\\{", "{\"later\": {\"x\": 1},");
    assertThat(Manifest.parse(later.getBytes(StandardCharsets.UTF_8))).isEqualTo(manifest);
    assertThatThrownBy(() -> Manifest.parse(new byte[0])).isInstanceOf(IOException.class);
  }
}
