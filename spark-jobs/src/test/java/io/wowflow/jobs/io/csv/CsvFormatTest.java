package io.wowflow.jobs.io.csv;

import static io.wowflow.jobs.io.Readings.labels;
import static io.wowflow.jobs.io.Readings.ofLabel;
import static io.wowflow.jobs.io.Readings.read;
import static io.wowflow.jobs.io.Readings.refusal;
import static io.wowflow.jobs.io.Readings.samples;
import static io.wowflow.jobs.io.binary.IdxBytes.gzip;
import static io.wowflow.jobs.io.csv.CsvOptions.columns;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.io.dataset.LabelKind;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.jobs.io.rows.ReadOptions;
import io.wowflow.jobs.io.rows.SampleDraw;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvFormatTest {
  private static final ReadOptions ALL = ReadOptions.defaults();

  @TempDir Path directory;

  private Path file() {
    return directory.resolve("data.csv");
  }

  private LoadedDataset csv(String text) throws IOException {
    return read(Files.writeString(file(), text));
  }

  private LoadedDataset csv(String text, CsvOptions columns) throws IOException {
    Files.writeString(file(), text);
    return read(file().toString(), ALL.withColumns(columns.build()));
  }

  private AbstractStringAssert<?> refused(String text) {
    return refusal(ExitCode.INPUT, () -> csv(text)).contains(file().toString());
  }

  @Test
  void theColumnLabelIsFoundAnywhere() throws IOException {
    LoadedDataset loaded = csv("f0,label,f1\n1.5,7,-2\n3,10,4e2\n0.1,7,16777217\n");
    assertThat(labels(loaded)).containsExactly("7", "10");
    assertThat(loaded.labelKind()).isEqualTo(LabelKind.INTEGER);
    assertThat(samples(loaded, "7")).containsExactly(1.5f, -2f, 0.1f, 16777216f);
    assertThat(samples(loaded, "10")).containsExactly(3f, 400f);
    assertThat(loaded.ids().get(0)).containsExactly(0, 2);
    assertThat(loaded.shape()).isEmpty();
  }

  @Test
  void weightsAndIdsAreRead() throws IOException {
    LoadedDataset loaded = csv("id,x,weight,label\n30,3,1,a\n-10,1,2,a\n20,2,1,a\n");
    assertThat(samples(loaded, "a")).containsExactly(1f, 2f, 3f);
    assertThat(loaded.ids().get(0)).containsExactly(-10, 20, 30);
    assertThat(ofLabel(loaded, "a").weights()).containsExactly(0.5, 0.25, 0.25);
  }

  @Test
  void windowsFilesAreReadToo() throws IOException {
    LoadedDataset loaded = csv("\uFEFFlabel,x\r\n1,2\r\n\r\n1,\"3\"");
    assertThat(samples(loaded, "1")).containsExactly(2f, 3f);
    assertThat(samples(csv("label,x\r1,2\r1,5\r"), "1")).containsExactly(2f, 5f);
  }

  @Test
  void compressedFilesAreKnownByTheirContent() throws IOException {
    byte[] bytes = gzip("label,x\nü,2\n".getBytes(UTF_8));
    Path file = Files.write(directory.resolve("data"), bytes);
    assertThat(labels(read(file))).containsExactly("ü");
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 4));
    refusal(ExitCode.INPUT, () -> read(file)).contains("is damaged").contains("fetch it again");
    Path named = Files.write(directory.resolve("x.csv.gz"), new byte[] {0x1F, (byte) 0x8B, 1, 2});
    refusal(ExitCode.INPUT, () -> read(named)).contains("x.csv.gz is damaged");
  }

  @Test
  void aDrawParsesOnlyItsLines() throws IOException {
    StringBuilder text = new StringBuilder("label,x\n");
    int[] drawn = SampleDraw.draw(2, "a", 50, 3);
    for (int i = 0; i < 50; i++) {
      int at = i;
      boolean kept = Arrays.stream(drawn).anyMatch(k -> k == at);
      text.append("a,").append(kept ? "" + i : "nonsense").append('\n');
    }
    Files.writeString(file(), text);
    LoadedDataset loaded = read(file().toString(), ALL.withSeed(2).withSamplesPerClass(3));
    assertThat(samples(loaded, "a")).containsExactly(drawn[0], drawn[1], drawn[2]);
  }

  @Test
  void raggedLinesAreRefused() {
    refused("label,x,y\n1,2,3\n1,2\n")
        .contains(", line 3: it has 2 cells, the first line has 3; every line needs equally many");
    refused("label,x\n1,2\n\n1,2,3\n").contains(", line 4: it has 3 cells");
  }

  @Test
  void cellsThatAreNoNumbersAreRefused() {
    refused("label,x,y\n1,2,abc\n").contains(", line 2, column 'y' is 'abc'; features are finite");
    refused("label,x\n1,\n").contains(", line 2, column 'x' is empty; fill the cell");
    refused("label,x\n1, \n").contains("column 'x' is empty");
    for (String text : new String[] {"NaN", "-Infinity", "1e39", "1f", "2d", "0,5", "1 2"}) {
      String cell = text.contains(",") ? '"' + text + '"' : text;
      refused("label,x\n1,2\n1," + cell + "\n").contains(", line 3, column 'x' is '" + text + "'");
    }
    refusal(ExitCode.INPUT, () -> csv("1,2\n1,x\n", columns().label("1")))
        .contains(", line 2, column 2 is 'x'");
  }

  @Test
  void labelsWeightsAndIdsAreChecked() {
    refused("label,x\n1,2\n,3\n").contains(", line 3, column 'label' is empty; every sample needs");
    refused("label,x,weight\na,2,-1\n").contains(", line 2: weight -1.0; weights are positive");
    refused("label,x,weight\na,2,w\n").contains(", line 2, column 'weight' is 'w'");
    refusal(ExitCode.INPUT, () -> csv("label,x,id\na,2,1.5\n", columns().id("id")))
        .contains(", line 2, column 'id' is '1.5'; ids are integers");
    refused("label,x,id\na,2,7\na,3,8\na,3,7\n")
        .contains(", line 4: id 7 is that of line 2 already");
    refused("label,x,x\n1,2,3\n").contains("two columns are called 'x'");
    refused("label,id\n1,2\n").contains("no columns are left for features");
    refused("label,x\n").contains("holds no samples");
  }

  @Test
  void quotesMustClose() {
    refused("label,x\n1,\"2\n1,3\n").contains("is not CSV: ").contains("quote fields by RFC 4180");
    refused("label,x\n1,\"2\"3\n").contains("is not CSV: ");
  }

  @Test
  void otherCharactersAreRefused() throws IOException {
    Files.write(file(), "label,x\nü,2\n".getBytes(ISO_8859_1));
    refusal(ExitCode.INPUT, () -> read(file())).contains("is not UTF-8; save it as UTF-8");
  }

  @Test
  void aColumnOfTenMillionLabelsIsRefused() throws IOException {
    Path big = directory.resolve("big.csv.gz");
    try (BufferedWriter out =
        new BufferedWriter(
            new OutputStreamWriter(new GZIPOutputStream(Files.newOutputStream(big)), UTF_8))) {
      out.write("label,x\n");
      for (int i = 0; i < 10_000_000; i++) {
        out.write(i + ",1\n");
      }
    }
    refusal(ExitCode.INPUT, () -> read(big))
        .contains("more than 1000000 distinct labels: is the label column an id?");
  }
}
