package io.wowflow.jobs.io.csv;

import io.wowflow.jobs.conf.Amount;
import io.wowflow.jobs.conf.InputConf.Columns;
import io.wowflow.jobs.conf.InputConf.Header;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.io.dataset.ReadReport;
import io.wowflow.jobs.io.rows.KnownNames;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The columns of a CSV file: which are labels, weights, ids and features, by the options, else by
 * the names of {@link KnownNames}.
 *
 * <p>The names are the cells of the header; an empty one at position k, from 0, is called {@code
 * Unnamed: k}, as in pandas. Without a header they are the numbers of the columns, from 1, and no
 * column is guessed to be the label.
 */
final class CsvColumns {
  static final int NONE = -1;

  private final String where;
  private final Columns said;
  private final CsvStart start;
  private final boolean unlabelled;
  private final boolean hasHeader;
  private final List<String> names;
  private final int label;
  private final int weight;
  private final int id;
  private final BitSet features;

  private CsvColumns(CsvStart start, Columns said, boolean unlabelled, String where) {
    this.where = where;
    this.said = said;
    this.unlabelled = unlabelled;
    this.start = start;
    this.hasHeader = said.header().map(Header.YES::equals).orElseGet(this::beginsWithNames);
    this.names = namesOf();
    BitSet dropped = KnownNames.selected(where, "--drop-columns", said.dropColumns(), names);
    BitSet wanted = KnownNames.selected(where, "--feature-columns", said.featureColumns(), names);
    BitSet taken = new BitSet();
    taken.or(dropped);
    said.featureColumns().stream().mapToInt(names::indexOf).filter(i -> i >= 0).forEach(taken::set);
    OptionalInt givenLabel = given("--label-column", said.labelColumn(), taken);
    OptionalInt givenWeight = given("--weight-column", said.weightColumn(), taken);
    OptionalInt givenId = given("--id-column", said.idColumn(), taken);
    List<String> free = new ArrayList<>(names);
    IntStream.concat(
            taken.stream(),
            IntStream.of(givenLabel.orElse(NONE), givenWeight.orElse(NONE), givenId.orElse(NONE)))
        .filter(column -> column != NONE)
        .forEach(column -> free.set(column, ""));
    this.weight =
        said.weightColumn().isPresent()
            ? givenWeight.orElse(NONE)
            : KnownNames.weight(free).orElse(NONE);
    this.id = said.idColumn().isPresent() ? givenId.orElse(NONE) : KnownNames.id(free).orElse(NONE);
    this.features = new BitSet();
    features.set(0, names.size());
    if (!said.featureColumns().isEmpty()) {
      features.and(wanted);
    }
    features.andNot(dropped);
    IntStream.range(0, names.size())
        .filter(column -> KnownNames.isPandasIndex(names.get(column)))
        .forEach(features::clear);
    checkNames(givenLabel);
    this.label = givenLabel.orElseGet(() -> guessedLabel(free));
    for (int column : new int[] {label, weight, id}) {
      if (column != NONE) {
        features.clear(column);
      }
    }
    if (features.isEmpty()) {
      throw JobException.input(
          where
              + ", line 1: no columns are left for features next to ["
              + KnownNames.listed(names)
              + "]; add them");
    }
  }

  /**
   * Decides what the columns are.
   *
   * @param start the first lines of the file
   * @param said what the user said of the columns
   * @param unlabelled whether the file may have no labels
   * @param where the file's name in messages
   * @throws JobException (usage) if the user named a column that is not there; (input) if the
   *     columns have to be named
   */
  static CsvColumns of(CsvStart start, Columns said, boolean unlabelled, String where) {
    return new CsvColumns(start, said, unlabelled, where);
  }

  /**
   * Whether the first line is a header: it contains {@code label}, or has text above numbers, or
   * has no numbers.
   */
  private boolean beginsWithNames() {
    List<String> first = start.first();
    boolean text = false;
    boolean numbers = false;
    boolean known = false;
    for (int column = 0; column < first.size(); column++) {
      String cell = first.get(column);
      boolean number = CsvStart.isNumber(cell.replace(',', '.'));
      if (KnownNames.isLabel(cell)
          || (!number && said.labelColumn().filter(cell::equals).isPresent())) {
        return true;
      }
      numbers |= number;
      if (!number && !CsvStart.isMissing(cell)) {
        text = true;
        known |= KnownNames.label(List.of(cell)).isPresent();
        if (start.hasNumber(column)) {
          return true;
        }
      }
    }
    if (text && known && count(first)) {
      return true;
    }
    if (!text && count(first)) {
      throw JobException.input(
          where
              + ", line 1 counts the columns ("
              + KnownNames.listed(first)
              + "): it may be a header or a sample; give --header yes or --header no");
    }
    return text && !numbers;
  }

