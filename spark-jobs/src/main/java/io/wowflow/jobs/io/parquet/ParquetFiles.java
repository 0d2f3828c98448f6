package io.wowflow.jobs.io.parquet;

import io.wowflow.jobs.io.dataset.AugmentedDataset;
import io.wowflow.jobs.io.dataset.FlowedDataset;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.jobs.io.place.DiskErrors;
import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.data.LabelledDataset;
import java.io.IOException;
import java.util.Iterator;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.apache.parquet.io.OutputFile;

/**
 * Writes labelled datasets as Parquet, from the driver and without a session: rows go straight from
 * the classes to the file. The same dataset gives the same files.
 */
public final class ParquetFiles {
  private static final long FILE_BYTES = 128L << 20;

  private ParquetFiles() {}

  /**
   * Writes a dataset into files of about 128 MB of features before compression, class after class
   * in the order of the samples, and then {@code _SUCCESS}. The columns are those of {@link
   * RowDatasets#toRows}.
   *
   * @param loaded the dataset
   * @param directory an existing or new directory; files of the same names are replaced
   * @param configuration where the file systems are configured
   * @throws IOException if the file system fails
   */
  public static void write(LoadedDataset loaded, Path directory, Configuration configuration)
      throws IOException {
    write(loaded, directory, configuration, FILE_BYTES);
  }

  /** Writes files of another size. */
  static void write(
      LoadedDataset loaded, Path directory, Configuration configuration, long fileBytes)
      throws IOException {
    long rows = rowsOfFile(loaded.dataset(), fileBytes);
    writeRows(loaded.dataset(), ParquetRows.of(loaded), opener(directory, configuration), rows);
    directory.getFileSystem(configuration).create(new Path(directory, "_SUCCESS"), true).close();
  }

  /**
   * Writes a flowed dataset likewise, without {@code _SUCCESS}: {@code label} (of the matched
   * target class, in the target's type), {@code label_index} (int, the target class's position),
   * {@code source_class} (in the source's type), {@code id}, {@code features} and, if some class is
   * not uniform, {@code weight}.
   *
   * @param flowed the dataset
   * @param directory an existing or new directory; files of the same names are replaced
   * @param configuration where the file systems are configured
   * @throws IOException if the file system fails
   */
  public static void writeFlowed(FlowedDataset flowed, Path directory, Configuration configuration)
      throws IOException {
    LabelledDataset dataset = flowed.particles().dataset();
    writeRows(
        dataset,
        ParquetRows.ofFlowed(flowed),
        opener(directory, configuration),
        rowsOfFile(dataset, FILE_BYTES));
  }

  /**
   * Writes an enlarged dataset likewise: {@code label} (in the target's type), {@code provenance}
   * ("target" or "flowed"), {@code source_class} (in the source's type, null for the target's own),
   * {@code origin_id} (the id in the dataset that a sample comes from), {@code id} and {@code
   * features}.
   *
   * @param augmented the dataset
   * @param directory an existing or new directory; files of the same names are replaced
   * @param configuration where the file systems are configured
   * @throws IOException if the file system fails
   */
  public static void writeAugmented(
      AugmentedDataset augmented, Path directory, Configuration configuration) throws IOException {
    LabelledDataset dataset = augmented.enlarged().dataset();
    writeRows(
        dataset,
        ParquetRows.ofAugmented(augmented),
        opener(directory, configuration),
        rowsOfFile(dataset, FILE_BYTES));
  }

  private static long rowsOfFile(LabelledDataset dataset, long fileBytes) {
    return Math.max(1, fileBytes / ((long) dataset.dimension() * Float.BYTES));
  }

  private static void writeRows(
      LabelledDataset dataset, ParquetRows rows, FileOpener opener, long rowsOfFile)
      throws IOException {
    Iterator<ParquetRows.Sample> samples = samples(dataset).iterator();
    for (int file = 0; samples.hasNext(); file++) {
      int number = file;
      DiskErrors.run(() -> writeFile(samples, rowsOfFile, opener.open(number, rows)));
    }
  }

  private static void writeFile(
      Iterator<ParquetRows.Sample> samples, long most, ParquetWriter<ParquetRows.Sample> writer)
      throws IOException {
    try (writer) {
      for (long row = 0; row < most && samples.hasNext(); row++) {
        writer.write(samples.next());
      }
    }
  }

  /** Opens the file of a number. */
  @FunctionalInterface
  private interface FileOpener {
    ParquetWriter<ParquetRows.Sample> open(int file, ParquetRows rows) throws IOException;
  }

  private static FileOpener opener(Path directory, Configuration configuration) {
    return (file, rows) -> {
      Path path = new Path(directory, String.format(Locale.ROOT, "part-%05d.snappy.parquet", file));
      return new Builder(new StableParquet(HadoopOutputFile.fromPath(path, configuration)), rows)
          .withConf(configuration)
          .withCompressionCodec(CompressionCodecName.SNAPPY)
          .withWriteMode(ParquetFileWriter.Mode.OVERWRITE)
          .build();
    };
  }

  private static Stream<ParquetRows.Sample> samples(LabelledDataset dataset) {
    return IntStream.range(0, dataset.classCount())
        .boxed()
        .flatMap(
            c -> {
              FloatMatrix of = dataset.get(c).samples();
              return IntStream.range(0, of.rows()).mapToObj(i -> new ParquetRows.Sample(c, i, of));
            });
  }

  private static final class Builder extends ParquetWriter.Builder<ParquetRows.Sample, Builder> {
    private final ParquetRows rows;

    Builder(OutputFile file, ParquetRows rows) {
      super(file);
      this.rows = rows;
    }

    @Override
    protected Builder self() {
      return this;
    }

    @Override
    @SuppressWarnings("deprecation") // abstract above, so there is no other to implement
    protected WriteSupport<ParquetRows.Sample> getWriteSupport(Configuration configuration) {
      return rows.writer();
    }
  }
}
