package io.wowflow.jobs.io.npz;

import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.io.dataset.LabelKind;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.jobs.io.dataset.ReadReport;
import io.wowflow.jobs.io.place.DatasetFormat;
import io.wowflow.jobs.io.place.InputPath;
import io.wowflow.jobs.io.rows.ClassBuffers;
import io.wowflow.jobs.io.rows.InapplicableOptions;
import io.wowflow.jobs.io.rows.ReadOptions;
import io.wowflow.jobs.io.rows.RowPlan;
import io.wowflow.jobs.io.rows.RowTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.Path;

/**
 * NPZ: an archive with an array of samples and, unless it is {@code x} of three axes, one of labels
 * (which arrays: {@link NpzArrays}; which axes: {@link NpzLayout}; which labels: {@link
 * NpzLabels}); {@code weight}, optional, one number per sample; {@code source_class} and {@code
 * origin_id}, optional, as flows and conversions write them. Labels may be in an archive of their
 * own next to that of the samples ({@link NpzPlace}). Unsigned bytes are pixels, scaled to [0, 1];
 * other numbers keep their value, booleans are 0 and 1.
 */
public final class NpzFormat implements DatasetFormat {
  private static final long UNKNOWN_ID = -1;
  private static final Pattern TABLE =
      Pattern.compile("(?i).*\\.(csv|tsv)|\\[content_types].*|_rels/.*|docprops/.*|xl/.*");
  private static final int HEAD_BYTES = 256;
  // Where the header of an entry of a zip archive has its name.
  private static final int ENTRY_NAME = 30;
  private static final Set<String> OPTIONS =
      Set.of("--label-column", "--feature-columns", "--weight-column", "--id-column");

  @Override
  public String name() {
    return "npz";
  }

  @Override
  public String signature() {
    return "npz: a zip archive with arrays x and y (numpy.savez)";
  }

  @Override
  public boolean recognises(InputPath input) throws IOException {
    if (input.isDirectory()) {
      return NpzPlace.isThere(input);
    }
    byte[] head = input.head(HEAD_BYTES);
    return head.length >= 4
        && head[0] == 'P'
        && head[1] == 'K'
        && ((head[2] == 3 && head[3] == 4) || (head[2] == 5 && head[3] == 6))
        && !beginsWithTable(head);
  }

  /** Whether the first entry is a table: an archive of CSV files, or a workbook. */
  private static boolean beginsWithTable(byte[] head) {
    if (head.length < ENTRY_NAME) {
      return false;
    }
    int length = Math.min((head[26] & 0xFF) | (head[27] & 0xFF) << 8, head.length - ENTRY_NAME);
    return TABLE
        .matcher(new String(head, ENTRY_NAME, length, StandardCharsets.ISO_8859_1))
        .matches();
  }

  @Override
  public LoadedDataset read(InputPath input, ReadOptions options) throws IOException {
    InapplicableOptions.refuse(input.name(), "an NPZ file", options.columns(), OPTIONS);
    NpzPlace place = NpzPlace.of(input);
    NpzArchive archive = NpzArchive.scan(input, place.samples());
    NpzArrays arrays =
        NpzArrays.of(
            input, archive, place.fromName() ? Optional.empty() : input.split(), options.columns());
    NpyHeader x = archive.header(arrays.samples());
    if (x.type().isText()) {
      throw JobException.input(
          archive.where(arrays.samples()) + " holds text; samples are numbers");
    }
    if (x.shape().isEmpty()) {
      throw JobException.input(archive.where(arrays.samples()) + " is one number, not samples");
    }
    Optional<NpyValues> y = labelValues(input, place, archive, arrays);
    Optional<NpzLabels> labels = labels(archive, arrays, y, options.unlabelled());
    NpzLayout layout =
        NpzLayout.of(archive, arrays.samples(), labels.map(NpzLabels::values), options.shape());
    if (labels.isEmpty()) {
      checkClasses(archive, arrays.samples());
    } else if (!options.unlabelled()) {
      checkGuess(arrays, y.get(), labels.get(), layout);
      if (options.columns().labelColumn().isEmpty()) {
        checkLabelled(y.get(), labels.get());
      }
    }
    Optional<NpyValues> ids = optional(archive, arrays.id());
    int[] order = order(ids, layout);
    RowTable rows = rows(archive, arrays, layout, labels, order, ids);
    RowPlan plan = RowPlan.of(rows, options);
    archive.release();
    ClassBuffers buffers = new ClassBuffers(plan, layout.dimension());
    new NpzSamples(archive, arrays.samples(), layout, order).read(plan, buffers);
    ReadReport report = report(archive, arrays, layout, place, y, labels);
    return buffers.build(
        layout.image(),
        options.unlabelled()
            ? report
            : rows.noticed(
                report, y.map(values -> "array '" + values.name() + "'").orElse("the first axis")));
  }

