package io.wowflow.jobs.io.csv;

import static io.wowflow.jobs.io.Readings.labels;
import static io.wowflow.jobs.io.Readings.read;
import static io.wowflow.jobs.io.Readings.refusal;
import static io.wowflow.jobs.io.Readings.samples;
import static io.wowflow.jobs.io.binary.IdxBytes.gzip;
import static io.wowflow.jobs.io.csv.CsvOptions.columns;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.jobs.io.dataset.Split;
import io.wowflow.jobs.io.rows.ReadOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders of CSV files. */
class CsvPartsTest {
  @TempDir Path directory;

  private void put(String name, String text) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    byte[] bytes = text.getBytes(UTF_8);
    Files.write(file, name.endsWith(".gz") ? gzip(bytes) : bytes);
  }

  private LoadedDataset folder(CsvOptions said) {
    return read(directory.toString(), ReadOptions.defaults().withColumns(said.build()));
  }

  @Test
  void partsAreOneDatasetInTheOrderOfTheirNames() throws IOException {
    put("part-00002-x.csv", "label,x\nv,5\nu,6\n");
    put("part-00000-x.csv.gz", "label,x\nu,1\nv,2\n");
    put("part-00001-x.csv", "label,x\n");
    put("part-00003-x.csv", "");
    put("part-00004-x.csv.gz", "");
    put("_SUCCESS", "");
    put("._SUCCESS.crc", "x");
    put("README.md", "label,x\nu,100\n");
    LoadedDataset loaded = read(directory);
    assertThat(samples(loaded, "u")).containsExactly(1, 6);
    assertThat(samples(loaded, "v")).containsExactly(2, 5);
    assertThat(loaded.ids().get(0)).containsExactly(0, 3);
    assertThat(loaded.report().features()).isEqualTo("column 'x' of 4 files");
    assertThat(loaded.report().split()).isEmpty();
    assertThat(
            read(directory.toString(), ReadOptions.defaults().withFormat("csv"))
                .dataset()
                .classCount())
        .isEqualTo(2);
  }

  @Test
  void partsMayHaveNoHeader() throws IOException {
    put("part-0.csv", "1.5,u\n2.5,v\n");
    put("part-1.csv", "3.5,u\n");
    refusal(ExitCode.INPUT, () -> read(directory)).contains("part-0.csv").contains("--header no");
    assertThat(samples(folder(columns().label("2")), "u")).containsExactly(1.5f, 3.5f);
  }

  @Test
  void otherHeadersAreRefused() throws IOException {
    put("a.csv", "label,x,y\nu,1,2\n");
    put("b.csv", "label,y,x\nu,1,2\n");
    refusal(ExitCode.INPUT, () -> read(directory))
        .contains("/b.csv: its first line is not the header of " + directory + "/a.csv")
        .contains("it has 'y' in the place of column 'x'");
    put("b.csv", "label,x\nu,1\n");
    refusal(ExitCode.INPUT, () -> read(directory)).contains("it has 2 cells, not 3");
    put("b.csv", "u,1,2\n");
    refusal(ExitCode.INPUT, () -> read(directory))
        .contains("it has 'u' in the place of column 'label'");
    put("b.csv", "label;x;y\nu;1;2\n");
    refusal(ExitCode.INPUT, () -> read(directory)).contains("it has 1 cell, not 3");
  }

  @Test
  void faultsNameTheFile() throws IOException {
    put("a.csv", "label,x,id\nu,1,7\n");
    put("b.csv", "label,x,id\nu,1,8\nu,bad,9\n");
    refusal(ExitCode.INPUT, () -> read(directory)).contains("/b.csv, line 3, column 'x' is 'bad'");
    put("b.csv", "label,x,id\nu,1,8\nu,2,7\n");
    refusal(ExitCode.INPUT, () -> read(directory))
        .contains(directory + ", b.csv, line 3: id 7 is that of a.csv, line 2 already");
    put("b.csv", "label,x,id\n");
    put("c.csv", "label,x,id\nu,2,7\n");
    refusal(ExitCode.INPUT, () -> read(directory)).contains("c.csv, line 2: id 7 is that of a.csv");
  }

  @Test
  void splitsAreNeverMixed() throws IOException {
    put("mnist_train.csv", "label,x\nu,1\n");
    put("mnist_test.csv", "label,x\nu,2\n");
    refusal(ExitCode.USAGE, () -> read(directory)).contains("several splits").contains("#train");
    LoadedDataset train = read(directory + "#train", ReadOptions.defaults());
    assertThat(samples(train, "u")).containsExactly(1);
    assertThat(train.report().split()).hasValue(Split.TRAIN);
    assertThat(samples(read(directory + "#test", ReadOptions.defaults()), "u")).containsExactly(2);
    refusal(ExitCode.USAGE, () -> read(directory + "#val", ReadOptions.defaults()))
        .contains("has no split #val");
    put("sample_submission.csv", "Id,Category\n1,0\n");
    assertThat(samples(read(directory + "#test", ReadOptions.defaults()), "u")).containsExactly(2);
    Files.delete(directory.resolve("mnist_test.csv"));
    refusal(ExitCode.USAGE, () -> read(directory)).contains("#train");
    Files.delete(directory.resolve("sample_submission.csv"));
    assertThat(samples(read(directory), "u")).containsExactly(1);
  }

  @Test
  void foldersOfSplitsAreRead() throws IOException {
    put("train/part-0.csv", "label,x\nu,1\n");
    put("train/part-1.csv", "label,x\nu,3\n");
    put("split=validation/part-0.csv", "label,x\nu,2\n");
    assertThat(samples(read(directory + "#train", ReadOptions.defaults()), "u"))
        .containsExactly(1, 3);
    assertThat(samples(read(directory + "#validation", ReadOptions.defaults()), "u"))
        .containsExactly(2);
    refusal(ExitCode.USAGE, () -> read(directory)).contains("#validation");
  }

  @Test
  void otherFoldersAreNamed() throws IOException {
    put("label=01/part-0.csv", "x\n1\n");
    put("label=1/part-0.csv", "x\n1\n");
    refusal(ExitCode.INPUT, () -> read(directory))
        .contains("has CSV files in its folders only (label=01, label=1)")
        .contains("as Parquet");
  }

  @Test
  void aCompressedTwinIsNotReadAgain() throws IOException {
    put("a.csv", "label,x\nu,1\n");
    put("a.csv.gz", "label,x\nu,1\n");
    assertThat(read(directory).dataset().sampleCount()).isEqualTo(1);
  }

  @Test
  void aFileOrPartsWithoutSplitsHaveNone() throws IOException {
    put("a.csv", "label,x\nu,1\n");
    refusal(ExitCode.USAGE, () -> read(directory + "/a.csv#train", ReadOptions.defaults()))
        .contains("a CSV file has no splits");
    refusal(ExitCode.USAGE, () -> read(directory + "#train", ReadOptions.defaults()))
        .contains("has no splits");
    assertThat(labels(read(directory))).containsExactly("u");
  }
}
