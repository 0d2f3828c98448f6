package io.wowflow.jobs.job;

import io.wowflow.jobs.checkpoint.Attempt;
import io.wowflow.jobs.checkpoint.OutputTarget;
import io.wowflow.jobs.io.NpzDatasets;
import io.wowflow.jobs.io.ParquetFiles;
import io.wowflow.jobs.io.PlainFiles;
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
