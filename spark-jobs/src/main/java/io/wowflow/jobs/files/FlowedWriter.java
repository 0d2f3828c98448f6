package io.wowflow.jobs.files;

import io.wowflow.jobs.flow.FlowOutcome;
import io.wowflow.jobs.io.npz.NpzDatasets;
import io.wowflow.jobs.io.parquet.ParquetFiles;
import io.wowflow.jobs.io.place.PlainFiles;
import io.wowflow.jobs.output.Attempt;
import io.wowflow.jobs.output.OutputTarget;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.hadoop.conf.Configuration;

/** Writes the result of a flow into an attempt. */
final class FlowedWriter {
  private FlowedWriter() {}

  static void write(FlowOutcome outcome, OutputTarget target, Attempt attempt, Configuration hadoop)
      throws IOException {
    if (target.isFile()) {
      try (OutputStream out =
          PlainFiles.create(attempt.data().getFileSystem(hadoop), attempt.data())) {
        NpzDatasets.writeFlowed(outcome.flowed(), out);
      }
      return;
    }
    ParquetFiles.writeFlowed(outcome.flowed(), attempt.data(), hadoop);
    attempt.write("objective.csv", outcome.objectives().toCsv());
    attempt.write("matching.csv", outcome.matching().toCsv());
  }
}