  private static Optional<NpyValues> optional(NpzArchive archive, Optional<String> array)
      throws IOException {
    return array.isPresent() ? Optional.of(archive.values(array.get())) : Optional.empty();
  }

  /** The labels of the archive itself, or of the archive next to it. */
  private static Optional<NpyValues> labelValues(
      InputPath input, NpzPlace place, NpzArchive archive, NpzArrays arrays) throws IOException {
    if (arrays.labels().isPresent()) {
      return optional(archive, arrays.labels());
    }
    boolean classes =
        arrays.samples().equals("x") && archive.header(arrays.samples()).shape().size() == 3;
    Optional<Path> file = classes ? Optional.empty() : place.labels(input);
    if (file.isEmpty()) {
      return Optional.empty();
    }
    NpzArchive other = NpzArchive.scan(input, file.get());
    List<String> names = other.names();
    if (names.size() != 1) {
      throw JobException.input(
          other.name()
              + " has several arrays ("
              + NpzArrays.listed(other)
              + "); an archive of labels has one");
    }
    return Optional.of(other.values(names.get(0)));
  }

  private static Optional<NpzLabels> labels(
      NpzArchive archive, NpzArrays arrays, Optional<NpyValues> y, boolean unlabelled) {
    int rows = archive.header(arrays.samples()).shape().get(0);
    if (y.isPresent()) {
      return Optional.of(NpzLabels.of(y.get(), rows, arrays.samples()));
    }
    return unlabelled && !areClasses(archive, arrays.samples())
        ? Optional.of(
            new NpzLabels(LabelKind.INTEGER, Collections.nCopies(rows, ReadOptions.NO_LABEL), ""))
        : Optional.empty();
  }

  private static void checkClasses(NpzArchive archive, String samples) {
    if (!areClasses(archive, samples)) {
      throw JobException.input(
          String.format(
              Locale.ROOT,
              "%s has no array called y, label or target with an entry for each of the %d entries"
                  + " of '%s'; name the array of the labels with --label-column NAME; its arrays"
                  + " are %s",
              archive.name(),
              archive.header(samples).shape().get(0),
              samples,
              NpzArrays.listed(archive)));
    }
  }

  /** Without labels, three axes of an array that is called x, or was named, are classes. */
  private static boolean areClasses(NpzArchive archive, String samples) {
    List<Integer> shape = archive.header(samples).shape();
    boolean classes = shape.size() == 3 && samples.equals("x");
    boolean pictures =
        shape.size() == 3
            && (archive.header(samples).type() == NpyType.UINT8
                || shape.get(1).equals(shape.get(2)));
    boolean maybeLabelled =
        archive.names().stream()
            .flatMap(name -> archive.readable(name).stream())
            .anyMatch(
                other -> other.shape().equals(List.of(shape.get(0))) && !other.type().isFloat());
    return classes && !(pictures && maybeLabelled);
  }

