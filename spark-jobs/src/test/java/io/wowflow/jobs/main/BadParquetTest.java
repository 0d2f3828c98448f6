package io.wowflow.jobs.main;

import static io.wowflow.jobs.main.CommandLines.RINGS;
import static io.wowflow.jobs.main.CommandLines.flow;
import static io.wowflow.jobs.main.CommandLines.refused;

import io.wowflow.jobs.SparkTest;
import io.wowflow.jobs.conf.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Parquet that is no dataset. */
class BadParquetTest {
  private static final String GOOD = "select id % 2 as label, array(1f, 2f) as features, id from ";

  @TempDir Path folder;

  @BeforeAll
  static void openTheSession() {
    SparkTest.session();
  }

  private AbstractStringAssert<?> refusedTable(String select) {
    Path table = folder.resolve("table");
    SparkTest.session().sql(select).coalesce(1).write().parquet(table.toString());
    return refusedInput(table);
  }

  private AbstractStringAssert<?> refusedInput(Path table) {
    refused(
        ExitCode.INPUT, folder, "convert", "--source", "" + table, "--output", folder + "/o.npz");
    return refused(ExitCode.INPUT, folder, flow(RINGS, "" + table, folder.resolve("out")))
        .contains("" + table);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 as a | no column is called 'label'; name the column of the labels with --label-column NAME",
        "1 as label | has no column 'features'",
        "1.5D as label, array(1f) as features | label 1.5 in column 'label' is not an integer",
        "1 as label, '1,2' as features | column 'features' is of type string",
        "1 as label, array('a') as features | column 'features' is of type array<string>",
        "1 as label, map(1, 1f) as features | column 'features' is of type",
        "1 as label, array(1f) as features, 'a' as weight | column 'weight' is of type string",
        "1 as label, array(1f) as features, -1f as weight | row 0 of FIRST_FILE",
        "1 as label, array(1f) as features, float('NaN') as weight | weight NaN",
        "1 as label, array(1f) as features, 1e300D as weight | weight 1.0E300",
        "cast(null as int) as label, array(1f) as features | row 0 of FIRST_FILE",
        "1 as label, cast(null as array<float>) as features | features are null",
        "1 as label, array(1f, null) as features | features hold a null",
        "1 as label, array(1f, float('NaN')) as features | features hold a NaN",
        "1 as label, array(1f, float('-Infinity')) as features | feature 1 is -Infinity",
        "1 as label, array(1f, 1e300D) as features | feature 1 is 1.0E300, which is Infinity as a 32-bit float",
        "1 as label, cast(array() as array<float>) as features | samples have no features",
        "1 as label, array(1f) as features, cast(null as int) as id | null id",
      })
  void columnsAndValues(String columns, String message) {
    refusedTable("select " + columns).contains(message.replace("FIRST_FILE", SparkTest.FIRST_FILE));
  }

  @Test
  void raggedLengths() {
    refusedTable(
            "select 1 as label, if(id = 3, array(1f), array(1f, 2f)) as features, id"
                + " from range(5)")
        .contains("id 3: it has 1 features, another row has 2", "all rows need equally many");
  }

  @Test
  void idsGivenTwice() {
    refusedTable("select 1 as label, array(1f) as features, id % 4 as id from range(5)")
        .contains("id 0 is given twice; ids are unique");
  }

  @Test
  void noRows() {
    refusedTable(GOOD + "range(0)").contains("holds no samples");
  }

  @Test
  void labelsOfTenMillionValues() {
    Path table = folder.resolve("table");
    SparkTest.session()
        .sql("select id as label, array(1f) as features from range(10000000)")
        .write()
        .parquet(table.toString());
    refused(ExitCode.INPUT, folder, flow(RINGS, "" + table, folder.resolve("out")))
        .contains("more than 1000000 distinct labels", "is the label column an id?");
  }

  @Test
  void columnsThatDifferInCaseAlone() {
    SparkSession session = SparkTest.session();
    session.conf().set("spark.sql.caseSensitive", true);
    Path table = folder.resolve("table");
    try {
      session
          .sql("select 1 as label, 2 as Label, array(1f) as features")
          .write()
          .parquet(table.toString());
    } finally {
      session.conf().unset("spark.sql.caseSensitive");
    }
    refusedInput(table).contains("label");
  }

  @Test
  void filesThatAreCutOffOrNoParquet() throws IOException {
    Path table = folder.resolve("table");
    SparkTest.session().sql(GOOD + "range(100)").coalesce(1).write().parquet(table.toString());
    Path file;
    try (Stream<Path> files = Files.list(table)) {
      file = files.filter(p -> p.toString().endsWith(".parquet")).findFirst().orElseThrow();
    }
    byte[] whole = Files.readAllBytes(file);
    // Spark would find its own checksum wrong before it looks at the file.
    Files.deleteIfExists(table.resolve("." + file.getFileName() + ".crc"));
    for (int length : new int[] {4, whole.length / 2, whole.length - 1}) {
      Files.write(file, Arrays.copyOf(whole, length));
      refusedInput(table).contains("cannot be read as Parquet");
      refusedInput(file).contains("cannot be read as Parquet");
    }
    byte[] damaged = whole.clone();
    Arrays.fill(damaged, 4, 60, (byte) 0xEE);
    Files.write(file, damaged);
    refusedInput(table).contains("cannot be read as Parquet");
    Files.write(file, whole);
    Files.writeString(table.resolve("zzz.parquet"), "PAR1 is how it begins");
    refusedInput(table).contains("cannot be read as Parquet");
  }
}
