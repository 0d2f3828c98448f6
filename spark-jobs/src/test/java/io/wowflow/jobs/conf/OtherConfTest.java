package io.wowflow.jobs.conf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OtherConfTest {
  private static SynthConf synth(Map<String, String> given) {
    return SynthConf.of(Settings.resolve("synth", given, Optional.empty()));
  }

  private static ConvertConf convert(Map<String, String> given) {
    return ConvertConf.of(Settings.resolve("convert", given, Optional.empty()));
  }

  @Test
  void gaussians() {
    SynthConf conf =
        synth(
            Map.of(
                "name",
                "gaussians",
                "classes",
                "3",
                "samples",
                "5",
                "dimension",
                "2",
                "shift",
                "-1.5",
                "output",
                "x"));

    assertThat(conf.name()).contains(SynthConf.Name.GAUSSIANS);
    assertThat(conf.uri())
        .isEqualTo("synthetic:gaussians?classes=3&samples=5&dimension=2&shift=-1.5");
    assertThat(conf.stream()).isEmpty();
  }

  @Test
  void rings() {
    assertThat(synth(Map.of("name", "rings-source", "output", "x")).uri())
        .isEqualTo("synthetic:rings-source");
  }

  @Test
  void gaussiansNeedTheirSizes() {
    assertThatThrownBy(() -> synth(Map.of("name", "gaussians", "classes", "3", "output", "x")))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("--samples is required for gaussians")
        .hasMessageContaining("--dimension is required for gaussians")
        .hasMessageNotContaining("--classes");
  }

  @ParameterizedTest
  @CsvSource({
    "rings, classes, 3, --classes belongs to gaussians",
    "ring, seed, 3, NAME: 'ring' is not one of rings",
    "gaussians, stream, -1, --stream: '-1' is not",
    "gaussians, shift, NaN, --shift: 'NaN' is not",
    "rings, mode, resume, --mode: 'resume' is not one of error",
  })
  void badSyntheticDatasets(String name, String key, String text, String message) {
    assertThatThrownBy(() -> synth(Map.of("name", name, key, text, "output", "x")))
        .isInstanceOf(JobException.class)
        .hasMessageContaining(message)
        .hasFieldOrPropertyWithValue("exitCode", ExitCode.USAGE);
  }

  @Test
  void theNameIsRequired() {
    assertThatThrownBy(() -> synth(Map.of("output", "x")))
        .hasMessage("NAME (rings|rings-source|gaussians) or --like DATASET is required");
  }

  @ParameterizedTest
  @CsvSource({
    "name, rings, leave one of them out",
    "classes, 3, --classes belongs to gaussians, not to --like",
    "output, x.csv.gz, write the CSV file from it with convert",
    "hold-out, 0.7, --hold-out: '0.7' is not",
    "method, gan, --method: 'gan' is not one of flow",
  })
  void badStandIns(String key, String text, String message) {
    Map<String, String> given = new HashMap<>(Map.of("like", "a", "output", "x"));
    given.put(key, text);
    assertThatThrownBy(() -> synth(given))
        .isInstanceOf(JobException.class)
        .hasMessageContaining(message)
        .hasFieldOrPropertyWithValue("exitCode", ExitCode.USAGE);
  }

  @Test
  void baselinesOfAStandInMakeNoSteps() {
    assertThat(flow(Map.of("like", "a", "output", "x", "steps", "7")).descent().steps())
        .isEqualTo(7);
    FlowConf smote = flow(Map.of("like", "a", "output", "x", "method", "smote"));
    assertThat(smote.descent().steps()).isZero();
    assertThat(smote.source().standIn()).contains(InputConf.StandIn.SMOTE);
    assertThat(smote.samples().labelling().isShared()).isTrue();
    assertThat(flow(Map.of("like", "a", "output", "x")).source().uri()).isEqualTo("noise:target");
    assertThat(SynthConf.flow(settings(Map.of("name", "rings", "output", "x")))).isEmpty();
  }

  private static Settings settings(Map<String, String> given) {
    return Settings.resolve("synth", given, Optional.empty());
  }

  private static FlowConf flow(Map<String, String> given) {
    return SynthConf.flow(settings(given)).orElseThrow();
  }

  @Test
  void conversion() {
    ConvertConf conf =
        convert(
            Map.of(
                "source",
                "a",
                "output",
                "b.npz",
                "samples-per-class",
                "7",
                "resize",
                "8x8",
                "preview",
                "p.PNG"));

    assertThat(conf.samplesPerClass()).hasValue(7);
    assertThat(conf.pictures().resize()).contains(new ImageSize(8, 8));
    assertThat(conf.preview()).contains("p.PNG");
    assertThat(conf.output().uri()).isEqualTo("b.npz");
  }

  @ParameterizedTest
  @CsvSource({"preview, p.jpg", "mode, resume", "samples-per-class, 0", "shape, 8x8"})
  void badConversions(String key, String text) {
    assertThatThrownBy(() -> convert(Map.of("source", "a", "output", "b", key, text)))
        .isInstanceOf(JobException.class)
        .hasMessageStartingWith("--" + key + ": '" + text + "' is not ");
  }
}
