package io.wowflow.jobs.io.csv;

import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.jobs.io.place.DatasetFormat;
import io.wowflow.jobs.io.place.InputPath;
import io.wowflow.jobs.io.rows.ClassBuffers;
import io.wowflow.jobs.io.rows.ReadOptions;
import io.wowflow.jobs.io.rows.RowPlan;
import java.io.IOException;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * CSV, compressed by gzip or not, a file or a folder of them: one sample a line, the columns by the
 * options or by their known names ({@link CsvColumns}), the delimiter by the first lines ({@link
 * CsvStart}). Numbers keep their values. Labels are integers if all are integers, also those
 * written {@code 3.0}; else text. Text that is not CSV is recognised too, so that its refusal names
 * what it is.
 */
public final class CsvFormat implements DatasetFormat {
  @Override
  public String name() {
    return "csv";
  }

  @Override
  public String signature() {
    return "csv: text with , ; | tab or space between its cells, or a folder of .csv or .tsv files,"
        + " compressed by gzip or not";
  }

  @Override
  public boolean recognises(InputPath input) throws IOException {
    return input.isDirectory()
        ? CsvParts.isFolder(input)
        : new CsvFile(input, input.path(), input.name()).isText();
  }

  @Override
  public LoadedDataset read(InputPath input, ReadOptions options) throws IOException {
    CsvParts parts = CsvParts.of(input);
    CsvColumns columns = parts.columns(options.columns(), options.unlabelled());
    CsvTable table = CsvTable.of(parts, columns, input.name());
    RowPlan plan = RowPlan.of(table.rows(), options);
    ClassBuffers buffers = new ClassBuffers(plan, columns.dimension()).named(columns::featureName);
    IntPredicate wanted = row -> row < table.size() && plan.keeps(table.rank(row));
    for (int part = 0; part < parts.files().size(); part++) {
      CsvFile file = parts.files().get(part);
      CsvCells cells =
          new CsvCells(
              columns, file, columns.where(), table.firstRow(part), wanted, CountingColumns.none());
      file.forEach(
          cells,
          line -> {
            if (wanted.test(line.row())) {
              line.putInto(buffers, table.rank(line.row()));
            }
          });
    }
    return buffers.build(Optional.empty(), table.report(name()));
  }
}
