package io.wowflow.jobs.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.wowflow.jobs.SparkTest;
import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.jobs.io.place.DatasetUri;
import io.wowflow.jobs.io.rows.ReadOptions;
import io.wowflow.math.data.LabelledClass;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.assertj.core.api.AbstractStringAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** How tests read datasets and look at what came of it. */
public final class Readings {
  private Readings() {}

  public static final Configuration CONFIGURATION = new Configuration();

  public static LoadedDataset read(String uri, ReadOptions options) {
    return new DatasetReader(CONFIGURATION, SparkTest::session)
        .read(DatasetUri.parse(uri), options);
  }

  public static LoadedDataset read(Path path) {
    return read(path.toString(), ReadOptions.defaults());
  }

  public static float[] samples(LoadedDataset loaded, String label) {
    return ofLabel(loaded, label).samples().values();
  }

  public static LabelledClass ofLabel(LoadedDataset loaded, String label) {
    return loaded.dataset().classes().stream()
        .filter(c -> c.label().equals(label))
        .findFirst()
        .orElseThrow();
  }

  public static List<String> labels(LoadedDataset loaded) {
    return loaded.dataset().classes().stream().map(LabelledClass::label).toList();
  }

  /** Everything of two datasets but their ids is the same, bit for bit. */
  public static void assertSameSamples(LoadedDataset actual, LoadedDataset expected) {
    assertThat(labels(actual)).isEqualTo(labels(expected));
    assertThat(actual.labelKind()).isEqualTo(expected.labelKind());
    for (int c = 0; c < expected.dataset().classCount(); c++) {
      LabelledClass one = actual.dataset().get(c);
      LabelledClass other = expected.dataset().get(c);
      assertThat(one.samples().values()).isEqualTo(other.samples().values());
      assertThat(one.dimension()).isEqualTo(other.dimension());
      assertThat(one.isUniform()).isEqualTo(other.isUniform());
      assertThat(one.weights()).containsExactly(other.weights(), offset());
    }
  }

  private static org.assertj.core.data.Offset<Double> offset() {
    return org.assertj.core.data.Offset.offset(1e-15);
  }

  /** The message of the job exception that a call ends with. */
  public static AbstractStringAssert<?> refusal(ExitCode code, ThrowingCallable call) {
    JobException e = catchThrowableOfType(JobException.class, call);
    assertThat(e).as("the call is refused").isNotNull();
    assertThat(e.exitCode()).as(e.getMessage()).isEqualTo(code);
    return assertThat(e.getMessage());
  }
}
