package io.wowflow.jobs.job;

import io.wowflow.jobs.checkpoint.OutputTarget;
import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.conf.OutputMode;
import io.wowflow.jobs.conf.UserInfo;
import io.wowflow.jobs.io.DatasetUri;
import io.wowflow.jobs.io.FileSystems;
import io.wowflow.jobs.io.OutputPlace;
import io.wowflow.jobs.io.PlainFiles;
import io.wowflow.jobs.report.AccuracyCurve;
import io.wowflow.jobs.report.ReportPage;
import io.wowflow.jobs.report.RunReport;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Makes the page of a flow anew, finished or running, from the {@code report.json} that the flow
 * keeps and the {@code accuracy.csv} beside it.
 *
 * @param flow the output of the flow
 * @param page where the page goes; empty for {@code report.html} in the output of a finished flow,
 *     beside the snapshots of a running one
 * @param mode what happens to a page that exists where {@code page} says; the flow's own is
 *     replaced
 */
public record ReportJob(String flow, Optional<String> page, OutputMode mode) {

  /**
   * Runs the job.
   *
   * @param configuration where the file systems are configured
   * @return the page
   * @throws JobException (input) if there is no flow or its files are damaged; (output) if the page
   *     exists; (failure) if a file system fails
   */
  public Path run(Configuration configuration) {
    try {
      OutputTarget target = FlowFiles.target(flow, configuration);
      Path json = target.find(FlowPages.DATA).orElseThrow(() -> noFlow(target));
      Path to = page.map(DatasetUri::plainPath).orElseGet(() -> target.pagePlace(json));
      FileSystem files = FileSystems.of(to, configuration);
      checkReplaceable(files, to);
      String html = ReportPage.of(read(json, target, configuration));
      try (OutputStream out = PlainFiles.create(files, to)) {
        out.write(html.getBytes(StandardCharsets.UTF_8));
      }
      return to;
    } catch (IOException e) {
      throw JobException.of(
          ExitCode.FAILURE, "The report failed: " + UserInfo.cut(e.getMessage()), e);
    }
  }

  private static JobException noFlow(OutputTarget target) {
    return JobException.input(
        UserInfo.cut(target.path())
            + " holds no "
            + FlowPages.DATA
            + ", which every finished or running flow keeps there; name the output of a flow");
  }

  private void checkReplaceable(FileSystem files, Path to) throws IOException {
    OutputPlace.checkAbove(files, OutputPlace.qualify(files, to));
    if (page.isPresent() && mode == OutputMode.ERROR && files.exists(to)) {
      throw JobException.output(
          UserInfo.cut(to) + " exists; choose another output, or mode overwrite");
    }
  }

  private static RunReport read(Path json, OutputTarget target, Configuration configuration)
      throws IOException {
    FileSystem files = FileSystems.of(json, configuration);
    RunReport report = RunReport.parse(content(files, json), UserInfo.cut(json));
    Path accuracy = new Path(json.getParent(), FlowPages.ACCURACY);
    return target.isFile() || !files.exists(accuracy)
        ? report
        : report.withAccuracy(
            AccuracyCurve.parse(
                new String(content(files, accuracy), StandardCharsets.UTF_8),
                UserInfo.cut(accuracy)));
  }

  private static byte[] content(FileSystem files, Path path) throws IOException {
    try (InputStream in = files.open(path)) {
      return in.readAllBytes();
    }
  }
}
