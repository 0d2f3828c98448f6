package io.wowflow.jobs.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.conf.JobException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {
  private static final Redaction DEFAULT = Redaction.ofSpark(Map.of());

  @ParameterizedTest
  @ValueSource(
      strings = {"fs.s3a.secret.key", "PASSWORD", "my.token", "fs.s3a.access.key", "accessKey"})
  void aSecretKeyHidesItsValue(String key) {
    assertThat(DEFAULT.apply(Map.of(key, "x"))).containsEntry(key, Redaction.REPLACEMENT);
    assertThat(DEFAULT.apply(Map.of(key, List.of("x")))).containsEntry(key, Redaction.REPLACEMENT);
  }

  @Test
  void aSecretIsFoundAtAnyDepthAndInValues() {
    Map<String, Object> out =
        DEFAULT.apply(
            Map.of(
                "outer", Map.of("password", 1, "steps", 2),
                "list", List.of(Map.of("token", "x"), "jdbc:x?password=y", 3),
                "steps", 10));
    assertThat(out)
        .containsEntry("outer", Map.of("password", Redaction.REPLACEMENT, "steps", 2))
        .containsEntry(
            "list", List.of(Map.of("token", Redaction.REPLACEMENT), Redaction.REPLACEMENT, 3))
        .containsEntry("steps", 10);
  }

  @Test
  void theOwnPatternOfTheClusterReplacesTheDefault() {
    Redaction own = Redaction.ofSpark(Map.of("spark.redaction.regex", "(?i)codeword"));
    assertThat(own.apply(Map.of("Codeword", "x", "password", "y")))
        .containsEntry("Codeword", Redaction.REPLACEMENT)
        .containsEntry("password", "y");
    assertThatThrownBy(() -> Redaction.ofSpark(Map.of("spark.redaction.regex", "(")))
        .isInstanceOfSatisfying(
            JobException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE))
        .hasMessageContaining("spark.redaction.regex");
  }

  @Test
  void textThatMatchesIsReplacedWhole() {
    assertThat(DEFAULT.text("hdfs://host/data?password=x")).isEqualTo(Redaction.REPLACEMENT);
    assertThat(DEFAULT.text("s3a://key:hidden@bucket/a")).isEqualTo("s3a://bucket/a");
  }

  @Test
  void aMessageKeepsTheWordsThatDoNotMatch() {
    assertThat(DEFAULT.words("cannot read hdfs://h/a?token=x, nor s3a://key:hidden@bucket/a $1"))
        .isEqualTo("cannot read " + Redaction.REPLACEMENT + " nor s3a://bucket/a $1");
    assertThat(DEFAULT.words(null)).isEqualTo("null");
  }

  @Test
  void userInfoIsCutFromUris() {
    assertThat(DEFAULT.apply(Map.of("uri", "s3a://key:hidden@bucket/a")))
        .containsEntry("uri", "s3a://bucket/a");
  }
}
