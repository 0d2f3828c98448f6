package io.wowflow.jobs.record;

import io.wowflow.math.mmd.Reweighting;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The weight of each source class at the start and at the end of a flow that reweights its classes,
 * as {@code weights.csv}: {@code source_class,weight_at_start,weight_at_end,faded}. A class that
 * has faded is not in the result.
 *
 * @param rows one row per source class, in the order of the classes
 */
public record WeightTable(List<Row> rows) {
  private static final int MOST_NAMED = 20;

  /** Copies the rows. */
  public WeightTable {
    rows = List.copyOf(rows);
  }

  /**
   * One row.
   *
   * @param sourceClass label of the source class
   * @param start its weight at step 0
   * @param end its weight at the last step
   * @param faded true if the weight at the end is below {@link Reweighting#FADED}
   */
  public record Row(String sourceClass, double start, double end, boolean faded) {
    /**
     * The row of a class.
     *
     * @param sourceClass its label
     * @param start its weight at step 0
     * @param end its weight at the last step
     * @return the row
     */
    public static Row of(String sourceClass, double start, double end) {
      return new Row(sourceClass, start, end, Reweighting.isFaded(end));
    }
  }

  /**
   * The classes that are not in the result.
   *
   * @return their labels, in the order of the classes
   */
  public List<String> faded() {
    return rows.stream().filter(Row::faded).map(Row::sourceClass).toList();
  }

  /**
   * The table in one sentence, without its end: the range of the weights, and the classes that have
   * faded, at most 20 of them by name.
   *
   * @return the sentence
   */
  public String text() {
    List<String> faded = faded();
    double least =
        rows.stream().filter(row -> !row.faded).mapToDouble(Row::end).min().getAsDouble();
    double most = rows.stream().mapToDouble(Row::end).max().getAsDouble();
    String range =
        String.format(Locale.ROOT, "class weights at the end: %.3g to %.3g", least, most);
    if (faded.isEmpty()) {
      return range + "; no class has faded";
    }
    String names =
        faded.stream()
            .limit(MOST_NAMED)
            .map(name -> "'" + name + "'")
            .collect(Collectors.joining(", "));
    String more = faded.size() > MOST_NAMED ? " and " + (faded.size() - MOST_NAMED) + " more" : "";
    return range
        + "; "
        + faded.size()
        + " of "
        + rows.size()
        + " source classes have faded (weight below "
        + Reweighting.FADED
        + ") and are left out of the output: "
        + names
        + more;
  }

  /**
   * The text of {@code weights.csv}.
   *
   * @return a header and one line per row; numbers by {@link Double#toString(double)}
   */
  public String toCsv() {
    StringBuilder out = new StringBuilder("source_class,weight_at_start,weight_at_end,faded\n");
    for (Row row : rows) {
      out.append(MatchingTable.field(row.sourceClass())).append(',').append(row.start());
      out.append(',').append(row.end()).append(',').append(row.faded()).append('\n');
    }
    return out.toString();
  }
}
