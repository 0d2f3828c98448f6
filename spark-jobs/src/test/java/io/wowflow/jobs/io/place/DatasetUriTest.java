package io.wowflow.jobs.io.place;

import static io.wowflow.jobs.io.Readings.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.io.dataset.Split;
import io.wowflow.jobs.io.synthetic.SyntheticSpec;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatasetUriTest {
  @Test
  void fragmentsNameSplits() {
    assertThat(DatasetUri.parse("data/MNIST#train").split()).contains(Split.TRAIN);
    assertThat(DatasetUri.parse("data/MNIST#test").split()).contains(Split.TEST);
    assertThat(DatasetUri.parse("data/MNIST#test").path()).hasToString("data/MNIST");
    assertThat(DatasetUri.parse("data/MNIST").split()).isEmpty();
    assertThat(DatasetUri.parse("a#1.npz").location()).isEqualTo("a#1.npz");
    assertThat(DatasetUri.parse("hdfs://n:8020/a#test").redacted())
        .isEqualTo("hdfs://n:8020/a#test");
  }

  @Test
  void syntheticDatasetsTakeParameters() {
    assertThat(DatasetUri.parse("synthetic:rings").synthetic()).contains(new SyntheticSpec.Rings());
    assertThat(DatasetUri.parse("synthetic:rings-source").synthetic())
        .contains(new SyntheticSpec.RingsSource());
    assertThat(
            DatasetUri.parse(
                    "synthetic:gaussians?classes=3&samples=4&dimension=5&stream=-6&shift=-0.5")
                .synthetic())
        .contains(new SyntheticSpec.Gaussians(3, 4, 5, OptionalLong.of(-6), -0.5));
    assertThat(DatasetUri.parse("synthetic:gaussians?classes=3&samples=4&dimension=5").synthetic())
        .contains(new SyntheticSpec.Gaussians(3, 4, 5, OptionalLong.empty(), 0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "synthetic:ring | unknown dataset 'ring'; did you mean 'rings'?",
        "synthetic:rings?radius=1 | unknown parameter 'radius'; this dataset takes none",
        "synthetic:gaussians?clases=1&samples=1&dimension=1 | did you mean 'classes'?",
        "synthetic:gaussians?classes=1&samples=1 | parameter 'dimension' is missing",
        "synthetic:gaussians?classes=0&samples=1&dimension=1 | classes must be an integer from 1",
        "synthetic:gaussians?classes=x&samples=1&dimension=1 | to 2147483647, was 'x'",
        "synthetic:gaussians?classes=9999999999&samples=1&dimension=1 | classes must be an integer",
        "synthetic:gaussians?classes=1&classes=2&samples=1&dimension=1 | 'classes' is given twice",
        "synthetic:gaussians?classes=1&samples=1&dimension=1&shift=NaN | shift must be a finite",
        "synthetic:gaussians?classes=1&samples=1&dimension=1&shift=1e99 | shift must be a finite",
        "synthetic:gaussians?classes=1&samples=1&dimension=1&stream=1.5 | stream must be a 64-bit",
        "synthetic:gaussians?classes | 'classes' is not key=value",
        "'' | is not a path; expected PATH",
        "a:b | 'a:b' is not a path; expected PATH",
        "12:30.npz | a name with a colon needs its folder before it, as in ./12:30.npz",
      })
  void malformedUrisAreUsageErrors(String uri, String message) {
    refusal(ExitCode.USAGE, () -> DatasetUri.parse(uri)).contains(message);
  }

  @Test
  void textOfAUriHoldsNoSecret() {
    assertThat(DatasetUri.parse("s3a://key:secret@bucket/a#test"))
        .hasToString("s3a://bucket/a#test");
  }

  @Test
  void syntheticDataHaveNoPath() {
    refusal(ExitCode.USAGE, () -> DatasetUri.parse("synthetic:rings").path())
        .contains("'synthetic:rings' is not a file");
  }
}
