package io.wowflow.jobs.io.parquet;

import io.wowflow.jobs.io.dataset.AugmentedDataset;
import io.wowflow.jobs.io.dataset.FlowedDataset;
import io.wowflow.jobs.io.dataset.LabelKind;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.jobs.io.dataset.SampleOrigins;
import io.wowflow.jobs.io.dataset.Units;
import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.data.LabelledDataset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
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
  static final String LABEL_INDEX = "label_index";
  static final String PROVENANCE = "provenance";

  private final List<Column> columns = new ArrayList<>();

  private ParquetRows() {}

  /** Sample i of class c, a row of the class's samples. */
  record Sample(int c, int i, FloatMatrix of) {}

  /** A column; a sample has no value in it where {@code present} does not hold. */
  private record Column(
      Type type, Predicate<Sample> present, BiConsumer<RecordConsumer, Sample> value) {
    Column(Type type, BiConsumer<RecordConsumer, Sample> value) {
      this(type, sample -> true, value);
    }
  }

  static ParquetRows of(LoadedDataset loaded) {
    ParquetRows rows = new ParquetRows();
    rows.addLabel(RowColumns.LABEL, loaded.labelKind(), c -> loaded.dataset().get(c).label());
    loaded.origins().ifPresent(rows::addOrigins);
    rows.addSamples(loaded);
    return rows;
  }

  private void addOrigins(SampleOrigins origins) {
    addSourceClass(origins.kind(), sample -> origins.label(sample.c, sample.i));
    addOriginId(sample -> origins.ids().get(sample.c)[sample.i]);
  }

  private void addOriginId(ToLongFunction<Sample> id) {
    columns.add(
        new Column(
            Types.required(PrimitiveTypeName.INT64).named(RowColumns.ORIGIN_ID),
            (row, sample) -> row.addLong(id.applyAsLong(sample))));
  }

  static ParquetRows ofFlowed(FlowedDataset flowed) {
    LoadedDataset particles = flowed.particles();
    ParquetRows rows = new ParquetRows();
    rows.addLabel(RowColumns.LABEL, flowed.labelKind(), flowed::label);
    rows.columns.add(
        new Column(
            Types.required(PrimitiveTypeName.INT32).named(LABEL_INDEX),
            (row, sample) -> row.addInteger(flowed.targetOf()[sample.c])));
    rows.addLabel(
        RowColumns.SOURCE_CLASS, particles.labelKind(), c -> particles.dataset().get(c).label());
    rows.addSamples(particles);
    return rows;
  }

  static ParquetRows ofAugmented(AugmentedDataset augmented) {
    LoadedDataset enlarged = augmented.enlarged();
    ParquetRows rows = new ParquetRows();
    rows.addLabel(RowColumns.LABEL, enlarged.labelKind(), c -> enlarged.dataset().get(c).label());
    rows.columns.add(
        new Column(
            Types.required(PrimitiveTypeName.BINARY)
                .as(LogicalTypeAnnotation.stringType())
                .named(PROVENANCE),
            (row, sample) ->
                row.addBinary(
                    Binary.fromString(source(augmented, sample) < 0 ? "target" : "flowed"))));
    rows.addSourceClass(
        augmented.sourceKind(),
        sample -> {
          int source = source(augmented, sample);
          return source < 0 ? null : augmented.sourceLabels().get(source);
        });
    rows.addOriginId(sample -> augmented.originIds().get(sample.c)[sample.i]);
    rows.addSamples(enlarged);
    return rows;
  }

  private static int source(AugmentedDataset augmented, Sample sample) {
    return augmented.sourceOf().get(sample.c)[sample.i];
  }

  private void addSourceClass(LabelKind kind, Function<Sample, String> labelOf) {
    boolean integer = kind == LabelKind.INTEGER;
    columns.add(
        new Column(
            integer
                ? Types.optional(PrimitiveTypeName.INT64).named(RowColumns.SOURCE_CLASS)
                : Types.optional(PrimitiveTypeName.BINARY)
                    .as(LogicalTypeAnnotation.stringType())
                    .named(RowColumns.SOURCE_CLASS),
            sample -> labelOf.apply(sample) != null,
            (row, sample) -> {
              String label = labelOf.apply(sample);
              if (integer) {
                row.addLong(Long.parseLong(label));
              } else {
                row.addBinary(Binary.fromString(label));
              }
            }));
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
                .requiredElement(
                    loaded.units().isAsRead() ? PrimitiveTypeName.FLOAT : PrimitiveTypeName.DOUBLE)
                .named(RowColumns.FEATURES),
            (row, sample) -> addFeatures(row, sample.of, sample.i, loaded.units())));
    if (RowDatasets.isWeighted(dataset)) {
      columns.add(
          new Column(
              Types.required(PrimitiveTypeName.DOUBLE).named(RowColumns.WEIGHT),
              (row, sample) -> row.addDouble(dataset.get(sample.c).weight(sample.i))));
    }
  }

  private static void addFeatures(RecordConsumer row, FloatMatrix of, int i, Units units) {
    boolean asRead = units.isAsRead();
    row.startGroup();
    row.startField("list", 0);
    for (int j = 0; j < of.columns(); j++) {
      row.startGroup();
      row.startField("element", 0);
      if (asRead) {
        row.addFloat(of.get(i, j));
      } else {
        row.addDouble(units.value(j, of.get(i, j)));
      }
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
        if (!column.present.test(sample)) {
          continue;
        }
        row.startField(column.type.getName(), index);
        column.value.accept(row, sample);
        row.endField(column.type.getName(), index);
      }
      row.endMessage();
    }
  }
}
