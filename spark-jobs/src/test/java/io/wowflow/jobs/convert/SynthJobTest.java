package io.wowflow.jobs.convert;

import static io.wowflow.jobs.io.Readings.CONFIGURATION;
import static io.wowflow.jobs.io.Readings.assertSameSamples;
import static io.wowflow.jobs.io.Readings.read;
import static io.wowflow.jobs.io.Readings.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.conf.OutputMode;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.jobs.io.place.DatasetUri;
import io.wowflow.jobs.io.rows.ReadOptions;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SynthJobTest {
  private static final String GAUSSIANS = "synthetic:gaussians?classes=2&samples=3&dimension=4";

  @TempDir Path directory;

  @Test
  void whatIsWrittenIsWhatAReaderMakes() {
    LoadedDataset made = read(GAUSSIANS, ReadOptions.defaults().withSeed(11));
    for (String name : new String[] {"a.npz", "parquet"}) {
      Path output = directory.resolve(name);
      new SynthJob(DatasetUri.parse(GAUSSIANS), 11, output.toString(), OutputMode.ERROR)
          .run(CONFIGURATION);
      assertSameSamples(read(output), made);
    }
  }

  @Test
  void otherDatasetsAreRefused() {
    SynthJob job =
        new SynthJob(
            DatasetUri.parse("s3a://k:s@bucket/a"), 0, directory + "/a.npz", OutputMode.ERROR);
    refusal(ExitCode.USAGE, () -> job.run(CONFIGURATION))
        .isEqualTo("s3a://bucket/a is not synthetic; to copy data, convert them");
    assertThat(directory).isEmptyDirectory();
  }
}
