package io.wowflow.jobs.record;

import java.util.List;

/**
 * The label of each source class and the cost of its matching, as {@code matching.csv}: {@code
 * source_class,label,cost}. Fields with commas, quotes or line ends are quoted as in RFC 4180;
 * lines end in a line feed.
 *
 * @param rows one row per source class, in the order of the classes
 */
public record MatchingTable(List<Row> rows) {
  /** Copies the rows. */
  public MatchingTable {
    rows = List.copyOf(rows);
  }

  /**
   * One row.
   *
   * @param sourceClass label of the source class
   * @param label label of the target class that it was matched with
   * @param cost the cost between the two
   */
  public record Row(String sourceClass, String label, double cost) {}

  /**
   * The text of {@code matching.csv}.
   *
   * @return a header and one line per row; numbers by {@link Double#toString(double)}
   */
  public String toCsv() {
    StringBuilder out = new StringBuilder("source_class,label,cost\n");
    for (Row row : rows) {
      out.append(field(row.sourceClass())).append(',').append(field(row.label()));
      out.append(',').append(row.cost()).append('\n');
    }
    return out.toString();
  }

  /** A field of a line, quoted where it must be. */
  static String field(String text) {
    boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}
