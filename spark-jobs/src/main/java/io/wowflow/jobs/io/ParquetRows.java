package io.wowflow.jobs.io;

import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.data.LabelledDataset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.IntFunction;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/** The columns of a dataset in Parquet: how each is declared and how a sample fills it. */
final class ParquetRows {
  private static final String LABEL_INDEX = "label_index";
  private static final String SOURCE_CLASS = "source_class";

  private final List<Column> columns = new ArrayList<>();

  private ParquetRows() {}

  /** Sample i of class c. */
  record Sample(int c, int i) {}

  /** A column. */
  private record Column(Type type, BiConsumer<RecordConsumer, Sample> value) {}

  static ParquetRows of(LoadedDataset loaded) {
    ParquetRows rows = new ParquetRows();
    rows.addLabel(RowColumns.LABEL, loaded.labelKind(), c -> loaded.dataset().get(c).label());
    rows.addSamples(loaded);
    return rows;
  }

  static ParquetRows ofFlowed(FlowedDataset flowed) {
    LoadedDataset particles = flowed.particles();
    ParquetRows rows = new ParquetRows();
    rows.addLabel(RowColumns.LABEL, flowed.labelKind(), flowed::label);
    rows.columns.add(
        new Column(
            Types.required(PrimitiveTypeName.INT32).named(LABEL_INDEX),
            (row, sample) -> row.addInteger(flowed.targetOf()[sample.c])));
    rows.addLabel(SOURCE_CLASS, particles.labelKind(), c -> particles.dataset().get(c).label());
    rows.addSamples(particles);
    return rows;
  }

  private void addLabel(String name, LabelKind kind, IntFunction<String> label) {
    if (kind == LabelKind.INTEGER) {
      columns.add(
          new Column(
              Types.required(PrimitiveTypeName.INT64).named(name),
              (row, sample) -> row.addLong(Long.parseLong(label.apply(sample.c)))));
    } else {
      columns.add(
          new Column(
              Types.required(PrimitiveTypeName.BINARY)
                  .as(LogicalTypeAnnotation.stringType())
                  .named(name),
              (row, sample) -> row.addBinary(Binary.fromString(label.apply(sample.c)))));
    }
  }

  private void addSamples(LoadedDataset loaded) {
    LabelledDataset dataset = loaded.dataset();
    columns.add(
        new Column(
            Types.required(PrimitiveTypeName.INT64).named(RowColumns.ID),
            (row, sample) -> row.addLong(loaded.ids().get(sample.c)[sample.i])));
    columns.add(
        new Column(
            Types.requiredList()
                .requiredElement(PrimitiveTypeName.FLOAT)
                .named(RowColumns.FEATURES),
            (row, sample) -> addFeatures(row, dataset.get(sample.c), sample.i)));
    if (RowDatasets.isWeighted(dataset)) {
      columns.add(
          new Column(
              Types.required(PrimitiveTypeName.DOUBLE).named(RowColumns.WEIGHT),
              (row, sample) -> row.addDouble(dataset.get(sample.c).weight(sample.i))));
    }
  }

  private static void addFeatures(RecordConsumer row, LabelledClass of, int i) {
    row.startGroup();
    row.startField("list", 0);
    for (int j = 0; j < of.dimension(); j++) {
      row.startGroup();
      row.startField("element", 0);
      row.addFloat(of.samples().get(i, j));
      row.endField("element", 0);
      row.endGroup();
    }
    row.endField("list", 0);
    row.endGroup();
  }

  WriteSupport<Sample> writer() {
    return new Writer(columns);
  }

  private static final class Writer extends WriteSupport<Sample> {
    private final List<Column> columns;
    private RecordConsumer row;

    Writer(List<Column> columns) {
      this.columns = columns;
    }

    @Override
    @SuppressWarnings("deprecation") // abstract above, so there is no other to implement
    public WriteContext init(Configuration configuration) {
      List<Type> types = columns.stream().map(Column::type).toList();
      return new WriteContext(new MessageType("wowflow", types), Map.of());
    }

    @Override
    public void prepareForWrite(RecordConsumer consumer) {
      row = consumer;
    }

    @Override
    public void write(Sample sample) {
      row.startMessage();
      for (int index = 0; index < columns.size(); index++) {
        Column column = columns.get(index);
        row.startField(column.type.getName(), index);
        column.value.accept(row, sample);
        row.endField(column.type.getName(), index);
      }
      row.endMessage();
    }
  }
}
