package io.wowflow.jobs.main;

import static org.assertj.core.api.Assertions.assertThat;

import io.wowflow.jobs.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Starts {@code submit/wowflow} from elsewhere, through a symbolic link, in folders with spaces:
 * what only the shell does, and one run of each way through it. {@code LaunchTest} has the
 * decisions.
 */
class LauncherIT {
  private static final Path ROOT = Path.of(System.getProperty("wowflow.root"));
  private static final Path TARGET = ROOT.resolve("spark-jobs/target");

  @TempDir Path temp;
  private Path folder;
  private Path link;

  @BeforeEach
  void prepare() throws IOException {
    folder = Files.createDirectory(temp.resolve("a folder"));
    link(ROOT.resolve("submit/wowflow"));
  }

  private void link(Path script) throws IOException {
    Path first = Files.createSymbolicLink(folder.resolve("the launcher"), script);
    link = Files.createSymbolicLink(folder.resolve("relative link"), first.getFileName());
  }

  private Ran run(Map<String, String> environment, String... args)
      throws IOException, InterruptedException {
    return Ran.of(
        folder, environment, Stream.concat(Stream.of(link.toString()), Stream.of(args)).toList());
  }

  @Test
  void version() throws IOException, InterruptedException {
    Ran ran = run(Map.of(), "--version");

    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out().strip()).matches("wowflow \\S+ \\(commit ([0-9a-f]{40}|unknown)\\)");
    assertThat(ran.err()).isEmpty();
  }

  @Test
  void noWordIsWrongUsage() throws IOException, InterruptedException {
    Ran nothing = run(Map.of());

    assertThat(nothing.code()).isEqualTo(2);
    assertThat(nothing.err()).contains("Usage: wowflow");
    assertThat(nothing.out()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-h",
        "--help",
        "-V",
        "--version",
        "flow --help",
        "flow -h -- --master yarn",
        "completion"
      })
  void helpComesWithoutSpark(String line) throws IOException, InterruptedException {
    String[] words = line.split(" ", -1);
    int end = List.of(words).contains("--") ? List.of(words).indexOf("--") : words.length;

    Ran ran = run(EchoPrograms.java(folder), words);

    assertThat(ran.code()).as(ran.err()).isEqualTo(6);
    // Words of spark-submit are nothing for a command that starts no Spark.
    assertThat(ran.out().lines().filter(word -> word.startsWith("<")))
        .containsSubsequence(
            "<" + TARGET + "/wowflow-job.jar:" + TARGET + "/spark/jars/*>",
            "<io.wowflow.jobs.main.WowFlow>",
            "<" + words[0] + ">")
        .endsWith("<" + words[end - 1] + ">");
  }

  /** After {@code --} the words are those of spark-submit. */
  @Test
  void theAssembledSpark() throws IOException, InterruptedException {
    Ran ran = run(EchoPrograms.java(folder), "flow", "--", "--help");

    assertThat(ran.code()).as(ran.err()).isEqualTo(6);
    assertThat(ran.out().lines())
        .containsExactly(
            "<Spark>", "<planned>", "problem=none", "planned=a b", "spark=" + TARGET + "/spark");
  }

  @Test
  void aConfigFileOfTheWorkingDirectoryThroughSpark() throws IOException, InterruptedException {
    Files.writeString(folder.resolve("ein Lauf, früh.conf"), "wowflow.flow {\n  stpes = 3\n}\n");

    Ran ran = run(Map.of(), "flow", "--config", "ein Lauf, früh.conf", "--", "--master", "local");

    assertThat(ran.code()).as(ran.err()).isEqualTo(2);
    assertThat(ran.err())
        .contains("wowflow: ", "unknown key wowflow.flow.stpes (ein Lauf, früh.conf: 2)", "steps")
        .doesNotContain("Exception");
    assertThat(ran.out()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "spark-core_2.12-3.5.6.jar, 3.5.6, 2.12",
    "spark-core_2.12-4.2.0.jar, 4.2.0, 2.12",
    "spark-core_2.13-4.1.1.jar, 4.1.1, 2.13",
    "spark-core_2.13-4.20.0.jar, 4.20.0, 2.13",
  })
  void anotherSpark(String core, String spark, String scala)
      throws IOException, InterruptedException {
    String with = "with Spark " + spark + " and Scala " + scala;

    Ran ran = run(EchoPrograms.both(folder, core), "flow", "--source", "a");

    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains(with, "built for Spark 4.2 and Scala 2.13");
    assertThat(ran.out()).isEmpty();

    // It reports the problem among its other findings.
    Ran doctor = run(EchoPrograms.both(folder, core), "doctor");

    assertThat(doctor.code()).as(doctor.err()).isEqualTo(6);
    assertThat(doctor.out())
        .containsPattern("problem=wowflow: SPARK_HOME is .* " + with)
        .contains("spark=" + TARGET + "/spark\n");
  }

  @Test
  void aFolderThatIsNoSpark() throws IOException, InterruptedException {
    Ran ran = run(Map.of("SPARK_HOME", folder.toString()), "flow");

    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains("SPARK_HOME is " + folder, "jars/spark-core_*.jar");
  }

  @Test
  void theSparkOfTheUserGetsEverythingAndItsExitCodeIsKept()
      throws IOException, InterruptedException {
    Map<String, String> environment =
        new HashMap<>(EchoPrograms.spark(folder, "spark-core_2.13-4.2.7.jar"));
    environment.putAll(Map.of("LC_ALL", "", "LC_CTYPE", "", "LANG", ""));

    Ran ran =
        run(environment, "flow", "--source", "a b\né", "", "--", "--name", "my run", "-c", "k=v w");

    assertThat(ran.code()).as(ran.err()).isEqualTo(5);
    assertThat(ran.out())
        .startsWith(
            "<--class>\n<io.wowflow.jobs.main.WowFlow>\n<--name>\n<my run>\n<-c>\n<k=v w>\n<"
                + ROOT.toRealPath().resolve("spark-jobs/target/wowflow-job.jar")
                + ">\n<flow>\n<--source>\n<a b\né>\n<>\nmemory=")
        .contains("conf/log4j2.properties", "terminal=none")
        .containsPattern("memory=[1-9][0-9]*m");
  }

  @Test
  void aRefusalEndsTheScript() throws IOException, InterruptedException {
    Ran ran =
        run(
            EchoPrograms.spark(folder, "spark-core_2.13-4.2.0.jar"),
            "flow",
            "--config",
            "missing.conf",
            "--",
            "--deploy-mode=cluster");

    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).isEqualTo("wowflow: --config missing.conf: no such file\n");
    assertThat(ran.out()).isEmpty();
  }

  /** A locale of bytes, which cron's jobs have, would lose all names beyond ASCII. */
  @ParameterizedTest
  @CsvSource({"'','','',C.UTF-8", "'','',POSIX,C.UTF-8", "C,'',x,C.UTF-8", "'',x,C,none"})
  void namesOfFilesAreUtf8(String all, String type, String lang, String expected)
      throws IOException, InterruptedException {
    Map<String, String> environment = EchoPrograms.both(folder, "spark-core_2.13-4.2.0.jar");
    environment.putAll(Map.of("LC_ALL", all, "LC_CTYPE", type, "LANG", lang));

    Ran ran = run(environment, "flow");

    assertThat(ran.out().lines()).contains("<planned>", "locale=" + expected);
  }

  @Test
  void theDoctorOfThisMachine() throws IOException, InterruptedException {
    Ran ran = run(Map.of(), "doctor", "--", "--master", "spark://127.0.0.1:1");

    assertThat(ran.code()).as(ran.err()).isEqualTo(1);
    assertThat(ran.out())
        .containsPattern("(?m)^ok +vector module ")
        .containsPattern("(?m)^ok +spark +4\\.2\\.0 in ")
        .containsPattern("(?m)^fails +master +spark://127.0.0.1:1 does not answer");
    // A JVM with the vector module prints a warning first.
    assertThat(ran.err().lines().filter(line -> !line.startsWith("WARNING: Using incubator")))
        .containsExactly("wowflow: commands would fail because of: master");
  }

  /** The job's own main class with Spark's jars, as for somebody who calls spark-submit. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "flow --source=synthetic:rings-source --target=synthetic:rings --evaluate-with=m",
        "distill --source=synthetic:gaussians?classes=2&samples=4&dimension=64 --shape=8x8x1"
            + " --per-class=1 --target-batch=0 --embed",
      })
  void withoutTheJarsOfNeuralNetworksTheMessageNamesThem(String line)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                TARGET + "/wowflow-job.jar:" + TARGET + "/spark/jars/*",
                "io.wowflow.jobs.main.WowFlow"));
    command.addAll(List.of(line.split(" ", -1)));
    command.add("--output=" + folder.resolve("out"));

    Ran ran = Ran.of(folder, Map.of(), command);

    assertThat(ran.code()).as(ran.err()).isEqualTo(2);
    assertThat(ran.err())
        .contains(
            "Networks need the jars of spark-jobs/target/learn", "pytorch-native-cpu", "--jars")
        .doesNotContain("Exception");
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void aNativeLibraryThatCannotBeLoadedIsFoundBeforeTheFlow()
      throws IOException, InterruptedException {
    String noFolder = Files.createFile(folder.resolve("file")).toString();
    Ran ran =
        run(
            Map.of("ENGINE_CACHE_DIR", noFolder, "DJL_CACHE_DIR", noFolder),
            "augment",
            "--source=synthetic:gaussians?classes=2&samples=9&dimension=784",
            "--target=synthetic:gaussians?classes=2&samples=9&dimension=784",
            "--shape=28x28x1",
            "--shots=3",
            "--require-improvement",
            "--output=" + folder.resolve("out"));

    assertThat(ran.code()).as(ran.err()).isEqualTo(1);
    assertThat(ran.err())
        .contains("wowflow: PyTorch's native library cannot be loaded", "ENGINE_CACHE_DIR")
        .doesNotContain("event=start", "\tat ");
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void theJarOfTheJobContainsNoNeuralNetworkLibrary() throws IOException {
    try (JarFile jar = new JarFile(TARGET.resolve("wowflow-job.jar").toFile())) {
      assertThat(jar.stream().map(ZipEntry::getName))
          .noneMatch(name -> name.startsWith("ai/djl") || name.endsWith(".so"));
    }
  }

  @Test
  void anOldJavaIsRefused() throws IOException, InterruptedException {
    Path home = folder.resolve("old java");
    EchoPrograms.executable(
        home.resolve("bin/java"), "#!/bin/sh\necho 'openjdk version \"1.8.0_402\"' >&2\n");

    Ran ran = run(Map.of("JAVA_HOME", home.toString()), "--version");

    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains(home + "/bin/java is Java 1.8.0_402", "Java 17 or newer");
  }

  @Test
  void aJavaHomeWithoutJavaIsRefused() throws IOException, InterruptedException {
    Ran ran = run(Map.of("JAVA_HOME", folder.toString()), "--version");

    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains("JAVA_HOME is " + folder);
  }

  /** A copy of the scripts without any build. */
  private Path freshClone() throws IOException {
    Path clone = folder.resolve("fresh clone");
    for (String name : List.of("wowflow", "environment.sh")) {
      EchoPrograms.executable(
          clone.resolve("submit").resolve(name),
          Files.readString(ROOT.resolve("submit").resolve(name)));
    }
    Files.delete(link);
    Files.delete(folder.resolve("the launcher"));
    link(clone.resolve("submit/wowflow"));
    return clone;
  }

  @Test
  void aMissingBuildWithoutMavenIsExplained() throws IOException, InterruptedException {
    freshClone();
    Path tools = Files.createDirectory(folder.resolve("tools"));
    for (String tool :
        List.of("bash", "env", "dirname", "readlink", "sed", "head", "sort", "find")) {
      Files.createSymbolicLink(tools.resolve(tool), Ran.program(tool).orElseThrow());
    }

    Ran ran = run(Map.of("PATH", tools.toString()), "flow", "--source", "a");

    assertThat(ran.code()).as(ran.err()).isEqualTo(2);
    assertThat(ran.err()).contains("wowflow-job.jar is not built", "Maven", "mvn package");
  }

  @Test
  void theJarsOfNeuralNetworksAreBuiltWhenTheyAreNeeded() throws IOException, InterruptedException {
    Path clone = freshClone();
    Path target = Files.createDirectories(clone.resolve("spark-jobs/target"));
    Files.createSymbolicLink(target.resolve("wowflow-job.jar"), TARGET.resolve("wowflow-job.jar"));
    Path tools = folder.resolve("tools");
    EchoPrograms.executable(
        tools.resolve("mvn"),
        "#!/bin/sh\nmkdir spark-jobs/target/learn\ntouch spark-jobs/target/learn/a.jar\n");
    Map<String, String> environment =
        new HashMap<>(EchoPrograms.spark(folder, "spark-core_2.13-4.2.0.jar"));
    environment.put("PATH", tools + ":" + System.getenv("PATH"));

    Ran flow = run(environment, "flow");
    assertThat(flow.code()).as(flow.err()).isEqualTo(5);
    assertThat(flow.err()).isEmpty();
    Ran evaluate = run(environment, "evaluate");
    assertThat(evaluate.code()).as(evaluate.err()).isEqualTo(5);
    String learn = target.toRealPath().resolve("learn").toString();
    assertThat(evaluate.err()).isEqualTo("wowflow: building " + learn + ", once\n");
    assertThat(evaluate.out()).contains("<--jars>\n<" + learn + "/a.jar>\n");
  }

  @Test
  void theLauncherAndTheBuildNameTheSameLines() throws IOException {
    String launcher = Files.readString(ROOT.resolve("submit/environment.sh"));
    String pom = Files.readString(ROOT.resolve("pom.xml"));

    assertThat(pom).containsPattern("<spark.version>4\\.2\\.[0-9]+</spark.version>");
    assertThat(pom).contains("<scala.line>2.13</scala.line>");
    assertThat(launcher).contains("SPARK_LINE=4.2\n", "SCALA_LINE=2.13\n");
  }
}
