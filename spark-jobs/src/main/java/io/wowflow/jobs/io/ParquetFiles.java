package io.wowflow.jobs.io;

import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.data.LabelledDataset;
import java.io.IOException;
import java.util.Iterator;
import java.util.Map;
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
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;

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
    LabelledDataset dataset = loaded.dataset();
    long rowsOfFile = Math.max(1, fileBytes / ((long) dataset.dimension() * Float.BYTES));
    Iterator<Sample> samples = samples(dataset).iterator();
    for (int file = 0; samples.hasNext(); file++) {
      try (ParquetWriter<Sample> writer = open(directory, file, loaded, configuration)) {
        for (long row = 0; row < rowsOfFile && samples.hasNext(); row++) {
          writer.write(samples.next());
        }
      }
    }
    directory.getFileSystem(configuration).create(new Path(directory, "_SUCCESS"), true).close();
  }

  private static ParquetWriter<Sample> open(
      Path directory, int file, LoadedDataset loaded, Configuration configuration)
      throws IOException {
    Path path = new Path(directory, String.format("part-%05d.snappy.parquet", file));
    return new Builder(HadoopOutputFile.fromPath(path, configuration), loaded)
        .withConf(configuration)
        .withCompressionCodec(CompressionCodecName.SNAPPY)
        .withWriteMode(ParquetFileWriter.Mode.OVERWRITE)
        .build();
  }

  /** Sample i of class c. */
  private record Sample(int c, int i) {}

  private static Stream<Sample> samples(LabelledDataset dataset) {
    return IntStream.range(0, dataset.classCount())
        .boxed()
        .flatMap(c -> IntStream.range(0, dataset.get(c).size()).mapToObj(i -> new Sample(c, i)));
  }

  private static final class Builder extends ParquetWriter.Builder<Sample, Builder> {
    private final LoadedDataset loaded;

    Builder(OutputFile file, LoadedDataset loaded) {
      super(file);
      this.loaded = loaded;
    }

    @Override
    protected Builder self() {
      return this;
    }

    @Override
    @SuppressWarnings("deprecation") // abstract above, so there is no other to implement
    protected WriteSupport<Sample> getWriteSupport(Configuration configuration) {
      return new SampleSupport(loaded);
    }
  }

  /** Writes one sample as one row. */
  private static final class SampleSupport extends WriteSupport<Sample> {
    private final LoadedDataset loaded;
    private final boolean weighted;
    private RecordConsumer row;

    SampleSupport(LoadedDataset loaded) {
      this.loaded = loaded;
      this.weighted = RowDatasets.isWeighted(loaded.dataset());
    }

    @Override
    @SuppressWarnings("deprecation") // abstract above, so there is no other to implement
    public WriteContext init(Configuration configuration) {
      return new WriteContext(schema(), Map.of());
    }

    private MessageType schema() {
      Types.MessageTypeBuilder message = Types.buildMessage();
      if (loaded.labelKind() == LabelKind.INTEGER) {
        message.required(PrimitiveTypeName.INT64).named(RowColumns.LABEL);
      } else {
        message
            .required(PrimitiveTypeName.BINARY)
            .as(LogicalTypeAnnotation.stringType())
            .named(RowColumns.LABEL);
      }
      message.required(PrimitiveTypeName.INT64).named(RowColumns.ID);
      message.requiredList().requiredElement(PrimitiveTypeName.FLOAT).named(RowColumns.FEATURES);
      if (weighted) {
        message.required(PrimitiveTypeName.DOUBLE).named(RowColumns.WEIGHT);
      }
      return message.named("wowflow");
    }

    @Override
    public void prepareForWrite(RecordConsumer consumer) {
      row = consumer;
    }

    @Override
    public void write(Sample sample) {
      LabelledClass samples = loaded.dataset().get(sample.c);
      row.startMessage();
      row.startField(RowColumns.LABEL, 0);
      if (loaded.labelKind() == LabelKind.INTEGER) {
        row.addLong(Long.parseLong(samples.label()));
      } else {
        row.addBinary(Binary.fromString(samples.label()));
      }
      row.endField(RowColumns.LABEL, 0);
      row.startField(RowColumns.ID, 1);
      row.addLong(loaded.ids().get(sample.c)[sample.i]);
      row.endField(RowColumns.ID, 1);
      writeFeatures(samples, sample.i);
      if (weighted) {
        row.startField(RowColumns.WEIGHT, 3);
        row.addDouble(samples.weight(sample.i));
        row.endField(RowColumns.WEIGHT, 3);
      }
      row.endMessage();
    }

    private void writeFeatures(LabelledClass samples, int i) {
      row.startField(RowColumns.FEATURES, 2);
      row.startGroup();
      row.startField("list", 0);
      for (int j = 0; j < samples.dimension(); j++) {
        row.startGroup();
        row.startField("element", 0);
        row.addFloat(samples.samples().get(i, j));
        row.endField("element", 0);
        row.endGroup();
      }
      row.endField("list", 0);
      row.endGroup();
      row.endField(RowColumns.FEATURES, 2);
    }
  }
}
