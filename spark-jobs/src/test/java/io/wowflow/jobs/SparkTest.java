package io.wowflow.jobs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;

/** One small local session for all tests of a JVM, opened by the first that needs it. */
public final class SparkTest {
  private SparkTest() {}

  /** The session; not to be stopped. */
  public static SparkSession session() {
    return Holder.SESSION;
  }

  private static final class Holder {
    static final SparkSession SESSION = open();

    private static SparkSession open() {
      try {
        Path warehouse = Files.createTempDirectory("wowflow-warehouse");
        warehouse.toFile().deleteOnExit();
        return SparkSession.builder()
            .master("local[2]")
            .appName("tests")
            .config("spark.ui.enabled", false)
            .config("spark.sql.shuffle.partitions", 3)
            .config("spark.sql.warehouse.dir", warehouse.toString())
            .getOrCreate();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
