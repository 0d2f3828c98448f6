package io.wowflow.jobs.io.parquet;

import static io.wowflow.jobs.io.parquet.RowColumns.FEATURES;
import static io.wowflow.jobs.io.parquet.RowColumns.ID;
import static io.wowflow.jobs.io.parquet.RowColumns.ORIGIN_ID;
import static io.wowflow.jobs.io.parquet.RowColumns.SOURCE_CLASS;
import static io.wowflow.jobs.io.parquet.RowColumns.fitsFloat;
import static io.wowflow.jobs.io.parquet.RowColumns.innermost;
import static io.wowflow.jobs.io.parquet.RowColumns.isInteger;
import static io.wowflow.jobs.io.parquet.RowColumns.isNumber;
import static io.wowflow.jobs.io.parquet.RowColumns.isPicture;
import static io.wowflow.jobs.io.parquet.RowColumns.isVector;
import static io.wowflow.jobs.io.parquet.RowColumns.nesting;
import static io.wowflow.jobs.io.parquet.RowColumns.shortened;

import io.wowflow.jobs.conf.FrameOptions;
import io.wowflow.jobs.conf.InputConf;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.io.dataset.LabelKind;
import io.wowflow.jobs.io.dataset.ReadReport;
import io.wowflow.jobs.io.parquet.RowColumns.Features;
import io.wowflow.jobs.io.parquet.RowColumns.Form;
import io.wowflow.jobs.io.parquet.RowColumns.Label;
import io.wowflow.jobs.io.parquet.RowColumns.Origin;
import io.wowflow.jobs.io.rows.KnownNames;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;

/** One choice of the columns of a table, see {@link RowColumns}. */
final class ColumnChoice {
  // As the datasets of Hugging Face call them.
  private static final List<String> IMAGES = List.of("image", "img");

  private final String where;
  private final StructType schema;
  private final Set<String> partitions;
  private final Set<String> bytes;
  private final InputConf.Columns given;
  private final List<String> names;
  private final List<String> there;
  private final List<String> notices = new ArrayList<>();
  private final boolean unlabelled;

  ColumnChoice(
      String where,
      StructType schema,
      Set<String> partitions,
      Set<String> bytes,
      InputConf.Columns given,
      boolean unlabelled) {
    this.unlabelled = unlabelled;
    this.where = where;
    this.schema = schema;
    this.partitions = partitions;
    this.bytes = bytes;
    this.given = given;
    this.names = List.of(schema.fieldNames());
    BitSet dropped = KnownNames.selected(where, "--drop-columns", given.dropColumns(), names);
    this.there =
        IntStream.range(0, names.size())
            .filter(column -> !dropped.get(column))
            .mapToObj(names::get)
            .toList();
  }

  RowColumns made() {
    Label label = label();
    Optional<String> weight = weight(label.name());
    Optional<String> id = id(label.name());
    List<String> taken = new ArrayList<>(List.of(label.name()));
    weight.ifPresent(taken::add);
    id.ifPresent(taken::add);
    Features features = features(there.stream().filter(n -> !taken.contains(n)).toList());
    if (weight.isPresent() && features.areColumns() && given.weightColumn().isEmpty()) {
      notices.add(
          column(weight.get())
              + " was taken as the weights of the samples; --weight-column none reads it as a"
              + " feature");
    }
    Optional<Origin> origin = origin(id);
    ReadReport report =
        report(label, features)
            .withWeight(weight.map(c -> column(c)))
            .withId(id.map(c -> column(c)));
    RowColumns made = new RowColumns(where, label, features, weight, id, origin, report);
    made.names().forEach(this::checkCapitals);
    List<String> others = names.stream().filter(name -> !made.names().contains(name)).toList();
    if (!others.isEmpty()) {
      report =
          report.withLeftOut(
              List.of((others.size() == 1 ? "column " : "columns ") + KnownNames.listed(others)));
    }
    for (String notice : notices) {
      report = report.withNotice(notice);
    }
    return new RowColumns(where, label, features, weight, id, origin, report);
  }

  private void checkCapitals(String name) {
    for (String other : names) {
      if (!other.equals(name) && other.equalsIgnoreCase(name)) {
        throw JobException.input(
            String.format(
                Locale.ROOT,
                "%s: the columns '%s' and '%s' differ in capitals only, which Spark does not"
                    + " keep apart; rename one",
                where,
                name,
                other));
      }
    }
  }

