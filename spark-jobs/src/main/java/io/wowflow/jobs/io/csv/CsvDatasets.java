package io.wowflow.jobs.io.csv;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.jobs.io.dataset.Units;
import io.wowflow.jobs.io.parquet.RowColumns;
import io.wowflow.jobs.io.parquet.RowDatasets;
import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.data.LabelledDataset;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Writes datasets as CSV. */
public final class CsvDatasets {
  private static final double MOST_WHOLE = 1L << 53;

  private CsvDatasets() {}

  /**
   * Writes {@code label}, {@code id}, {@code weight} if some class is not uniform, and a column for
   * each feature; class after class, numbers by {@link Float#toString(float)}, which reads back to
   * the same bits, or with the digits of a 64-bit float where a feature is centred, see {@link
   * Units}.
   *
   * @param loaded the dataset
   * @param out where to, not closed
   * @throws IOException if the stream fails
   */
  public static void write(LoadedDataset loaded, OutputStream out) throws IOException {
    LabelledDataset dataset = loaded.dataset();
    boolean weighted = RowDatasets.isWeighted(dataset);
    CsvWriter csv =
        CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(out, StandardCharsets.UTF_8);
    header(csv, weighted, dataset.dimension());
    for (int c = 0; c < dataset.classCount(); c++) {
      LabelledClass of = dataset.get(c);
      FloatMatrix samples = of.samples();
      for (int i = 0; i < of.size(); i++) {
        CsvWriter.CsvWriterRecord line = csv.writeRecord();
        line.writeField(of.label());
        line.writeField(Long.toString(loaded.ids().get(c)[i]));
        if (weighted) {
          line.writeField(Double.toString(of.weight(i)));
        }
        for (int j = 0; j < of.dimension(); j++) {
          line.writeField(number(loaded.units(), j, samples.get(i, j)));
        }
        line.endRecord();
      }
    }
    csv.flush();
  }

  private static void header(CsvWriter csv, boolean weighted, int dimension) {
    CsvWriter.CsvWriterRecord line = csv.writeRecord();
    line.writeField(RowColumns.LABEL).writeField(RowColumns.ID);
    if (weighted) {
      line.writeField(RowColumns.WEIGHT);
    }
    for (int j = 0; j < dimension; j++) {
      line.writeField("f" + j);
    }
    line.endRecord();
  }

  private static String number(Units units, int j, float kept) {
    if (units.offset(j) == 0 && units.exponent() == 0) {
      return number(kept);
    }
    double value = units.value(j, kept);
    // Whole numbers, such as seconds, as they are usually written.
    return value == Math.rint(value) && Math.abs(value) < MOST_WHOLE
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  private static String number(float value) {
    // Half of most pictures: 0 rather than 0.0.
    return value == 0 && 1 / value > 0 ? "0" : Float.toString(value);
  }
}