  /** Whether the numbers of a line are 0, 1, 2 and so on, as pandas names columns. */
  private static boolean count(List<String> cells) {
    List<String> numbers = cells.stream().filter(CsvStart::isNumber).toList();
    return numbers.size() >= 3
        && IntStream.range(0, numbers.size())
            .allMatch(i -> numbers.get(i).equals(Integer.toString(i)));
  }

  private List<String> namesOf() {
    List<String> out = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    List<String> first = start.first();
    for (int column = 0; column < first.size(); column++) {
      String name = hasHeader ? first.get(column) : Integer.toString(column + 1);
      if (hasHeader && !name.isEmpty() && !seen.add(name)) {
        throw JobException.input(
            where + ", line 1: two columns are called '" + name + "'; rename one");
      }
      out.add(name.isEmpty() ? "Unnamed: " + column : name);
    }
    return List.copyOf(out);
  }

  private OptionalInt given(String option, Optional<String> name, BitSet taken) {
    if (name.isEmpty() || (!option.equals("--label-column") && name.get().equals(Columns.NONE))) {
      return OptionalInt.empty();
    }
    int column = KnownNames.named(where, option, name.get(), names);
    if (taken.get(column)) {
      throw JobException.usage(
          String.format(
              Locale.ROOT,
              "%s: column '%s' is named by %s and by --feature-columns or --drop-columns; name it"
                  + " once",
              where,
              name.get(),
              option));
    }
    return OptionalInt.of(column);
  }

  /** Refuses features without a name. */
  private void checkNames(OptionalInt givenLabel) {
    int last = names.size() - 1;
    for (int column = 0; hasHeader && column <= last; column++) {
      if (!features.get(column)
          || column == givenLabel.orElse(NONE)
          || column == weight
          || column == id
          || !KnownNames.isUnnamed(names.get(column))) {
        continue;
      }
      if (column == last && start.first().get(column).isEmpty() && start.isEmpty(column)) {
        throw JobException.input(
            String.format(
                Locale.ROOT,
                "%s: lines end in a delimiter (%s), so that the last column has no name and no"
                    + " values: remove it, or leave the column out with --drop-columns '%s'",
                where,
                CsvStart.name(start.delimiter()),
                names.get(column)));
      }
      throw KnownNames.unnamed(
          where, names.get(column), column == 0 ? "the first column" : "column " + (column + 1));
    }
  }

  private int guessedLabel(List<String> free) {
    if (unlabelled) {
      return hasHeader ? KnownNames.label(free).orElse(NONE) : NONE;
    }
    if (!hasHeader) {
      throw withoutHeader();
    }
    return KnownNames.label(free).orElseThrow(() -> KnownNames.noLabel(where, names));
  }

  private JobException withoutHeader() {
    List<Integer> texts =
        IntStream.range(0, names.size())
            .filter(column -> start.isText(column, start.lines()))
            .boxed()
            .toList();
    String which =
        texts.size() == 1
            ? "for column "
                + (texts.get(0) + 1)
                + ", the only one of text, --header no --label-column "
                + (texts.get(0) + 1)
            : "such as --header no --label-column 1 for the first of " + names.size();
    return JobException.input(
        where
            + ": the first line is not a header, so that no column is called 'label'; name the column"
            + " of the labels by its number, "
            + which);
  }

  /** The name of the file that the columns are from. */
  String where() {
    return where;
  }

  /** Number of cells of each line. */
  int count() {
    return names.size();
  }

  char delimiter() {
    return start.delimiter();
  }

  boolean hasHeader() {
    return hasHeader;
  }

  /** Position of the label, or {@link #NONE}. */
  int label() {
    return label;
  }

  /** Position of the weight, or {@link #NONE}. */
  int weight() {
    return weight;
  }

  /** Position of the id, or {@link #NONE}. */
  int id() {
    return id;
  }

  /** Whether the user named the column of the ids, so that its text is not left out. */
  boolean isIdGiven() {
    return said.idColumn().isPresent();
  }

  /** Whether the user named the column of the weights. */
  boolean isWeightGiven() {
    return said.weightColumn().isPresent();
  }