  private DataType type(String name) {
    return schema.apply(name).dataType();
  }

  private Label label() {
    if (unlabelled && given.labelColumn().isEmpty() && KnownNames.label(there).isEmpty()) {
      return Label.NONE;
    }
    String name =
        given
            .labelColumn()
            .map(asked -> names.get(KnownNames.named(where, "--label-column", asked, names)))
            .orElseGet(() -> known(KnownNames.label(there)).orElseThrow(this::noLabel));
    DataType type = type(name);
    if (!isNumber(type) && !(type instanceof StringType)) {
      throw wrongType(name, "integers or text: cast it or name another with --label-column");
    }
    return new Label(name, type, partitions.contains(name), given.labelColumn().isPresent());
  }

  private JobException noLabel() {
    return KnownNames.noLabel(where, names);
  }

  private Optional<String> known(OptionalInt position) {
    return position.isPresent() ? Optional.of(there.get(position.getAsInt())) : Optional.empty();
  }

  private Optional<String> weight(String label) {
    if (given.weightColumn().isPresent()) {
      String asked = given.weightColumn().get();
      return asked.equals(InputConf.Columns.NONE)
          ? Optional.empty()
          : Optional.of(number(asked, "--weight-column"));
    }
    return known(KnownNames.weight(there))
        .filter(name -> !name.equals(label) && !given.featureColumns().contains(name))
        .map(name -> number(name, "--weight-column"));
  }

  private String number(String name, String option) {
    String found = names.get(KnownNames.named(where, option, name, names));
    if (!(type(found) instanceof NumericType)) {
      throw wrongType(found, "a numeric type for weights: cast it, or give --weight-column none");
    }
    return found;
  }

  private Optional<String> id(String label) {
    if (given.idColumn().isPresent()) {
      String asked = given.idColumn().get();
      if (asked.equals(InputConf.Columns.NONE)) {
        return Optional.empty();
      }
      String name = names.get(KnownNames.named(where, "--id-column", asked, names));
      if (!isInteger(type(name))) {
        throw wrongType(name, "an integer type for ids: cast it, or give --id-column none");
      }
      return Optional.of(name);
    }
    Optional<String> usual =
        known(KnownNames.id(there))
            .filter(name -> !name.equals(label) && !given.featureColumns().contains(name));
    if (usual.isPresent() && !isInteger(type(usual.get()))) {
      notices.add(
          String.format(
              Locale.ROOT,
              "column '%s' is of type %s and orders nothing; ids are positions in the input",
              usual.get(),
              type(usual.get()).catalogString()));
      return Optional.empty();
    }
    return usual;
  }

  private Features features(List<String> candidates) {
    if (!given.featureColumns().isEmpty()) {
      return selected(candidates);
    }
    Optional<String> usual =
        Optional.of(FEATURES)
            .filter(candidates::contains)
            .or(() -> candidates.stream().filter(FEATURES::equalsIgnoreCase).findFirst());
    if (usual.isPresent()) {
      return one(usual.get());
    }
    Optional<String> picture =
        IMAGES.stream()
            .flatMap(name -> candidates.stream().filter(name::equalsIgnoreCase))
            .filter(name -> isPicture(type(name)))
            .findFirst();
    return picture
        .or(() -> only(candidates, type -> nesting(type) > 0 || isVector(type)))
        .or(() -> only(candidates, RowColumns::isPicture))
        .map(this::one)
        .orElseGet(() -> columns(candidates));
  }

  private Features selected(List<String> candidates) {
    BitSet chosen = KnownNames.selected(where, "--feature-columns", given.featureColumns(), names);
    List<String> wanted =
        candidates.stream().filter(name -> chosen.get(names.indexOf(name))).toList();
    if (wanted.isEmpty()) {
      throw JobException.usage(
          where + ": --feature-columns names only columns that are something else");
    }
    if (wanted.size() == 1 && !isNumber(type(wanted.get(0)))) {
      return one(wanted.get(0));
    }
    for (String name : wanted) {
      if (!isNumber(type(name))) {
        throw wrongType(
            name, "a number in each of the feature columns, or one column of lists or pictures");
      }
    }
    return ofNumbers(wanted);
  }

