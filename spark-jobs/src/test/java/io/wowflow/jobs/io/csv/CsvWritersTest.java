package io.wowflow.jobs.io.csv;

import static io.wowflow.jobs.io.Readings.CONFIGURATION;
import static io.wowflow.jobs.io.Readings.labels;
import static io.wowflow.jobs.io.Readings.samples;
import static io.wowflow.jobs.io.binary.IdxBytes.gzip;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.wowflow.jobs.io.DatasetReader;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.jobs.io.place.DatasetUri;
import io.wowflow.jobs.io.rows.KnownNames;
import io.wowflow.jobs.io.rows.ReadOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** One table, however it is written, is one dataset. */
class CsvWritersTest {
  private static final String[] DELIMITERS = {",", "\t", ";", "|", " ", " \t  "};
  private static final String[] LINE_ENDS = {"\n", "\r\n", "\r"};
  private static final String[] NAMES = {"cat", "dog", "a cat", "5"};

  @Property(tries = 300)
  void aTableReadsTheSameHoweverItIsWritten(
      @ForAll long seed,
      @ForAll @IntRange(min = 2, max = 12) int rows,
      @ForAll @IntRange(min = 1, max = 5) int dimension)
      throws IOException {
    Random random = new Random(seed);
    boolean text = random.nextBoolean();
    String[] classes = new String[rows];
    float[][] values = new float[rows][dimension];
    Map<String, List<Float>> expected = new TreeMap<>();
    for (int i = 0; i < rows; i++) {
      // The first two are of one class, so that a guessed label has a value twice.
      classes[i] = text ? NAMES[i < 2 ? 0 : random.nextInt(4)] : "" + (i < 2 ? 3 : i % 4);
      for (int j = 0; j < dimension; j++) {
        values[i][j] =
            random.nextBoolean() ? random.nextInt(256) : (float) (random.nextGaussian() * 1e3);
        expected.computeIfAbsent(classes[i], any -> new ArrayList<>()).add(values[i][j]);
      }
    }
    Path folder = Files.createTempDirectory("wowflow-csv");
    try {
      List<Path> written = write(folder, random, text, classes, values);
      LoadedDataset loaded =
          new DatasetReader(CONFIGURATION, () -> null)
              .read(
                  DatasetUri.parse((written.size() > 1 ? folder : written.get(0)).toString()),
                  ReadOptions.defaults());
      assertThat(labels(loaded)).containsExactlyElementsOf(expected.keySet());
      for (Map.Entry<String, List<Float>> of : expected.entrySet()) {
        List<Float> read = new ArrayList<>();
        for (float value : samples(loaded, of.getKey())) {
          read.add(value);
        }
        assertThat(read).isEqualTo(of.getValue());
      }
    } finally {
      for (String name : folder.toFile().list()) {
        Files.delete(folder.resolve(name));
      }
      Files.delete(folder);
    }
  }

  /** Writes one file, or several parts, in a random way. */
  private static List<Path> write(
      Path folder, Random random, boolean text, String[] classes, float[][] values)
      throws IOException {
    String delimiter = DELIMITERS[random.nextInt(DELIMITERS.length)];
    String end = LINE_ENDS[random.nextInt(LINE_ENDS.length)];
    String name = KnownNames.LABELS.get(random.nextInt(KnownNames.LABELS.size()));
    boolean quotes = random.nextBoolean();
    boolean zip = random.nextBoolean();
    int at = random.nextInt(values[0].length + 1);
    int parts = 1 + random.nextInt(2) * random.nextInt(3);
    List<Path> written = new ArrayList<>();
    for (int part = 0; part < parts; part++) {
      StringBuilder out = new StringBuilder(random.nextBoolean() ? "\uFEFF" : "");
      List<String> header = new ArrayList<>();
      for (int j = 0; j < values[0].length; j++) {
        header.add(cell("f" + j, quotes));
      }
      header.add(
          at,
          cell(random.nextBoolean() && parts == 1 ? name.toUpperCase(Locale.ROOT) : name, quotes));
      out.append(String.join(delimiter, header)).append(end);
      int first = part * classes.length / parts;
      int last = (part + 1) * classes.length / parts;
      for (int i = first; i < last; i++) {
        List<String> line = new ArrayList<>();
        for (float value : values[i]) {
          line.add(
              cell(
                  value == Math.rint(value) && random.nextBoolean()
                      ? Integer.toString((int) value)
                      : random.nextBoolean() ? Float.toString(value) : exact(value),
                  quotes));
        }
        String label = !text && random.nextBoolean() ? classes[i] + ".0" : classes[i];
        line.add(at, cell(label, quotes || label.contains(" ")));
        out.append(String.join(delimiter, line));
        out.append(i == classes.length - 1 && random.nextBoolean() ? "" : end);
      }
      byte[] bytes = out.toString().getBytes(UTF_8);
      Path file = folder.resolve("part-" + part + ".csv" + (zip ? ".gz" : ""));
      written.add(Files.write(file, zip ? gzip(bytes) : bytes));
    }
    return written;
  }

  private static String exact(float value) {
    return String.format(Locale.ROOT, "%.18e", (double) value);
  }

  private static String cell(String text, boolean quotes) {
    return quotes ? '"' + text + '"' : text;
  }
}