  /** Whether the user named the column of the labels. */
  boolean isLabelGiven() {
    return said.labelColumn().isPresent();
  }

  /** Whether labels are of no importance, because others replace them. */
  boolean areLabelsReplaced() {
    return unlabelled;
  }

  /** Whether the column of the labels was guessed by a name other than {@code label}. */
  boolean isLabelGuessed() {
    return label != NONE && !isLabelGiven() && !KnownNames.isLabel(names.get(label));
  }

  /** Number of features. */
  int dimension() {
    return features.cardinality();
  }

  /** Whether a column holds features. */
  boolean isFeature(int column) {
    return features.get(column);
  }

  /** Whether a cell of a header is the one of this header. */
  boolean isHeader(int column, String cell) {
    return column < names.size() && start.first().get(column).equals(cell.strip());
  }

  /** A column in messages. */
  String name(int column) {
    return hasHeader
        ? "column '" + KnownNames.shortened(names.get(column)) + "'"
        : "column " + names.get(column);
  }

  /** A feature, by its place among the features, in messages. */
  String featureName(int feature) {
    return name(features.stream().skip(feature).findFirst().orElseThrow());
  }

  /** The remedy for a column that is not a feature; it names all columns that hold text. */
  String dropping(int column) {
    BitSet texts = new BitSet();
    texts.set(column);
    features.stream().filter(other -> start.isText(other, start.rest())).forEach(texts::set);
    boolean few = texts.cardinality() <= 4;
    String all =
        (few ? texts.stream() : IntStream.of(column))
            .mapToObj(names::get)
            // A comma would part the list.
            .map(name -> name.replace(',', '*'))
            .collect(Collectors.joining(","));
    return "leave out "
        + (few && texts.cardinality() > 1 ? "the columns of text" : "the column")
        + " with --drop-columns "
        + quoted(all)
        + (KnownNames.label(List.of(names.get(column))).isPresent()
            ? ", or read it as the label with --label-column " + argument(column)
            : "");
  }

  /** A column as an argument of {@code --drop-columns} in a shell. */
  String argument(int column) {
    return quoted(names.get(column).replace(',', '*'));
  }

  private static String quoted(String argument) {
    return argument.matches("[\\w.,-]+") ? argument : "'" + argument + "'";
  }

  /**
   * The report of a read.
   *
   * @param format the name of the format
   * @param files their number
   * @param idLeftOut whether the ids turned out to be text
   */
  ReadReport report(String format, int files, boolean idLeftOut) {
    StringBuilder place = new StringBuilder(range(features));
    if (delimiter() != ',') {
      place.append(" (delimiter ").append(CsvStart.name(delimiter())).append(")");
    }
    if (!hasHeader) {
      place.append(", no header");
    }
    if (files > 1) {
      place.append(" of ").append(Amount.of(files, "file"));
    }
    BitSet left = new BitSet();
    left.set(0, names.size());
    left.andNot(features);
    IntStream.of(label, weight, idLeftOut ? NONE : id)
        .filter(column -> column != NONE)
        .forEach(left::clear);
    return ReadReport.of(
            format,
            label == NONE ? ReadReport.NO_LABELS : name(label) + labelReason(),
            place.toString())
        .withWeight(reason(weight, "--weight-column", said.weightColumn()))
        .withId(reason(idLeftOut ? NONE : id, "--id-column", said.idColumn()))
        .withLeftOut(left.isEmpty() ? List.of() : List.of(range(left)));
  }

  private String labelReason() {
    if (said.labelColumn().isPresent()) {
      return " (given by --label-column)";
    }
    return isLabelGuessed() ? " (a known name)" : " (named label)";
  }

  private Optional<String> reason(int column, String option, Optional<String> given) {
    return column == NONE
        ? Optional.empty()
        : Optional.of(
            name(column) + (given.isPresent() ? " (given by " + option + ")" : " (a known name)"));
  }

  /** Columns in a report: all of them if they are few, else the first and the last. */
  private String range(BitSet columns) {
    if (columns.cardinality() == 1) {
      return name(columns.nextSetBit(0));
    }
    List<String> all = columns.stream().mapToObj(names::get).map(KnownNames::shortened).toList();
    int last = columns.length() - 1;
    boolean gap = columns.nextClearBit(columns.nextSetBit(0)) <= last;
    if (all.size() <= 3) {
      return "columns " + String.join(", ", all);
    }
    return "columns " + all.get(0) + " to " + all.get(all.size() - 1) + (gap ? " with gaps" : "");
  }
}
