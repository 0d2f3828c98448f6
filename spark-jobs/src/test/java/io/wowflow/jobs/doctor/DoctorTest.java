package io.wowflow.jobs.doctor;

import static io.wowflow.jobs.doctor.Finding.Verdict.FAILS;
import static io.wowflow.jobs.doctor.Finding.Verdict.LIMITED;
import static io.wowflow.jobs.doctor.Finding.Verdict.OK;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {
  private static final long MB = 1L << 20;

  @TempDir Path folder;

  private static SparkConf settings(String... pairs) {
    SparkConf conf = new SparkConf(false).set("spark.master", "local[*]");
    for (int i = 0; i < pairs.length; i += 2) {
      conf.set(pairs[i], pairs[i + 1]);
    }
    return conf;
  }

  private static MachineChecks machine(SparkConf settings, Map<String, String> environment) {
    return new MachineChecks(settings, environment);
  }

  private static Finding master(String master) {
    return new MasterCheck(Map.of()).of(master);
  }

  private static ServerSocket listening() throws IOException {
    return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  @Test
  void everyThingHasAFindingAndNothingIsLeftBehind() {
    List<Finding> findings =
        new Doctor(settings(), new Configuration(), Map.of())
            .look(Optional.of(folder.resolve("not/yet").toString()));

    assertThat(findings)
        .extracting(Finding::name)
        .containsExactly(
            "java",
            "cores",
            "memory",
            "vector module",
            "spark",
            "hadoop native",
            "classifiers",
            "native library",
            "temporary files",
            "output",
            "host name",
            "page of the driver",
            "master");
    assertThat(findings)
        .allSatisfy(
            finding ->
                assertThat(finding.remedy().isEmpty())
                    .as(finding.toString())
                    .isEqualTo(finding.verdict() == OK));
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void memory() {
    assertThat(MachineChecks.memory(6000 * MB, 10_000 * MB).verdict()).isEqualTo(OK);
    assertThat(MachineChecks.memory(1000 * MB, 10_000 * MB).verdict()).isEqualTo(LIMITED);
    Finding killed = MachineChecks.memory(9500 * MB, 10_000 * MB);
    assertThat(killed.verdict()).isEqualTo(FAILS);
    assertThat(killed.remedy()).contains("--driver-memory");
  }

  @Test
  void whatTheLauncherFoundWrongWithSparkHome() {
    Finding finding =
        machine(settings(), Map.of(MachineChecks.SPARK_HOME_PROBLEM, "it is of another line"))
            .spark();
    assertThat(finding.verdict()).isEqualTo(FAILS);
    assertThat(finding.found()).isEqualTo("it is of another line");
  }

  @Test
  void temporaryFilesNeedAFolder() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    Finding finding = machine(settings("spark.local.dir", file + "/below"), Map.of()).temporary();
    assertThat(finding.verdict()).isEqualTo(FAILS);
    assertThat(finding.found()).contains(file + "/below cannot be written");
    assertThat(finding.remedy()).contains("SPARK_LOCAL_DIRS");
  }

  @Test
  void aTakenPortIsPassedOver() throws IOException {
    try (ServerSocket taken = new ServerSocket(0)) {
      String port = String.valueOf(taken.getLocalPort());
      assertThat(
              machine(settings("spark.ui.port", port, "spark.port.maxRetries", "0"), Map.of())
                  .uiPort()
                  .verdict())
          .isEqualTo(FAILS);
      assertThat(machine(settings("spark.ui.port", "0"), Map.of()).uiPort().verdict())
          .isEqualTo(OK);
      assertThat(
              machine(settings("spark.ui.port", port, "spark.ui.enabled", "false"), Map.of())
                  .uiPort()
                  .found())
          .isEqualTo("switched off");
    }
  }

  @Test
  void aNameWithoutAnAddress() {
    Finding finding =
        machine(settings(), Map.of("SPARK_LOCAL_IP", "no.such.host.invalid")).hostName();
    assertThat(finding.verdict()).isEqualTo(FAILS);
    assertThat(finding.remedy()).contains("SPARK_LOCAL_IP");
  }

  @Test
  void aPlaceThatCannotBeWritten() {
    Finding finding = new PlaceCheck(new Configuration()).of("hdfs://127.0.0.1:1/results");
    assertThat(finding.verdict()).isEqualTo(FAILS);
    assertThat(finding.found()).startsWith("hdfs://127.0.0.1:1/results cannot be written");
  }

  @Test
  void anotherClockMakesLocksUnsafe() {
    assertThat(PlaceCheck.clock("o", Duration.ofSeconds(5)).verdict()).isEqualTo(OK);
    assertThat(PlaceCheck.clock("o", Duration.ofSeconds(-45)).verdict()).isEqualTo(FAILS);
    assertThat(PlaceCheck.clock("o", Duration.ofSeconds(45)).remedy()).contains("NTP");
  }

  @Test
  void aStandaloneMasterThatAnswersAndOneThatDoesNot() throws IOException {
    String gone;
    try (ServerSocket open = listening()) {
      gone = "spark://127.0.0.1:" + open.getLocalPort();
      assertThat(master(gone).verdict()).isEqualTo(OK);
      assertThat(master("spark://127.0.0.1:1,127.0.0.1:" + open.getLocalPort()).verdict())
          .isEqualTo(OK);
    }
    assertThat(master(gone).verdict()).isEqualTo(FAILS);
    assertThat(master(gone).found()).contains("does not answer");
    assertThat(master("spark://127.0.0.1:port").verdict()).isEqualTo(FAILS);
  }

  @Test
  void aSparkWithoutYarnOrKubernetesSaysSo() {
    for (String master : List.of("yarn", "k8s://https://127.0.0.1:1")) {
      assertThat(master(master).verdict()).isEqualTo(FAILS);
      assertThat(master(master).found()).isEqualTo("this Spark does not support " + master);
      assertThat(master(master).remedy()).contains("SPARK_HOME");
    }
    assertThat(master("mesos://h").found()).isEqualTo("mesos://h is not a master");
  }

  @Test
  void resourceManagersOfYarn() throws IOException {
    File site = folder.resolve("yarn-site.xml").toFile();
    Files.writeString(site.toPath(), "<configuration></configuration>");
    assertThat(MasterCheck.resourceManagers(site)).containsExactly("0.0.0.0:8032");
    Files.writeString(
        site.toPath(),
        """
        <configuration>
          <property><name>yarn.resourcemanager.ha.rm-ids</name><value>a, b</value></property>
          <property><name>yarn.resourcemanager.hostname.a</name><value>one</value></property>
          <property><name>yarn.resourcemanager.address.b</name><value>two:9</value></property>
        </configuration>
        """);
    assertThat(MasterCheck.resourceManagers(site)).containsExactly("one:8032", "two:9");
  }

  @Test
  void roomForTheNativeLibrary() throws IOException {
    LearnCheck learn = new LearnCheck(Map.of("ENGINE_CACHE_DIR", folder + "/a/b"));
    assertThat(learn.room().found()).contains(folder + "/a/b has ");
    Files.createDirectories(folder.resolve("there/pytorch"));
    assertThat(new LearnCheck(Map.of("DJL_CACHE_DIR", folder + "/there")).room().found())
        .isEqualTo("unpacked in " + folder + "/there");
  }
}
