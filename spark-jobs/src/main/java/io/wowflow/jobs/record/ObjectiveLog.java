package io.wowflow.jobs.record;

import io.wowflow.jobs.conf.JobException;
import io.wowflow.math.internal.Guard;
import java.util.ArrayList;
import java.util.List;

/**
 * The objective along a flow, as {@code objective.csv}: {@code step,objective,seconds} and, where
 * requested, {@code state_hash}. Numbers are written by {@link Double#toString(double)}, lines end
 * in a line feed.
 *
 * <p>Not safe for use by several threads.
 */
public final class ObjectiveLog {
  private static final String HEADER = "step,objective,seconds";
  private static final String HASH_COLUMN = ",state_hash";

  private final boolean withStateHash;
  private final List<Row> rows;

  private ObjectiveLog(boolean withStateHash, List<Row> rows) {
    this.withStateHash = withStateHash;
    this.rows = rows;
  }

  /**
   * One row.
   *
   * @param step k, at least 0
   * @param objective the objective of X_k with the directions of step k
   * @param seconds since the flow began
   * @param stateHash the fingerprint of X_k, or null when it was not requested
   */
  public record Row(int step, double objective, double seconds, String stateHash) {}

  /**
   * A log without rows.
   *
   * @param withStateHash whether there is a column of state hashes
   * @return the log
   */
  public static ObjectiveLog empty(boolean withStateHash) {
    return new ObjectiveLog(withStateHash, new ArrayList<>());
  }

  /**
   * The log of a run that resumes from a snapshot: the rows of this one without those of later
   * steps.
   *
   * @param step the step of the snapshot
   * @return a new log
   */
  public ObjectiveLog upTo(int step) {
    List<Row> kept = new ArrayList<>(rows);
    kept.removeIf(row -> row.step() > step);
    return new ObjectiveLog(withStateHash, kept);
  }

  /**
   * Appends a row. A row of the same step as the last one replaces it: a resumed flow reports the
   * step of its snapshot again.
   *
   * @param row the row
   * @throws IllegalArgumentException if its step is negative or before the last row's
   */
  public void add(Row row) {
    Guard.that(row.step() >= 0, "the step of a row must not be negative, was " + row.step());
    if (!rows.isEmpty()) {
      int last = rows.get(rows.size() - 1).step();
      Guard.that(row.step() >= last, "rows go by step: " + row.step() + " cannot follow " + last);
      if (row.step() == last) {
        rows.remove(rows.size() - 1);
      }
    }
    rows.add(row);
  }

  /**
   * The rows, by step.
   *
   * @return an unmodifiable copy
   */
  public List<Row> rows() {
    return List.copyOf(rows);
  }

  /**
   * The text of {@code objective.csv}.
   *
   * @return a header and one line per row
   */
  public String toCsv() {
    StringBuilder out = new StringBuilder(HEADER);
    out.append(withStateHash ? HASH_COLUMN : "").append('\n');
    for (Row row : rows) {
      out.append(row.step()).append(',').append(row.objective()).append(',').append(row.seconds());
      if (withStateHash) {
        out.append(',').append(row.stateHash() == null ? "" : row.stateHash());
      }
      out.append('\n');
    }
    return out.toString();
  }

  /**
   * Reads a text that {@link #toCsv} wrote.
   *
   * @param csv the text
   * @param name the name of the text in messages: its path
   * @return the log
   * @throws JobException (input) if the header or a row is not as {@link #toCsv} writes them
   */
  public static ObjectiveLog parse(String csv, String name) {
    List<String> lines = csv.lines().toList();
    String header = lines.isEmpty() ? "" : lines.get(0);
    boolean withStateHash = header.equals(HEADER + HASH_COLUMN);
    if (!withStateHash && !header.equals(HEADER)) {
      throw JobException.input(
          name + ": the header must be '" + HEADER + "', was '" + header + "'");
    }
    ObjectiveLog log = empty(withStateHash);
    for (int line = 1; line < lines.size(); line++) {
      try {
        log.add(row(lines.get(line), withStateHash));
      } catch (IllegalArgumentException e) {
        throw JobException.input(
            name + ", line " + (line + 1) + ": '" + lines.get(line) + "': " + e.getMessage());
      }
    }
    return log;
  }

  private static Row row(String line, boolean withStateHash) {
    String[] fields = line.split(",", -1);
    Guard.size("number of fields", withStateHash ? 4 : 3, fields.length);
    String hash = withStateHash && !fields[3].isEmpty() ? fields[3] : null;
    return new Row(
        Integer.parseInt(fields[0]),
        Double.parseDouble(fields[1]),
        Double.parseDouble(fields[2]),
        hash);
  }
}