  /** Refuses labels that were guessed and rather are ids or measurements. */
  private static void checkGuess(
      NpzArrays arrays, NpyValues y, NpzLabels labels, NpzLayout layout) {
    int rows = layout.samples();
    if (arrays.guessed()
        && rows > 1
        && layout.samplesPerLabel() == 1
        && new HashSet<>(labels.values()).size() == rows) {
      throw JobException.input(
          String.format(
              Locale.ROOT,
              "%s has another value for each of the %d samples and was guessed to be the labels;"
                  + " name the array of the labels with --label-column NAME",
              y.where(),
              rows));
    }
  }

  private static void checkLabelled(NpyValues y, NpzLabels labels) {
    if (labels.values().stream().allMatch("-1"::equals)) {
      throw JobException.input(
          y.where()
              + ": all labels are -1, as in test sets without labels; read another split or file, or"
              + " name the array of the labels with --label-column NAME (this one too, if -1 is a"
              + " class)");
    }
  }

  private ReadReport report(
      NpzArchive archive,
      NpzArrays arrays,
      NpzLayout layout,
      NpzPlace place,
      Optional<NpyValues> y,
      Optional<NpzLabels> labels) {
    NpyHeader x = archive.header(arrays.samples());
    String features =
        String.format(
            Locale.ROOT,
            "array '%s' %s%s%s%s",
            arrays.samples(),
            x.title(),
            x.type() == NpyType.UINT8 ? " / 255" : "",
            layout.turned() ? ", channels first in the file" : "",
            arrays.samplesReason().equals(NpzArrays.KNOWN)
                ? ""
                : " (" + arrays.samplesReason() + ")");
    String label =
        y.map(
                values ->
                    String.format(
                        Locale.ROOT,
                        "array '%s' %s (%s%s)",
                        values.name(),
                        values.header().title(),
                        arrays.labels().isPresent()
                            ? arrays.labelsReason()
                            : "in the archive next to it",
                        labels
                            .map(NpzLabels::form)
                            .map(form -> form.isEmpty() ? "" : ", " + form)
                            .orElse("")))
            .orElse(
                labels.isPresent()
                    ? ReadReport.NO_LABELS
                    : "the first axis of '" + arrays.samples() + "'");
    ReadReport report =
        ReadReport.of(name(), label, features)
            .withSplit(place.split().or(arrays::split))
            .withWeight(arrays.weight().map(array -> "array '" + array + "'"))
            .withId(arrays.id().map(array -> "array '" + array + "'"))
            .withLeftOut(arrays.leftOut(archive));
    return layout.notice().map(report::withNotice).orElse(report);
  }

