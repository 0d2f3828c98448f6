package io.wowflow.jobs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.apache.spark.sql.SparkSession;

/** One small local session for all tests of a JVM, opened by the first that needs it. */
public final class SparkTest {
  /** How the names of the first files that Spark writes begin: in the digits of the locale. */
  public static final String FIRST_FILE =
      "part-" + String.format(Locale.getDefault(Locale.Category.FORMAT), "%05d", 0);

  private static SparkSession opened;

  private SparkTest() {}

  /** The session; only {@link #end} stops it. */
  public static synchronized SparkSession session() {
    if (opened == null || opened.sparkContext().isStopped()) {
      opened = open();
    }
    return opened;
  }

  /** Stops the session for a test that opens a context of its own: a JVM has one at a time. */
  public static synchronized void end() {
    SparkSession.getDefaultSession().foreach(SparkTest::stop);
  }

  private static Object stop(SparkSession session) {
    session.stop();
    return session;
  }

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
