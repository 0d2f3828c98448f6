package io.wowflow.jobs.io.csv;

import static io.wowflow.jobs.io.Readings.labels;
import static io.wowflow.jobs.io.Readings.read;
import static io.wowflow.jobs.io.Readings.refusal;
import static io.wowflow.jobs.io.Readings.samples;
import static org.assertj.core.api.Assertions.assertThat;

import io.wowflow.jobs.Needs;
import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.conf.InputConf;
import io.wowflow.jobs.io.dataset.LabelKind;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.jobs.io.rows.ReadOptions;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LibsvmFormatTest {
  private static final ReadOptions ALL = ReadOptions.defaults();

  @TempDir Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("a.svm"), text);
  }

  private static ReadOptions features(String... given) {
    return ALL.withColumns(
        new InputConf.Columns(
            Optional.empty(),
            List.of(given),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty()));
  }

  @Test
  void theFileOfTheField() throws IOException {
    Path file = Needs.fieldInputs().resolve("libsvm.txt");
    LoadedDataset loaded = read(file);
    assertThat(loaded.labelKind()).isEqualTo(LabelKind.INTEGER);
    int[] next = new int[loaded.dataset().classCount()];
    for (String line : Files.readAllLines(file)) {
      String[] words = line.strip().split(" ", -1);
      int c = labels(loaded).indexOf(words[0]);
      float[] row = new float[4];
      for (int k = 1; k < words.length; k++) {
        String[] pair = words[k].split(":", -1);
        row[Integer.parseInt(pair[0]) - 1] = Float.parseFloat(pair[1]);
      }
      for (int j = 0; j < 4; j++) {
        assertThat(samples(loaded, words[0])[4 * next[c] + j]).isEqualTo(row[j]);
      }
      next[c]++;
    }
    assertThat(loaded.line())
        .startsWith(
            "libsvm; labels from the first number of each line; 4 features from indices 1 to 4;");
  }

  @Test
  void whatIsNotThereIsZeroAndCommentsAreNotRead() throws IOException {
    String text = "# by hand\n\n+1 2:0.5 4:-1e-3 # one\n-1.0\n1 1:3\n";
    LoadedDataset loaded = read(file(text));
    assertThat(labels(loaded)).containsExactly("-1", "1");
    assertThat(samples(loaded, "1")).containsExactly(0, 0.5f, 0, -1e-3f, 3, 0, 0, 0);
    assertThat(samples(loaded, "-1")).containsExactly(0, 0, 0, 0);

    Path zipped = folder.resolve("b.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(zipped))) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    assertThat(samples(read(zipped), "1")).isEqualTo(samples(loaded, "1"));
  }

  @Test
  void indicesBeginWithZeroWhereOneIsZero() throws IOException {
    LoadedDataset loaded = read(file("1 0:7\n2 2:9\n"));
    assertThat(samples(loaded, "1")).containsExactly(7, 0, 0);
    assertThat(loaded.report().features()).isEqualTo("indices 0 to 2");
  }

  @Test
  void aFileMayLackTheLastFeaturesOfAnother() throws IOException {
    String file = file("1 1:7\n2 2:9\n").toString();
    assertThat(samples(read(file, features("4")), "2")).containsExactly(0, 9, 0, 0);
    refusal(ExitCode.USAGE, () -> read(file, features("1"))).contains("that has 2");
    refusal(ExitCode.USAGE, () -> read(file, features("a", "b"))).contains("--feature-columns a,b");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 2:1 1:2 | line 1: '1:2'; features are index:value, with ascending indices",
        "1 1:2\\n1 x:3 | line 2: 'x:3'; features are index:value",
        "1 1:2\\n1 3 | line 2: '3'; features are index:value",
        "1 1:2\\n1 1:0x1p3 | line 2: '1:0x1p3'; values are finite numbers",
        "1 1:2\\n1 1:NaN | line 2: '1:NaN'; values are finite numbers",
        "1 1:2\\n1 1:2f | line 2: '1:2f'; values are finite numbers",
        "1 1:2\\na 1:2 | line 2: 'a'; a line begins with a label",
        "1,2 1:2 | line 1: '1,2'; several labels of one sample are not read",
        "1 qid:3 1:2 | line 1: 'qid:3'; queries of a ranking are no classes",
        "1 1:2\\n1 999999999999:2 | line 2: '999999999999:2'; features are index:value"
      })
  void linesThatCannotBe(String text, String found) throws IOException {
    Path file = file(text.replace("\\n", "\n"));
    refusal(ExitCode.INPUT, () -> read(file)).contains("a.svm, " + found);
  }

  @Test
  void itIsNoCsv() throws IOException {
    for (String text :
        new String[] {
          "0 1:0.5 7:2\n1 2:0.5\n", "0\n1 2:0.5\n", "# Generated by dump_svmlight_file\n1 2:5\n"
        }) {
      String file = file(text).toString();
      refusal(ExitCode.INPUT, () -> read(file, ALL.withFormat("csv")))
          .contains("a.svm is text of libsvm");
      assertThat(read(file, ALL).report().format()).isEqualTo("libsvm");
    }
    Files.writeString(folder.resolve("times.csv"), "label;at\na;12:30:00\n");
    refusal(ExitCode.INPUT, () -> read(folder.resolve("times.csv"))).contains("'12:30:00'");
  }

  @Test
  void optionsOfColumnsAndSplitsDoNotApply() throws IOException {
    Path file = file("1 1:2\n2 1:3\n");
    refusal(ExitCode.USAGE, () -> read(file + "#train", ALL)).contains("#train");
    InputConf.Columns label =
        new InputConf.Columns(
            Optional.of("y"),
            List.of(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    refusal(ExitCode.USAGE, () -> read(file.toString(), ALL.withColumns(label)))
        .contains("--label-column does not apply");
  }
}