  /**
   * The canonical order: for each place the sample of the file, by the ids where there are some.
   */
  private static int[] order(Optional<NpyValues> ids, NpzLayout layout) {
    if (ids.isEmpty()) {
      return IntStream.range(0, layout.samples()).toArray();
    }
    NpyValues id = ids.get();
    if (!id.header().shape().equals(layout.sampleAxes())
        || id.header().type().isFloat()
        || id.header().type().isText()
        || id.header().type() == NpyType.BOOL) {
      throw JobException.input(
          String.format(
              Locale.ROOT,
              "%s has shape %s; ids are integers, one for each sample, shape %s: give "
                  + "--id-column none to leave it out",
              id.where(),
              id.header().title(),
              NpyArray.shapeText(layout.sampleAxes())));
    }
    return IntStream.range(0, layout.samples())
        .boxed()
        .sorted((a, b) -> checkedId(id, a, b))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private static int checkedId(NpyValues id, int a, int b) {
    int order = Long.compare(id.integer(a), id.integer(b));
    if (order == 0 && a != b) {
      throw JobException.input(
          String.format(
              Locale.ROOT,
              "%s: the id %s is that of the samples %d and %d; ids differ, give --id-column none",
              id.where(),
              id.label(a),
              Math.min(a, b),
              Math.max(a, b)));
    }
    return order;
  }

  private static RowTable rows(
      NpzArchive archive,
      NpzArrays arrays,
      NpzLayout layout,
      Optional<NpzLabels> labels,
      int[] order,
      Optional<NpyValues> ids)
      throws IOException {
    RowTable rows =
        new RowTable(
            archive.where(arrays.samples()),
            labels.map(NpzLabels::kind).orElse(LabelKind.INTEGER),
            layout.samples(),
            row -> layout.name(arrays.samples(), order[row]));
    for (int row = 0; row < order.length; row++) {
      int label = order[row] / layout.samplesPerLabel();
      rows.label(
          row, labels.map(y -> y.values().get(label)).orElseGet(() -> Integer.toString(label)));
    }
    Optional<NpyValues> weights = optional(archive, arrays.weight());
    weights.ifPresent(weight -> weigh(weight, layout, order, rows));
    if (ids.isPresent()) {
      rows.ids(IntStream.of(order).mapToLong(ids.get()::integer).toArray());
    }
    if (arrays.split().isEmpty() && archive.readable(NpzArchive.SOURCE_CLASS).isPresent()) {
      setOrigins(archive, layout, order, rows);
    }
    return rows;
  }

  /** Arrays of these names that fit no sample or class are not ours, and are left aside. */
  private static void setOrigins(NpzArchive archive, NpzLayout layout, int[] order, RowTable rows)
      throws IOException {
    NpyHeader header = archive.header(NpzArchive.SOURCE_CLASS);
    boolean ofSamples = header.shape().equals(layout.sampleAxes());
    boolean ofClasses = header.shape().equals(layout.sampleAxes().subList(0, 1));
    if ((!ofSamples && !ofClasses) || header.type().isFloat()) {
      return;
    }
    NpyValues sources = archive.values(NpzArchive.SOURCE_CLASS);
    Optional<NpyValues> ids =
        optional(
            archive,
            archive
                .readable(NpzArchive.ORIGIN_ID)
                .filter(id -> id.shape().equals(layout.sampleAxes()))
                .filter(id -> !id.type().isText() && !id.type().isFloat())
                .map(id -> NpzArchive.ORIGIN_ID));
    rows.hasOrigins(header.type().isText() ? LabelKind.STRING : LabelKind.INTEGER);
    for (int row = 0; row < order.length; row++) {
      int sample = order[row];
      String label = sources.label(ofSamples ? sample : sample / layout.samplesPerLabel());
      long id = ids.isPresent() ? ids.get().integer(sample) : UNKNOWN_ID;
      rows.origin(row, label.isEmpty() ? null : label, id);
    }
  }

  private static void weigh(NpyValues weight, NpzLayout layout, int[] order, RowTable rows) {
    NpyHeader header = weight.header();
    OptionalInt length = lengthOfLine(header.shape());
    boolean line =
        layout.sampleAxes().size() == 1
            && length.isPresent()
            && length.getAsInt() == layout.samples();
    if ((!header.shape().equals(layout.sampleAxes()) && !line) || header.type().isText()) {
      throw JobException.input(
          String.format(
              Locale.ROOT,
              "%s has shape %s and type %s; expected one number per sample, shape %s: give"
                  + " --weight-column none to leave it out",
              weight.where(),
              header.shapeText(),
              header.type().title(),
              NpyArray.shapeText(layout.sampleAxes())));
    }
    for (int row = 0; row < order.length; row++) {
      rows.weight(row, weight.real(order[row]));
    }
  }

  /** The length of a vector, also of one that is written as a column or a row. */
  private static OptionalInt lengthOfLine(List<Integer> shape) {
    if (shape.size() == 1) {
      return OptionalInt.of(shape.get(0));
    }
    boolean line = shape.size() == 2 && (shape.get(0) == 1 || shape.get(1) == 1);
    return line ? OptionalInt.of(Math.max(shape.get(0), shape.get(1))) : OptionalInt.empty();
  }
}
