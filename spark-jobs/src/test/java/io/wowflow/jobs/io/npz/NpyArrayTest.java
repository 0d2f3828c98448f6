package io.wowflow.jobs.io.npz;

import static io.wowflow.jobs.io.Readings.CONFIGURATION;
import static io.wowflow.jobs.io.Readings.refusal;
import static io.wowflow.jobs.io.npz.NpyBytes.doubles;
import static io.wowflow.jobs.io.npz.NpyBytes.floats;
import static io.wowflow.jobs.io.npz.NpyBytes.longs;
import static io.wowflow.jobs.io.npz.NpyBytes.npy;
import static io.wowflow.jobs.io.npz.NpyBytes.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.math.array.FloatMatrix;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TimeZone;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpyArrayTest {
  @TempDir Path directory;

  /** An array by the format's specification: version 1.0, padded with spaces to 64 bytes. */
  private static byte[] prescribed(String dictionary, byte[] data) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int padded = (10 + dictionary.length() + 1 + 63) / 64 * 64;
    out.writeBytes(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    out.writeBytes(new byte[] {(byte) (padded - 10), 0});
    String spaces = " ".repeat(padded - 11 - dictionary.length());
    out.writeBytes((dictionary + spaces + "\n").getBytes(StandardCharsets.US_ASCII));
    out.writeBytes(data);
    return out.toByteArray();
  }

  private static byte[] written(NpyArray array) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    array.writeTo(out);
    assertThat(array.byteCount()).isEqualTo(out.size());
    return out.toByteArray();
  }

  @Test
  void bytesAreThoseOfTheSpecification() throws IOException {
    assertThat(written(NpyArray.floats(List.of(2, 2), List.of(row(1, 2), row(3, 4)))))
        .isEqualTo(
            prescribed(
                "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2), }", floats(1, 2, 3, 4)));
    assertThat(written(NpyArray.doubles(List.of(2, 1, 1), List.of(new double[] {0.1, -5}))))
        .isEqualTo(
            prescribed(
                "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 1, 1), }",
                doubles(0.1, -5)));
    assertThat(written(NpyArray.integers(new long[] {-1, Long.MAX_VALUE})))
        .isEqualTo(
            prescribed(
                "{'descr': '<i8', 'fortran_order': False, 'shape': (2,), }",
                longs(-1, Long.MAX_VALUE)));
    assertThat(written(NpyArray.texts(List.of("a", "\uD83D\uDE00bc", ""))))
        .isEqualTo(
            prescribed(
                "{'descr': '<U3', 'fortran_order': False, 'shape': (3,), }",
                texts(3, "a", "\uD83D\uDE00bc", "")));
  }

  @Test
  void largeArraysPassThroughTheBuffer() throws IOException {
    float[] values = new float[100_003];
    values[100_002] = 5;
    byte[] bytes = written(NpyArray.floats(List.of(100_003), List.of(row(values))));
    assertThat(bytes).hasSize(128 + 400_012).endsWith(floats(5));
  }

  @Test
  void aShapeThatDoesNotFitIsRefused() {
    assertThatThrownBy(() -> NpyArray.floats(List.of(3, 2), List.of(row(new float[5]))))
        .hasMessageContaining("shape (3, 2) must be 6, was 5");
    refusal(ExitCode.USAGE, () -> NpyArray.texts(List.of("a\0"))).contains("write Parquet");
  }

  @Test
  void archivesAreStoredWithAFixedTime() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (NpzWriter npz = new NpzWriter(out)) {
      npz.write("y", NpyArray.integers(new long[] {3}));
    }
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(out.toByteArray()))) {
      ZipEntry entry = zip.getNextEntry();
      assertThat(entry.getName()).isEqualTo("y.npy");
      assertThat(entry.getMethod()).isEqualTo(ZipEntry.STORED);
      int dosTime = ByteBuffer.wrap(out.toByteArray()).order(ByteOrder.LITTLE_ENDIAN).getInt(10);
      assertThat(dosTime).as("the first moment that zip can hold").isEqualTo(0x0021_0000);
      assertThat(entry.getLastModifiedTime()).hasToString("1980-01-01T00:00:00Z");
      assertThat(zip.readAllBytes()).isEqualTo(written(NpyArray.integers(new long[] {3})));
    }
  }

  @Test
  void archivesAreTheSameInEveryTimeZone() throws IOException {
    TimeZone before = TimeZone.getDefault();
    List<byte[]> archives = new ArrayList<>();
    try {
      for (String zone : List.of("UTC", "Asia/Kathmandu", "America/Caracas")) {
        TimeZone.setDefault(TimeZone.getTimeZone(zone));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (NpzWriter npz = new NpzWriter(out)) {
          npz.write("y", NpyArray.integers(new long[] {3}));
        }
        archives.add(out.toByteArray());
      }
    } finally {
      TimeZone.setDefault(before);
    }
    assertThat(archives).allSatisfy(one -> assertThat(one).isEqualTo(archives.get(0)));
  }

  @Test
  void directionsAreReadAsDoubles() throws IOException {
    Path file = directory.resolve("directions");
    Files.write(file, npy("<f8", "(1, 2, 2)", doubles(1, 0, 0.6, 0.8)));
    NpyFiles.Floats directions = NpyFiles.readDirections(file.toString(), CONFIGURATION);
    assertThat(directions.shape()).containsExactly(1, 2, 2);
    assertThat(directions.values()).containsExactly(1, 0, 0.6, 0.8);
    Files.write(
        file,
        npy(
            1,
            "{'descr': '<f8', 'fortran_order': True, 'shape': (1, 2, 2), }",
            doubles(1, 0.6, 0, 0.8)));
    assertThat(NpyFiles.readDirections(file.toString(), CONFIGURATION).values())
        .containsExactly(1, 0, 0.6, 0.8);
    Files.write(file, npy("<f4", "(2, 1)", floats(1, -1)));
    assertThat(NpyFiles.readDirections(file.toString(), CONFIGURATION).values())
        .containsExactly(1, -1);
  }

  @Test
  void otherDirectionsAreRefused() throws IOException {
    Path file = directory.resolve("directions");
    String name = file.toString();
    refusal(ExitCode.INPUT, () -> NpyFiles.readDirections(name, CONFIGURATION))
        .contains("does not exist");
    Files.write(file, npy("<i8", "(1, 2)", longs(1, 0)));
    refusal(ExitCode.INPUT, () -> NpyFiles.readDirections(name, CONFIGURATION))
        .contains("holds elements of type int64 and shape (1, 2); directions are floats");
    Files.write(file, npy("<f8", "(2,)", doubles(1, 0)));
    refusal(ExitCode.INPUT, () -> NpyFiles.readDirections(name, CONFIGURATION))
        .contains("T x L x d or L x d");
    Files.write(file, npy("<f8", "(2, 2)", doubles(1, 0)));
    refusal(ExitCode.INPUT, () -> NpyFiles.readDirections(name, CONFIGURATION))
        .contains("holds 16 bytes of data, its header promises 32");
    Files.write(file, npy("<f8", "(0, 2)", new byte[0]));
    refusal(ExitCode.INPUT, () -> NpyFiles.readDirections(name, CONFIGURATION))
        .contains("holds 0 numbers");
    refusal(ExitCode.USAGE, () -> NpyFiles.readDirections("synthetic:rings", CONFIGURATION))
        .contains("'synthetic:rings' is not a path; expected the path of a file");
  }

  private static FloatMatrix row(float... values) {
    return new FloatMatrix(1, values.length, values);
  }
}
