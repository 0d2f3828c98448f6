package io.wowflow.jobs.convert;

import io.wowflow.jobs.conf.ConvertConf;
import io.wowflow.jobs.conf.DescentConf;
import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.conf.OutputConf;
import io.wowflow.jobs.conf.OutputMode;
import io.wowflow.jobs.conf.UserInfo;
import io.wowflow.jobs.input.ClassParts;
import io.wowflow.jobs.input.CommonUnits;
import io.wowflow.jobs.io.DatasetReader;
import io.wowflow.jobs.io.DatasetWriter;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.jobs.io.dataset.Units;
import io.wowflow.jobs.io.place.DatasetUri;
import io.wowflow.jobs.io.place.FileSystems;
import io.wowflow.jobs.io.place.OutputPlace;
import io.wowflow.jobs.io.rows.ReadOptions;
import io.wowflow.jobs.report.ContactSheet;
import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.data.LabelledClass;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Reads a dataset of any format and writes it in another, its samples moved by an {@link Alignment}
 * if there is one.
 *
 * @param source what is read
 * @param options how it is read
 * @param output what is written: a file or a directory
 * @param format the format that is written, or empty to go by the output's name
 * @param mode what happens to an output that exists
 * @param part the samples and classes to keep
 * @param alignment moves the samples, or empty
 * @param clip the range of the values that are written, in the units of the input, or empty
 * @param preview a PNG file for a contact sheet of the samples, which must be images, or empty
 */
public record ConvertJob(
    DatasetUri source,
    ReadOptions options,
    String output,
    Optional<OutputConf.Format> format,
    OutputMode mode,
    ConvertConf.Part part,
    Optional<Alignment> alignment,
    Optional<DescentConf.Clip> clip,
    Optional<String> preview) {
  private static final int PREVIEW_SAMPLES = 20;

  /**
   * A conversion that keeps all classes and changes no value.
   *
   * @param source what is read
   * @param options how it is read
   * @param output what is written
   * @param format the format that is written, or empty
   * @param mode what happens to an output that exists
   * @param preview a PNG file, or empty
   */
  public ConvertJob(
      DatasetUri source,
      ReadOptions options,
      String output,
      Optional<OutputConf.Format> format,
      OutputMode mode,
      Optional<String> preview) {
    this(
        source,
        options,
        output,
        format,
        mode,
        ConvertConf.Part.WHOLE,
        Optional.empty(),
        Optional.empty(),
        preview);
  }

  /**
   * Runs the job. Requests that cannot succeed without data are refused before data are read.
   *
   * @param configuration where the file systems are configured
   * @param reader reads the source
   * @return what was written
   * @throws JobException (usage) if the request is wrong or the output overlaps an input; (input)
   *     if an input is invalid or {@link Alignment#apply} refuses it; (output) if the output
   *     exists; (failure) if a file system fails
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
    LoadedDataset loaded = clipped(read(reader));
    Optional<BufferedImage> picture =
        preview.map(file -> new ContactSheet(PREVIEW_SAMPLES).draw(loaded, source.redacted()));
    writer.write(loaded);
    picture.ifPresent(p -> ContactSheet.write(p, preview.orElseThrow(), configuration));
    return loaded;
  }

  private LoadedDataset read(DatasetReader reader) {
    if (alignment.isEmpty()) {
      return CommonUnits.keeping(units -> readSource(reader, units));
    }
    Alignment asked = alignment.get();
    List<LoadedDataset> both =
        CommonUnits.read(
            List.of(
                units -> readSource(reader, units),
                units -> reader.read(asked.target(), asked.options().withUnits(units))),
            CommonUnits.Scale.KEPT,
            notice -> {});
    return asked.apply(both.get(0), source.redacted(), both.get(1));
  }

  private LoadedDataset readSource(DatasetReader reader, Units units) {
    LoadedDataset kept = reader.read(source, options.withUnits(units));
    String name = source.redacted();
    if (part.firstClasses().isPresent()) {
      kept = ClassParts.firstClasses(kept, part.firstClasses().getAsInt(), name);
    }
    if (part.skip() > 0) {
      kept = ClassParts.without(kept, part.skip(), name);
    }
    return part.first().isEmpty() ? kept : ClassParts.first(kept, part.first().getAsInt(), name);
  }

  private LoadedDataset clipped(LoadedDataset read) {
    if (clip.isEmpty()) {
      return read;
    }
    int d = read.dataset().dimension();
    float[] low = new float[d];
    float[] high = new float[d];
    for (int j = 0; j < d; j++) {
      low[j] = read.units().kept(j, clip.get().low());
      high[j] = read.units().kept(j, clip.get().high());
    }
    List<LabelledClass> classes =
        read.dataset().classes().stream().map(each -> clipped(each, low, high)).toList();
    LoadedDataset out = read.withDataset(read.dataset().withClasses(classes));
    return read.origins().map(out::withOrigins).orElse(out);
  }

  private static LabelledClass clipped(LabelledClass each, float[] low, float[] high) {
    float[] values = each.samples().values().clone();
    for (int i = 0; i < values.length; i++) {
      int j = i % low.length;
      values[i] = Math.min(high[j], Math.max(low[j], values[i]));
    }
    return each.withSamples(new FloatMatrix(each.size(), low.length, values));
  }

  private void refuseOverlap(Path written, Configuration configuration) throws IOException {
    List<DatasetUri> inputs = new ArrayList<>(List.of(source));
    alignment.ifPresent(asked -> inputs.add(asked.target()));
    for (DatasetUri input : inputs) {
      if (input.synthetic().isEmpty()) {
        OutputPlace.checkApart(configuration, written, input.path(), "input");
      }
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
