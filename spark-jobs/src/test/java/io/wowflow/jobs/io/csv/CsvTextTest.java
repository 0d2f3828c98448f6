package io.wowflow.jobs.io.csv;

import static io.wowflow.jobs.io.Readings.labels;
import static io.wowflow.jobs.io.Readings.read;
import static io.wowflow.jobs.io.Readings.refusal;
import static io.wowflow.jobs.io.Readings.samples;
import static io.wowflow.jobs.io.binary.IdxBytes.gzip;
import static io.wowflow.jobs.io.csv.CsvOptions.columns;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.jobs.io.rows.ReadOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Delimiters, the values of cells, and files that are no CSV. */
class CsvTextTest {
  private static final ReadOptions ALL = ReadOptions.defaults();

  @TempDir Path directory;

  private LoadedDataset csv(String text, CsvOptions said) throws IOException {
    Path file = Files.writeString(directory.resolve("data.csv"), text);
    return read(file.toString(), ALL.withColumns(said.build()));
  }

  private LoadedDataset csv(String text) throws IOException {
    return csv(text, columns());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {"','", "'\t'", ";", "'|'", "' '", "'   '"},
      ignoreLeadingAndTrailingWhitespace = false)
  void theDelimiterIsFoundFromTheFirstLines(String delimiter) throws IOException {
    String text =
        "f0#label#f1\n1.5#u#-2\n\n3#\"a b,;\"#4e2\n0.1#u#7\n".replace("#", unquoted(delimiter));
    LoadedDataset loaded = csv(text);
    assertThat(labels(loaded)).containsExactly("a b,;", "u");
    assertThat(samples(loaded, "u")).containsExactly(1.5f, -2f, 0.1f, 7f);
    assertThat(samples(loaded, "a b,;")).containsExactly(3f, 400f);
    assertThat(csv(text.replace("\n", "\r\n")).dataset().sampleCount()).isEqualTo(3);
  }

  private static String unquoted(String text) {
    return text.replace("'", "");
  }

  @Test
  void alignedColumnsAreRead() throws IOException {
    LoadedDataset loaded =
        csv("  1.5   10  2 \n  2.5    9  1\t\n 10.5   10  2", columns().label("2"));
    assertThat(samples(loaded, "10")).containsExactly(1.5f, 2f, 10.5f, 2f);
    assertThat(samples(loaded, "9")).containsExactly(2.5f, 1f);
  }

  @Test
  void aDelimiterCanBeGiven() throws IOException {
    assertThat(samples(csv("label:x\nu:5\n", columns().delimiter(':')), "u")).containsExactly(5);
    assertThat(samples(csv("a;label,x\nu,5\n", columns().delimiter(',').label("a;label")), "u"))
        .containsExactly(5);
    refusal(ExitCode.INPUT, () -> csv("label,x\nu,5\n", columns().delimiter(';')))
        .contains("--delimiter ';' is not in it");
    refusal(ExitCode.USAGE, () -> csv("label,x\nu,5\n", columns().delimiter('"')))
        .contains("--delimiter");
    refusal(ExitCode.INPUT, () -> csv("label\nu\n")).contains("is text, but no table");
    refusal(ExitCode.INPUT, () -> csv("# A title\n\nSome prose.\n")).contains("comment line");
  }

  @Test
  void namesOfRowsWithoutANameAreNamed() {
    refusal(ExitCode.INPUT, () -> csv("\"a\" \"label\"\n\"1\" 0.5 \"u\"\n"))
        .contains(", line 2: it has 3 cells, the first line has 2")
        .contains("row.names = FALSE");
  }

  @Test
  void aFileOfCommasStaysOne() throws IOException {
    LoadedDataset loaded = csv("x, y, label\n1, 2, a;b\n3, 4, c;d\n");
    assertThat(labels(loaded)).containsExactly(" a;b", " c;d");
    assertThat(samples(csv("a b c,label,d e f\n1,u,2\n"), "u")).containsExactly(1, 2);
  }

  @Test
  void aDecimalCommaIsNamed() {
    refusal(ExitCode.INPUT, () -> csv("x;y;label\n1,5;2,5;u\n3,5;4,5;v\n"))
        .contains(", line 2, column 'x' is '1,5'; features have a decimal point and no comma");
    refusal(ExitCode.INPUT, () -> csv("1,5;2,5;3\n3,5;4,5;3\n", columns().label("3")))
        .contains(", line 1, column 1 is '1,5'; features have a decimal point");
    refusal(ExitCode.INPUT, () -> csv("x,label\n\"1,5\",u\n")).contains("a decimal point");
    refusal(ExitCode.INPUT, () -> csv("x;label\n1.234,5;u\n")).contains("no comma");
    refusal(ExitCode.INPUT, () -> csv("x,label\n\"1,234.5\",u\n")).contains("thousands=','");
  }

