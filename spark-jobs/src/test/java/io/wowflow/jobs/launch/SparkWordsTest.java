package io.wowflow.jobs.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SparkWordsTest {
  @TempDir Path folder;

  private SparkWords spark(String... words) {
    Map<String, String> environment = Map.of("SPARK_CONF_DIR", folder.toString());
    return new SparkWords(
        List.of(words), new Surroundings(folder, folder, environment, Path.of("/nowhere")));
  }

  @ParameterizedTest
  @CsvSource({
    "--executor-cores 2, 2",
    "--executor-cores=2, 2",
    "--conf spark.executor.cores=3, 3",
    "-c spark.executor.cores=3, 3",
    "--conf=spark.executor.cores=3, 3",
    "--executor-cores 2 --conf spark.executor.cores=3, 2",
    "--executor-cores 2 --executor-cores=4, 4",
    "--conf spark.executor.cores=3 --conf spark.executor.cores=5, 5",
    "--conf spark.executor.coresX=3, ''",
    "--conf a=spark.executor.cores=3, ''",
    // Values, however they look, and switches, which have none.
    "--name --executor-cores 2, ''",
    "--verbose --executor-cores 2, 2",
    "-v --executor-cores 2 --supervise, 2",
    "--executor-cores, ''",
    "--executor-cores=, ''",
  })
  void theLastOptionThenTheLastSetting(String words, String expected) {
    assertThat(
            spark(words.split(" ", -1))
                .setting("--executor-cores", "spark.executor.cores")
                .orElse(""))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "'', default",
    "--properties-file one, one",
    "--properties-file=two, two",
    "--properties-file one --properties-file two, two",
    "--properties-file none, ''",
    "--properties-file none --load-spark-defaults, default",
    "--properties-file one --load-spark-defaults, one",
    "--extra-properties-file two, two",
    "--extra-properties-file two --extra-properties-file one --properties-file two, one",
    "--properties-file one --conf k=v, v",
    "--properties-file broken, ''",
    "--properties-file missing, ''",
  })
  void propertiesFiles(String words, String expected) throws IOException {
    Files.writeString(folder.resolve("spark-defaults.conf"), "k default\n");
    Files.writeString(folder.resolve("one"), "  k  =  one  \n");
    Files.writeString(folder.resolve("two"), "k: first\n# k three\nk:\\\n   two\n");
    Files.writeString(folder.resolve("none"), "kk none\n");
    Files.writeString(folder.resolve("broken"), "k \\u12\n");

    assertThat(spark(words.split(" ", -1)).setting("", "k").orElse("")).isEqualTo(expected);
  }

  @Test
  void aDriverOnTheCluster() {
    assertThat(spark("--deploy-mode", "cluster").isDriverOnCluster()).isTrue();
    assertThat(spark("--conf", "spark.submit.deployMode=cluster").isDriverOnCluster()).isTrue();
    assertThat(spark("--deploy-mode", "client").isDriverOnCluster()).isFalse();
    assertThat(spark().isDriverOnCluster()).isFalse();
  }

  /** The switches of the Spark that this is built for; a word after them is not their value. */
  @Test
  void theSwitchesAreThoseOfSpark() throws ReflectiveOperationException {
    Class<?> type = Class.forName("org.apache.spark.launcher.SparkSubmitOptionParser");
    Constructor<?> constructor = type.getDeclaredConstructor();
    constructor.setAccessible(true);
    Field field = type.getDeclaredField("switches");
    field.setAccessible(true);
    Set<String> switches = new TreeSet<>();
    for (String[] names : (String[][]) field.get(constructor.newInstance())) {
      switches.addAll(List.of(names));
    }

    assertThat(SparkWords.SWITCHES).containsExactlyInAnyOrderElementsOf(switches);
  }
}
