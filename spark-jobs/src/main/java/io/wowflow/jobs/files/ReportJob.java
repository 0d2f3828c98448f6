package io.wowflow.jobs.files;

import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.conf.OutputMode;
import io.wowflow.jobs.conf.UserInfo;
import io.wowflow.jobs.io.place.AtomicFile;
import io.wowflow.jobs.io.place.DatasetUri;
import io.wowflow.jobs.io.place.DiskErrors;
import io.wowflow.jobs.io.place.FileSystems;
import io.wowflow.jobs.io.place.OutputPlace;
import io.wowflow.jobs.output.OutputTarget;
import io.wowflow.jobs.report.AccuracyCurve;
import io.wowflow.jobs.report.ContactSheet;
import io.wowflow.jobs.report.ReportPage;
import io.wowflow.jobs.report.RunReport;
import io.wowflow.jobs.report.StatesPicture;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Makes the page of a flow again, finished or running, from the {@code report.json} that the flow
 * keeps and the {@code accuracy.csv} next to it.
 *
 * @param flow the output of the flow
 * @param page where the page goes; empty for {@code report.html} in the output of a finished flow,
 *     next to the snapshots of a running one
 * @param picture where a picture of the recorded particles goes; empty for none
 * @param mode the treatment of files that exist at {@code page} and {@code picture}; the flow's own
 *     page is always replaced
 */
public record ReportJob(
    String flow, Optional<String> page, Optional<String> picture, OutputMode mode) {

  /**
   * Runs the job.
   *
   * @param configuration where the file systems are configured
   * @return the paths of {@code page} and, if it was requested, {@code picture}
   * @throws JobException (input) if there is no flow, its files are damaged, or it has no picture;
   *     (output) if a file exists; (failure) if a file system fails
   */
  public Map<String, Path> run(Configuration configuration) {
    try {
      OutputTarget target = OutputTarget.named(configuration, flow);
      Path json = data(target);
      Path to = page.map(DatasetUri::plainPath).orElseGet(() -> target.pagePlace(json));
      FileSystem files = FileSystems.of(to, configuration);
      checkReplaceable(files, to, page.isPresent());
      if (picture.isPresent()) {
        Path at = DatasetUri.plainPath(picture.get());
        checkReplaceable(FileSystems.of(at, configuration), at, true);
      }
      RunReport report = read(json, target, configuration);
      byte[] html = ReportPage.of(report).getBytes(StandardCharsets.UTF_8);
      Map<String, Path> written = new LinkedHashMap<>();
      if (picture.isPresent()) {
        ContactSheet.write(drawn(report, target), picture.get(), configuration);
      }
      AtomicFile.write(files, to, html);
      written.put("page", to);
      picture.ifPresent(file -> written.put("picture", DatasetUri.plainPath(file)));
      return written;
    } catch (IOException e) {
      throw JobException.of(
          ExitCode.FAILURE, "The report failed: " + UserInfo.cut(e.getMessage()), e);
    }
  }

  private static BufferedImage drawn(RunReport report, OutputTarget target) {
    if (report.states() == null || report.states().frames().isEmpty()) {
      throw JobException.input(
          UserInfo.cut(target.path())
              + " has no picture: its particles were not recorded, as those of samples with a single"
              + " value are not, nor vectors by earlier versions. Leave --picture out");
    }
    return StatesPicture.of(report);
  }

  private static Path data(OutputTarget target) throws IOException {
    Optional<Path> ofFlow = target.find(FlowPages.DATA);
    Optional<Path> found =
        ofFlow.isPresent() ? ofFlow : target.find(FlowPages.HIDDEN + FlowPages.DATA);
    return found.orElseThrow(() -> noFlow(target));
  }

  private static JobException noFlow(OutputTarget target) {
    return JobException.input(
        UserInfo.cut(target.path())
            + " holds no "
            + FlowPages.DATA
            + ", which every finished or running flow keeps there; name the output of a flow");
  }

  private void checkReplaceable(FileSystem files, Path to, boolean asked) throws IOException {
    OutputPlace.checkFile(files, OutputPlace.qualify(files, to));
    if (asked && mode == OutputMode.ERROR && files.exists(to)) {
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
    try (InputStream in = DiskErrors.converted(files.open(path))) {
      return in.readAllBytes();
    }
  }
}
