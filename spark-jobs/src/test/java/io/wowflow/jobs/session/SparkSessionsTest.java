package io.wowflow.jobs.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

class SparkSessionsTest {
  private static final Map<String, String> QUIET =
      Map.of("spark.ui.enabled", "false", "spark.master", "local[1]");

  private static SparkSessions sessions() {
    return SparkSessions.lazily("wowflow flow", Map.of());
  }

  @Test
  void defaultsWhereTheUserSaidNothing() {
    SparkConf settings =
        SparkSessions.lazily("wowflow flow", Map.of("spark.driver.maxResultSize", "3g"))
            .settings(new SparkConf(false));

    assertThat(settings.get("spark.master")).isEqualTo("local[*]");
    assertThat(settings.get("spark.app.name")).isEqualTo("wowflow flow");
    assertThat(settings.get("spark.serializer"))
        .isEqualTo("org.apache.spark.serializer.KryoSerializer");
    assertThat(settings.get("spark.kryo.registrator")).isEqualTo(KryoClasses.class.getName());
    assertThat(settings.get("spark.shuffle.compress")).isEqualTo("false");
    assertThat(settings.get("spark.shuffle.checksum.enabled")).isEqualTo("false");
    assertThat(settings.get("spark.broadcast.compress")).isEqualTo("false");
    assertThat(settings.get("spark.broadcast.blockSize")).isEqualTo("4095k");
    assertThat(settings.get("spark.shuffle.reduceLocality.enabled")).isEqualTo("false");
    assertThat(settings.get("spark.shuffle.sort.bypassMergeThreshold")).isEqualTo("1");
    assertThat(settings.get("spark.cleaner.periodicGC.interval")).isEqualTo("5min");
    assertThat(settings.get("spark.dynamicAllocation.enabled")).isEqualTo("false");
    assertThat(settings.get("spark.scheduler.minRegisteredResourcesRatio")).isEqualTo("1.0");
    assertThat(settings.get("spark.driver.maxResultSize")).isEqualTo("3g");
    assertThat(sessions().settings(new SparkConf(false)).get("spark.driver.maxResultSize"))
        .isEqualTo("0");
    assertThat(settings.contains("spark.ui.enabled")).isFalse();
    assertThat(settings.contains("spark.kryo.registrationRequired")).isFalse();
  }

  @Test
  void theUserWins() {
    SparkConf given =
        new SparkConf(false)
            .set("spark.master", "spark://host:7077")
            .set("spark.app.name", "mine")
            .set("spark.shuffle.compress", "true")
            .set("spark.driver.maxResultSize", "1g");

    SparkConf settings =
        SparkSessions.lazily("wowflow flow", Map.of("spark.driver.maxResultSize", "3g"))
            .settings(given);

    assertThat(settings.get("spark.master")).isEqualTo("spark://host:7077");
    assertThat(settings.get("spark.app.name")).isEqualTo("mine");
    assertThat(settings.get("spark.shuffle.compress")).isEqualTo("true");
    assertThat(settings.get("spark.driver.maxResultSize")).isEqualTo("1g");
    assertThat(given.contains("spark.serializer")).isFalse();
  }

  @Test
  void ourPluginStandsBesideTheUsers() {
    SparkSessions sessions = sessions();
    String ours = FlowMetricsPlugin.class.getName();
    SparkConf given = new SparkConf(false).set("spark.plugins", "org.example.Theirs");

    assertThat(sessions.settings(new SparkConf(false)).get("spark.plugins")).isEqualTo(ours);
    SparkConf both = sessions.settings(given);
    assertThat(both.get("spark.plugins")).isEqualTo("org.example.Theirs," + ours);
    assertThat(sessions.settings(both).get("spark.plugins")).isEqualTo(both.get("spark.plugins"));
  }

  /** The file that people copy from names every setting of ours, with our value. */
  @Test
  void theExampleSaysWhatTheSessionDoes() throws IOException {
    Properties example = new Properties();
    Path file = Path.of(System.getProperty("wowflow.root"), "conf/spark-defaults.conf.example");
    try (Reader reader = Files.newBufferedReader(file)) {
      example.load(reader);
    }
    SparkConf ours = SparkSessions.lazily("a", Map.of()).settings(new SparkConf(false));
    for (scala.Tuple2<String, String> entry : ours.getAll()) {
      if (!List.of("spark.master", "spark.app.name").contains(entry._1())) {
        assertThat(example).containsEntry(entry._1(), entry._2());
      }
    }
  }

  @Test
  void theMainClassIsNoName() {
    SparkConf submitted =
        new SparkConf(false).set("spark.app.name", "io.wowflow.jobs.main.WowFlow");

    assertThat(
            SparkSessions.lazily("wowflow flow", Map.of())
                .settings(submitted)
                .get("spark.app.name"))
        .isEqualTo("wowflow flow");
  }

  @Test
  void nothingIsOpenedUntilAskedFor() {
    try (SparkSessions sessions = SparkSessions.lazily("test", QUIET)) {
      assertThat(sessions.isOpen()).isFalse();
    }
  }

  @Test
  void closingStopsWhatWasOpenedAndLeavesWhatWasThere() {
    SparkSessions outer = SparkSessions.lazily("test", QUIET);
    boolean sharedWithOtherTests =
        SparkSession.getDefaultSession().exists(session -> !session.sparkContext().isStopped());
    SparkSession session = outer.get();
    assertThat(session).isSameAs(outer.get());

    try (SparkSessions inner = SparkSessions.lazily("test", QUIET)) {
      assertThat(inner.get().sparkContext()).isSameAs(session.sparkContext());
    }
    assertThat(session.sparkContext().isStopped()).isFalse();

    outer.close();
    assertThat(session.sparkContext().isStopped()).isEqualTo(!sharedWithOtherTests);
    assertThat(outer.isOpen()).isFalse();
  }
}
