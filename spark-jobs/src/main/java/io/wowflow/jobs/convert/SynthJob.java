package io.wowflow.jobs.convert;

import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.conf.OutputMode;
import io.wowflow.jobs.io.DatasetReader;
import io.wowflow.jobs.io.DatasetWriter;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.jobs.io.place.DatasetUri;
import io.wowflow.jobs.io.rows.ReadOptions;
import org.apache.hadoop.conf.Configuration;

/**
 * Writes a synthetic dataset.
 *
 * @param dataset which one: a {@code synthetic:} URI
 * @param seed the seed of its values
 * @param output what is written: a {@code .npz} file, or a directory of Parquet
 * @param mode what happens to an output that exists
 */
public record SynthJob(DatasetUri dataset, long seed, String output, OutputMode mode) {

  /**
   * Runs the job.
   *
   * @param configuration where the file systems are configured
   * @return what was written
   * @throws JobException (usage) if the dataset is not synthetic or the output's format is not
   *     written; (output) if the output exists; (failure) if a file system fails
   */
  public LoadedDataset run(Configuration configuration) {
    if (dataset.synthetic().isEmpty()) {
      throw JobException.usage(
          dataset.redacted() + " is not synthetic; to copy data, convert them");
    }
    DatasetWriter writer = DatasetWriter.open(output, mode, configuration);
    DatasetReader reader =
        new DatasetReader(
            configuration,
            () -> {
              throw new IllegalStateException("synthetic data need no session");
            });
    LoadedDataset loaded = reader.read(dataset, ReadOptions.defaults().withSeed(seed));
    writer.write(loaded);
    return loaded;
  }
}
