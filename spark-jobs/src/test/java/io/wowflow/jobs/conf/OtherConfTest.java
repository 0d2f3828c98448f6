package io.wowflow.jobs.conf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

    assertThat(conf.name()).isEqualTo(SynthConf.Name.GAUSSIANS);
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
        .hasMessage("NAME is required (rings|rings-source|gaussians)");
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
