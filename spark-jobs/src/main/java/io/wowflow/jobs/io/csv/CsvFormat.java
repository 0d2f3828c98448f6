package io.wowflow.jobs.io.csv;

import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.jobs.io.place.DatasetFormat;
import io.wowflow.jobs.io.place.Gzip;
import io.wowflow.jobs.io.place.InputPath;
import io.wowflow.jobs.io.rows.ClassBuffers;
import io.wowflow.jobs.io.rows.ReadOptions;
import io.wowflow.jobs.io.rows.RowPlan;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * CSV, compressed by gzip or not: one sample a line, the label in the column {@code label}, else in
 * the first; {@code weight} and {@code id}, optional; every other column is a feature. Numbers keep
 * their values. Labels are integers if all are written so.
 */
public final class CsvFormat implements DatasetFormat {
  private static final int HEAD_BYTES = 4096;

  @Override
  public String name() {
    return "csv";
  }

  @Override
  public String signature() {
    return "csv: text, compressed by gzip or not, with commas in its first line";
  }

  @Override
  public boolean recognises(InputPath input) throws IOException {
    if (input.isDirectory()) {
      return false;
    }
    byte[] head = input.head(HEAD_BYTES);
    if (!Gzip.isGzip(head)) {
      return isText(head);
    }
    try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(head))) {
      byte[] plain = new byte[HEAD_BYTES];
      // One read gives what the first block holds; the head need not hold a whole stream.
      int length = Math.max(0, gzip.read(plain));
      return isText(Arrays.copyOf(plain, length));
    } catch (EOFException | ZipException e) {
      // Too damaged to recognise by content: the name decides, and reading reports the damage.
      return input.path().getName().toLowerCase(Locale.ROOT).endsWith(".csv.gz");
    }
  }

  private static boolean isText(byte[] head) {
    boolean firstLine = true;
    boolean comma = false;
    for (byte b : head) {
      if (b >= 0 && b < ' ' && b != '\n' && b != '\r' && b != '\t') {
        return false;
      }
      firstLine &= b != '\n' && b != '\r';
      comma |= firstLine && b == ',';
    }
    return comma;
  }

  @Override
  public LoadedDataset read(InputPath input, ReadOptions options) throws IOException {
    input.refuseSplit("a CSV file");
    CsvFile file = new CsvFile(input);
    CsvColumns columns = file.columns();
    CsvTable table = CsvTable.of(file, columns, input.name());
    RowPlan plan = RowPlan.of(table.rows(), options);
    ClassBuffers buffers = new ClassBuffers(plan, columns.dimension());
    IntPredicate wanted = row -> row < table.size() && plan.keeps(table.rank(row));
    CsvCells cells = new CsvCells(columns, input.name(), wanted);
    file.forEach(
        cells,
        line -> {
          if (wanted.test(line.row())) {
            buffers.put(table.rank(line.row()), line.features());
          }
        });
    return buffers.build(Optional.empty(), columns.report(name()));
  }
}
