package io.wowflow.jobs.io.csv;

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
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Text of libsvm, a sample a line: {@code label index:value index:value ...}, features that are not
 * there are 0, {@code #} begins a comment. The indices ascend; they begin with 0 if some index is
 * 0, else with 1. Labels are integers, also as {@code 3.0}, or other numbers as text. The number of
 * features is the largest index, or that of {@code --feature-columns N}, for a file that lacks the
 * last features of another.
 */
public final class LibsvmFormat implements DatasetFormat {
  private static final Set<String> OPTIONS = Set.of("--feature-columns");
  private static final int MOST_FEATURES = 1 << 24;

  @Override
  public String name() {
    return "libsvm";
  }

  @Override
  public String signature() {
    return "libsvm: lines of label index:value ...";
  }

  @Override
  public boolean recognises(InputPath input) throws IOException {
    return !input.isDirectory() && file(input).isText() && file(input).isLibsvm();
  }

  private static CsvFile file(InputPath input) {
    return new CsvFile(input, input.path(), input.name());
  }

  /** The first pass: labels, and the range of the indices. */
  private static final class Labels {
    private final List<String> labels = new ArrayList<>();
    private final List<Integer> lines = new ArrayList<>();
    private int least = Integer.MAX_VALUE;
    private int most;

    void add(Line line) {
      labels.add(line.label());
      lines.add(line.number);
      for (int k = 1; k < line.words.length; k++) {
        int index = line.index(k);
        least = Math.min(least, index);
        most = Math.max(most, index);
      }
    }

    /** The index of the first feature. */
    int first() {
      return least == 0 ? 0 : 1;
    }

    int dimension() {
      return most - first() + 1;
    }
  }

  /**
   * A line with a sample.
   *
   * @param where the file
   * @param number of the line, from 1
   * @param words label, then features
   */
  private record Line(String where, int number, String[] words) {
    static Optional<Line> of(String where, int number, String text) {
      int comment = text.indexOf('#');
      String sample = (comment < 0 ? text : text.substring(0, comment)).strip();
      return sample.isEmpty()
          ? Optional.empty()
          : Optional.of(new Line(where, number, sample.split("\\s+", 0)));
    }

    String label() {
      if (words[0].indexOf(',') >= 0) {
        throw invalid(words[0], "several labels of one sample are not read; give it one");
      }
      if (words.length > 1 && words[1].startsWith("qid:")) {
        throw invalid(words[1], "queries of a ranking are no classes; leave them out");
      }
      try {
        return new BigDecimal(words[0]).toBigIntegerExact().toString();
      } catch (ArithmeticException e) {
        return words[0];
      } catch (NumberFormatException e) {
        throw invalid(words[0], "a line begins with a label, a number");
      }
    }

    int index(int k) {
      int colon = words[k].indexOf(':');
      try {
        int index = Integer.parseInt(words[k].substring(0, Math.max(0, colon)));
        if (index >= 0 && index <= MOST_FEATURES && (k == 1 || index > index(k - 1))) {
          return index;
        }
      } catch (NumberFormatException e) {
        // Refused below, like a number that is not an index.
      }
      throw invalid(
          words[k], "features are index:value, with ascending indices up to " + MOST_FEATURES);
    }

    double value(int k) {
      String text = words[k].substring(words[k].indexOf(':') + 1);
      try {
        double value = Double.parseDouble(text);
        // Java alone reads 1f and 0x1p3 as numbers.
        if (Double.isFinite(value)
            && text.chars().allMatch(c -> "+-.0123456789eE".indexOf(c) >= 0)) {
          return value;
        }
      } catch (NumberFormatException e) {
        // Refused below, like a number that is not finite.
      }
      throw invalid(words[k], "values are finite numbers with a decimal point");
    }

    private JobException invalid(String found, String remedy) {
      String shown = found.length() <= 40 ? found : found.substring(0, 40) + "...";
      return JobException.input(
          String.format(Locale.ROOT, "%s, line %d: '%s'; %s", where, number, shown, remedy));
    }
  }

  @Override
  public LoadedDataset read(InputPath input, ReadOptions options) throws IOException {
    input.refuseSplit("a file of libsvm");
    InapplicableOptions.refuse(input.name(), "a file of libsvm", options.columns(), OPTIONS);
    CsvFile file = file(input);
    Labels found = new Labels();
    file.forEachLine((number, text) -> Line.of(file.name(), number, text).ifPresent(found::add));
    int dimension = dimension(input, options, found);
    LabelKind kind = LabelKind.of(found.labels);
    RowTable rows =
        new RowTable(
            input.name(), kind, found.labels.size(), row -> "line " + found.lines.get(row));
    for (int row = 0; row < found.labels.size(); row++) {
      rows.label(row, found.labels.get(row));
    }
    RowPlan plan = RowPlan.of(rows, options);
    ClassBuffers buffers =
        new ClassBuffers(plan, dimension).named(j -> "feature " + (found.first() + j));
    double[] features = new double[dimension];
    int[] row = {0};
    file.forEachLine(
        (number, text) -> {
          Optional<Line> line = Line.of(file.name(), number, text);
          if (line.isPresent()) {
            if (plan.keeps(row[0])) {
              fill(features, line.get(), found.first());
              buffers.put(row[0], features);
            }
            row[0]++;
          }
        });
    ReadReport report =
        ReadReport.of(
            name(),
            "the first number of each line",
            "indices " + found.first() + " to " + (found.first() + dimension - 1));
    return buffers.build(Optional.empty(), rows.noticed(report, "the first number of each line"));
  }

  private static int dimension(InputPath input, ReadOptions options, Labels found) {
    List<String> given = options.columns().featureColumns();
    if (given.isEmpty()) {
      return found.dimension();
    }
    boolean number = given.size() == 1 && given.get(0).matches("[1-9][0-9]{0,7}");
    int dimension = number ? Integer.parseInt(given.get(0)) : 0;
    if (dimension < found.dimension() || dimension > MOST_FEATURES) {
      throw JobException.usage(
          String.format(
              Locale.ROOT,
              "%s: --feature-columns %s is not the number of features of a libsvm file that has %d; give"
                  + " that number or a larger one",
              input.name(),
              String.join(",", given),
              found.dimension()));
    }
    return dimension;
  }

  private static void fill(double[] features, Line line, int first) {
    Arrays.fill(features, 0);
    for (int k = 1; k < line.words.length; k++) {
      features[line.index(k) - first] = line.value(k);
    }
  }
}