  private Features one(String name) {
    DataType type = type(name);
    if (isVector(type)) {
      return new Features(Form.VECTORS, List.of(name), 0, false);
    }
    if (isPicture(type)) {
      return new Features(Form.PICTURES, List.of(name), 0, false);
    }
    if (nesting(type) == 0) {
      throw wrongType(name, "array<float> or another list of numbers: cast it, or vector_to_array");
    }
    Form form = fitsFloat(innermost(type)) ? Form.FLOATS : Form.DOUBLES;
    return new Features(form, List.of(name), nesting(type), bytes.contains(name));
  }

  private Optional<String> only(List<String> candidates, Predicate<DataType> fits) {
    List<String> fitting = candidates.stream().filter(name -> fits.test(type(name))).toList();
    if (fitting.size() > 1) {
      throw JobException.input(
          where
              + ": several columns may be the features: "
              + KnownNames.listed(fitting)
              + "; name one with --feature-columns NAME");
    }
    return fitting.stream().findFirst();
  }

  private Features columns(List<String> candidates) {
    List<String> numbers =
        candidates.stream()
            .filter(name -> isNumber(type(name)) && !KnownNames.isPandasIndex(name))
            .toList();
    if (numbers.isEmpty()) {
      throw JobException.input(
          where
              + " has no column 'features' and no columns of numbers; its columns are "
              + KnownNames.listed(names));
    }
    for (String name : numbers) {
      if (KnownNames.isUnnamed(name)) {
        throw KnownNames.unnamed(where, name, "column '" + name + "'");
      }
    }
    List<String> others =
        candidates.stream()
            .filter(name -> !isNumber(type(name)) && !partitions.contains(name))
            .filter(name -> !name.equalsIgnoreCase(ID))
            .toList();
    if (!others.isEmpty()) {
      notices.add("left out because features are numbers: columns " + KnownNames.listed(others));
    }
    return ofNumbers(numbers);
  }

  private Features ofNumbers(List<String> numbers) {
    boolean floats = numbers.stream().allMatch(name -> fitsFloat(type(name)));
    return new Features(floats ? Form.FLOATS : Form.DOUBLES, numbers, 0, false);
  }

  /** Only outputs of ours have ids that are origins; a column of another meaning stays aside. */
  private Optional<Origin> origin(Optional<String> id) {
    if (id.isEmpty() || !id.get().equals(ID) || !there.contains(SOURCE_CLASS)) {
      return Optional.empty();
    }
    boolean own = there.contains(ORIGIN_ID);
    if (own && !isInteger(type(ORIGIN_ID))) {
      return Optional.empty();
    }
    DataType type = type(SOURCE_CLASS);
    if (!isInteger(type) && !(type instanceof StringType)) {
      return Optional.empty();
    }
    return Optional.of(
        new Origin(isInteger(type) ? LabelKind.INTEGER : LabelKind.STRING, own ? ORIGIN_ID : ID));
  }

  private ReadReport report(Label label, Features features) {
    if (label.isNone()) {
      return report(ReadReport.NO_LABELS, features);
    }
    String what = label.isPartition() ? "folders '" + label.name() + "='" : column(label.name());
    String why = label.isGiven() ? " (--label-column)" : label.isGuessed() ? " (a known name)" : "";
    return report(what + why, features);
  }

  private ReadReport report(String labels, Features features) {
    String from =
        features.areColumns()
            ? (features.names().size() == 1 ? "column " : "columns ")
                + KnownNames.listed(features.names())
            : column(features.names().get(0));
    String as =
        switch (features.form()) {
          case VECTORS -> " of vectors";
          case PICTURES -> "";
          case FLOATS, DOUBLES -> features.areBytes() ? " of bytes as 0 to 1" : "";
        };
    return ReadReport.of(where.equals(FrameOptions.FRAME) ? "rows" : "parquet", labels, from + as);
  }

  private static String column(String name) {
    return "column '" + KnownNames.shortened(name) + "'";
  }

  private JobException wrongType(String column, String expected) {
    return JobException.input(
        String.format(
            Locale.ROOT,
            "%s: column '%s' is of type %s; expected %s",
            where,
            column,
            shortened(type(column)),
            expected));
  }
}
