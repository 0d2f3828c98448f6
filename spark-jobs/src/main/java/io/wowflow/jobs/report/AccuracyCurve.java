package io.wowflow.jobs.report;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.conf.JobException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * Reads {@code accuracy.csv}: the columns {@code step} and {@code accuracy}, others are ignored.
 */
public final class AccuracyCurve {
  private AccuracyCurve() {}

  /**
   * Reads a curve.
   *
   * @param csv the text
   * @param name the file's name in messages
   * @return its points by step
   * @throws JobException (input) if a column is missing or a value is not a number
   */
  public static List<RunReport.Point> parse(String csv, String name) {
    List<RunReport.Point> out = new ArrayList<>();
    try (CsvReader<NamedCsvRecord> lines = CsvReader.builder().ofNamedCsvRecord(csv)) {
      for (NamedCsvRecord line : lines) {
        out.add(
            new RunReport.Point(
                Integer.parseInt(line.getField("step")),
                Double.parseDouble(line.getField("accuracy"))));
      }
    } catch (CsvParseException | IllegalArgumentException | NoSuchElementException e) {
      throw bad(name, e);
    } catch (IOException e) {
      throw new UncheckedIOException("text in memory cannot fail", e);
    }
    out.sort(Comparator.comparingInt(RunReport.Point::step));
    return out;
  }

  private static JobException bad(String name, RuntimeException e) {
    return JobException.of(
        ExitCode.INPUT,
        name
            + " is not an accuracy curve ("
            + e.getMessage()
            + "); it needs numbers in the columns step and accuracy: run the flow again with"
            + " --evaluate-with",
        e);
  }
}