  @Test
  void floatsAreThoseOfTheirText() throws IOException {
    // The nearest doubles of the first two are the middle of two floats.
    String[] texts = {
      "1.00000017881393432617187499",
      "1.00000017881393432617187501",
      "0.1",
      "16777217",
      "1700000007",
      "123456789.123",
      "1e-40",
      "7.0064923216240861e-46",
      "3.4028235e38",
      "-0.0"
    };
    LoadedDataset loaded =
        csv("label" + names(texts.length) + "\nu," + String.join(",", texts) + "\n");
    float[] expected = new float[texts.length];
    for (int j = 0; j < texts.length; j++) {
      expected[j] = Float.parseFloat(texts[j]);
    }
    assertThat(samples(loaded, "u")).containsExactly(expected);
    assertThat(expected[0]).isNotEqualTo(expected[1]);
  }

  private static String names(int count) {
    StringBuilder out = new StringBuilder();
    for (int j = 0; j < count; j++) {
      out.append(",f").append(j);
    }
    return out.toString();
  }

  private void isNamed(byte[] bytes, String kind) throws IOException {
    for (byte[] stored : new byte[][] {bytes, gzip(bytes)}) {
      Path file = Files.write(directory.resolve("named.csv"), stored);
      for (ReadOptions options : new ReadOptions[] {ALL, ALL.withFormat("csv")}) {
        refusal(ExitCode.INPUT, () -> read(file.toString(), options))
            .contains("named.csv ")
            .contains(kind)
            .hasSizeLessThan(300 + directory.toString().length());
      }
    }
  }

  private void isNamed(String text, String kind) throws IOException {
    isNamed(text.getBytes(UTF_8), kind);
    isNamed(("\n" + text).getBytes(UTF_8), kind);
  }

  @Test
  void textThatIsNoCsvIsNamed() throws IOException {
    isNamed("# made by hand\nlabel,x\nu,1\n", "begins with a comment line ('# made by hand')");
    isNamed("# label,x\nu,1\n", "the sign before the names");
    isNamed("// label,x\nu,1\n", "a comment line");
    isNamed("sep=;\nlabel;x\nu;1\n", "begins with 'sep=;', a note for Excel");
    isNamed("\"sep=,\"\nlabel,x\nu,1\n", "a note for Excel");
    isNamed("% UCI\n@RELATION iris\n@attribute a numeric\n@data\n1,2\n", "is ARFF");
    isNamed("{\"label\": 1, \"x\": 2}\n{\"label\": 1, \"x\": 2}\n", "JSON lines");
    isNamed("[{\"label\": 1}, {\"label\": 2}]", "is JSON");
    isNamed("<!DOCTYPE html>\n<html>a, b</html>", "is HTML or XML");
    isNamed("<?xml version=\"1.0\"?>", "is HTML or XML");
  }

  @Test
  void aColumnMayBeCalledWithTheSignOfAComment() throws IOException {
    assertThat(samples(csv("#,label\n1,u\n"), "u")).containsExactly(1);
  }

  @Test
  void otherEncodingsAndArchivesAreNamed() throws IOException {
    isNamed("\uFEFFlabel,x\nü,2\n".getBytes(UTF_16LE), "UTF-16");
    isNamed("\uFEFFlabel,x\nü,2\n".getBytes(UTF_16BE), "UTF-16");
    isNamed("label,x\n1,2\n".getBytes(UTF_16LE), "UTF-16");
    isNamed("label,x\n1,2\n".getBytes(UTF_16BE), "UTF-16");
    isNamed(zip("iris.csv"), "is a zip archive that contains 'iris.csv'");
    isNamed(zip("[Content_Types].xml"), "is an Excel workbook");
    isNamed(zip("docProps/app.xml"), "is an Excel workbook");
    isNamed(new byte[] {(byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0, 0, 0}, "Excel workbook");
    isNamed("BZh91AY&SY\0\0".getBytes(UTF_8), "is compressed by bzip2");
    isNamed(new byte[] {(byte) 0xFD, '7', 'z', 'X', 'Z', 0, 0}, "is compressed by xz");
    isNamed(new byte[] {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD, 0}, "is compressed by zstd");
    byte[] tar = new byte[512];
    System.arraycopy("ustar".getBytes(UTF_8), 0, tar, 257, 5);
    isNamed(tar, "is a tar archive");
  }

  private static byte[] zip(String name) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry(name));
      zip.write("label,x\nu,1\n".getBytes(UTF_8));
    }
    return bytes.toByteArray();
  }
}
