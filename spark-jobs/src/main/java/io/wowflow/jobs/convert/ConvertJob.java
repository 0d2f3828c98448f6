package io.wowflow.jobs.convert;

import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.conf.OutputConf;
import io.wowflow.jobs.conf.OutputMode;
import io.wowflow.jobs.conf.UserInfo;
import io.wowflow.jobs.input.CommonUnits;
import io.wowflow.jobs.io.DatasetReader;
import io.wowflow.jobs.io.DatasetWriter;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.jobs.io.place.DatasetUri;
import io.wowflow.jobs.io.place.FileSystems;
import io.wowflow.jobs.io.place.OutputPlace;
import io.wowflow.jobs.io.rows.ReadOptions;
import io.wowflow.jobs.report.ContactSheet;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Reads a dataset of any format and writes it in another.
 *
 * @param source what is read
 * @param options how it is read
 * @param output what is written: a file or a directory
 * @param format the format that is written, or empty to go by the output's name
 * @param mode what happens to an output that exists
 * @param preview a PNG file for a contact sheet of the samples, which must be images, or empty
 */
public record ConvertJob(
    DatasetUri source,
    ReadOptions options,
    String output,
    Optional<OutputConf.Format> format,
    OutputMode mode,
    Optional<String> preview) {
  private static final int PREVIEW_SAMPLES = 20;

  /**
   * Runs the job. Requests that cannot succeed are refused before the source is read.
   *
   * @param configuration where the file systems are configured
   * @param reader reads the source
   * @return what was written
   * @throws JobException (usage) if the request is wrong or the output overlaps the source; (input)
   *     if the source is invalid; (output) if the output exists; (failure) if a file system fails
   */
  public LoadedDataset run(Configuration configuration, DatasetReader reader) {
    DatasetWriter writer;
    try {
      Path written = DatasetUri.plainPath(output);
      refuseOverlap(written, configuration);
      writer = DatasetWriter.open(output, format, mode, configuration);
      if (preview.isPresent()) {
        Path picture = DatasetUri.plainPath(preview.get());
        refuseOverlap(picture, configuration);
        OutputPlace.checkApart(configuration, picture, written, "output");
        checkPreview(picture, FileSystems.of(picture, configuration));
      }
    } catch (IOException e) {
      throw JobException.of(
          ExitCode.FAILURE, "The conversion failed: " + UserInfo.cut(e.getMessage()), e);
    }
    LoadedDataset loaded =
        CommonUnits.keeping(units -> reader.read(source, options.withUnits(units)));
    Optional<BufferedImage> picture =
        preview.map(file -> new ContactSheet(PREVIEW_SAMPLES).draw(loaded, source.redacted()));
    writer.write(loaded);
    picture.ifPresent(p -> ContactSheet.write(p, preview.orElseThrow(), configuration));
    return loaded;
  }

  private void refuseOverlap(Path written, Configuration configuration) throws IOException {
    if (source.synthetic().isEmpty()) {
      OutputPlace.checkApart(configuration, written, source.path(), "input");
    }
  }

  private void checkPreview(Path picture, FileSystem files) throws IOException {
    OutputPlace.checkFile(files, OutputPlace.qualify(files, picture));
    if (!files.exists(picture)) {
      return;
    }
    if (files.getFileStatus(picture).isDirectory()) {
      throw JobException.output(UserInfo.cut(picture) + " is a directory; choose another preview");
    }
    if (mode == OutputMode.ERROR) {
      throw JobException.output(
          UserInfo.cut(picture) + " exists; choose another preview, or mode overwrite");
    }
  }
}
