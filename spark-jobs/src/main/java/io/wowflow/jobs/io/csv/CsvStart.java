package io.wowflow.jobs.io.csv;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.io.rows.KnownNames;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The first lines of a CSV file, cut into cells.
 *
 * <p>The delimiter is the one of {@code , tab ; |} and whitespace that gives the first line at
 * least two cells and the other lines as many, with the largest part of numbers; the first of them
 * where several do. So {@code 1,5;2,5} has two cells.
 *
 * @param delimiter between cells; a space stands for any run of spaces and tabs
 * @param lines at least one
 */
record CsvStart(char delimiter, List<Line> lines) {
  private static final List<Character> DELIMITERS = List.of(',', '\t', ';', '|', ' ');
  private static final Set<String> MISSING =
      Set.of("", "nan", "na", "n/a", "null", "none", "?", "inf", "-inf", "infinity", "-infinity");

  /**
   * A line.
   *
   * @param number in the file, from 1
   * @param cells without the whitespace around them
   */
  record Line(long number, List<String> cells) {}

  /**
   * Cuts the first lines of a file.
   *
   * @param head whole lines, but for the last if the file goes on
   * @param goesOn whether the file is longer
   * @param given the delimiter, where the user gave it
   * @param where the file's name in messages
   * @throws JobException (input) if nothing is a delimiter; (usage) if the given one cannot be
   */
  static CsvStart of(String head, boolean goesOn, Optional<Character> given, String where) {
    if (given.isPresent()) {
      if ("\"\r\n".indexOf(given.get()) >= 0) {
        throw JobException.usage("--delimiter " + given.get() + " is a quote or ends a line");
      }
      List<Line> lines = cut(head, goesOn, given.get());
      if (lines.isEmpty() || lines.get(0).cells().size() < 2) {
        throw JobException.input(
            String.format(
                Locale.ROOT,
                "%s, line 1: --delimiter %s is not in it, so that there is one column only; a"
                    + " dataset needs labels and features",
                where,
                name(given.get())));
      }
      return new CsvStart(given.get(), lines);
    }
    CsvStart best = null;
    double most = -1;
    for (char delimiter : DELIMITERS) {
      List<Line> lines = cut(head, goesOn, delimiter);
      if (!lines.isEmpty() && lines.get(0).cells().size() >= 2) {
        double score = numbers(lines, delimiter);
        // Tabs among spaces are space between aligned columns.
        boolean aligned =
            delimiter == ' ' && score == most && (head.contains(" \t") || head.contains("\t "));
        if (score > most || (aligned && best != null && best.delimiter == '\t')) {
          most = score;
          best = new CsvStart(delimiter, lines);
        }
      }
    }
    // Words between spaces are prose.
    if (best == null
        || (most == 0 && best.delimiter == ' ' && KnownNames.label(best.first()).isEmpty())) {
      throw JobException.input(
          where
              + " is text, but no table: none of , ; | tab and space parts its first lines into"
              + " equally many cells; name what does with --delimiter");
    }
    return best;
  }

  private static List<Line> cut(String head, boolean goesOn, char delimiter) {
    List<Line> lines = new ArrayList<>();
    try {
      for (CsvRecord line :
          CsvFile.reader(CsvRecordHandler.of(), new StringReader(head), delimiter)) {
        List<String> cells = line.getFields().stream().map(String::strip).toList();
        lines.add(new Line(line.getStartingLineNumber(), cells));
      }
    } catch (CsvParseException e) {
      // Another delimiter's quotes, or a fault that reading reports: a line that fits nothing.
      lines.add(new Line(lines.size() + 1L, List.of()));
      return lines;
    }
    return goesOn && lines.size() > 1 ? lines.subList(0, lines.size() - 1) : lines;
  }

  /**
   * The part of numbers in the lines after the first that have as many cells, from 0 to 1. Lines
   * with one cell more count half: R writes names of rows below no name.
   */
  private static double numbers(List<Line> lines, char delimiter) {
    List<Line> rows = lines.size() == 1 ? lines : lines.subList(1, lines.size());
    int cells = lines.get(0).cells().size();
    double sum = 0;
    for (Line row : rows) {
      int more = row.cells().size() - cells;
      if (more == 0 || more == 1) {
        sum +=
            row.cells().stream()
                    .filter(cell -> isNumber(delimiter == ',' ? cell : cell.replace(',', '.')))
                    .count()
                / (double) cells
                / (1 + more);
      }
    }
    return sum / rows.size();
  }

  /** The cells of the first line. */
  List<String> first() {
    return lines.get(0).cells();
  }

  /** The lines after the first. */
  List<Line> rest() {
    return lines.subList(1, lines.size());
  }

  /** Whether some line after the first has a number in a column, also with a decimal comma. */
  boolean hasNumber(int column) {
    return rest().stream()
        .anyMatch(
            line ->
                column < line.cells().size()
                    && isNumber(line.cells().get(column).replace(',', '.')));
  }

  /** Whether every line after the first that has something in a column has text there. */
  boolean isText(int column, List<Line> of) {
    return of.stream()
            .allMatch(
                line ->
                    column >= line.cells().size()
                        || isMissing(line.cells().get(column))
                        || !isNumber(line.cells().get(column).replace(',', '.')))
        && of.stream()
            .anyMatch(line -> column < line.cells().size() && !isMissing(line.cells().get(column)));
  }

  /** Whether every line after the first is empty in a column. */
  boolean isEmpty(int column) {
    return rest().stream()
        .allMatch(line -> column >= line.cells().size() || line.cells().get(column).isEmpty());
  }

  /** The delimiter in messages. */
  static String name(char delimiter) {
    return switch (delimiter) {
      case '\t' -> "tab";
      case ' ' -> "space";
      default -> "'" + delimiter + "'";
    };
  }

  static boolean isMissing(String cell) {
    return MISSING.contains(cell.toLowerCase(Locale.ROOT));
  }

  static boolean isNumber(String cell) {
    if (cell.isEmpty() || cell.charAt(cell.length() - 1) > '9' || isMissing(cell)) {
      return false;
    }
    try {
      Double.parseDouble(cell);
      return true;
    } catch (NumberFormatException e) {
      return false;
    }
  }
}
