package io.wowflow.jobs.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Starts {@code submit/wowflow} from elsewhere, through a symbolic link, in folders with spaces.
 */
class LauncherIT {
  private static final Path ROOT = Path.of(System.getProperty("wowflow.root"));

  private record Outcome(int code, String out, String err) {}

  @TempDir Path temp;
  private Path folder;
  private Path link;

  @BeforeEach
  void prepare() throws IOException {
    folder = Files.createDirectory(temp.resolve("a folder"));
    Path first =
        Files.createSymbolicLink(folder.resolve("the launcher"), ROOT.resolve("submit/wowflow"));
    link = Files.createSymbolicLink(folder.resolve("relative link"), first.getFileName());
  }

  private Outcome run(Map<String, String> environment, String... args)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(link.toString()));
    command.addAll(List.of(args));
    Path out = temp.resolve("out");
    Path err = temp.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().keySet().removeIf(name -> name.matches("SPARK_.*|MASTER"));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().putAll(environment);
    Process process = builder.start();
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    return new Outcome(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  private Path executable(Path path, String text) throws IOException {
    Files.createDirectories(path.getParent());
    Files.writeString(path, text, StandardCharsets.UTF_8);
    return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Map<String, String> sparkHome(String core) throws IOException {
    return EchoSpark.in(folder.resolve("my spark"), core);
  }

  private Outcome submit(String... args) throws IOException, InterruptedException {
    return run(sparkHome("spark-core_2.13-4.2.7.jar"), args);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--version", "-V"})
  void version(String option) throws IOException, InterruptedException {
    Outcome outcome = run(Map.of(), option);

    assertThat(outcome.code).as(outcome.err).isZero();
    assertThat(outcome.out.strip()).matches("wowflow \\S+ \\(commit ([0-9a-f]{40}|unknown)\\)");
    assertThat(outcome.err).isEmpty();
  }

  @Test
  void help() throws IOException, InterruptedException {
    assertThat(run(Map.of(), "--help").out).contains("flow", "convert", "synth", "evaluate");
    Outcome flow = run(Map.of(), "flow", "--help");
    assertThat(flow.code).as(flow.err).isZero();
    assertThat(flow.out).contains("--step-size", "--config");
    Outcome nothing = run(Map.of());
    assertThat(nothing.code).isEqualTo(2);
    assertThat(nothing.err).contains("Usage: wowflow");
  }

  @Test
  void anUnknownOptionThroughSpark() throws IOException, InterruptedException {
    Outcome outcome = run(Map.of(), "flow", "--stpes", "3", "--", "--master", "local[1]");

    assertThat(outcome.code).as(outcome.err).isEqualTo(2);
    assertThat(outcome.err)
        .contains("wowflow: Unknown option", "--steps")
        .doesNotContain("Exception");
    assertThat(outcome.out).isEmpty();
  }

  @Test
  void aConfigFileOfTheWorkingDirectory() throws IOException, InterruptedException {
    Files.writeString(folder.resolve("a run.conf"), "wowflow.flow {\n  stpes = 3\n}\n");

    Outcome outcome = run(Map.of(), "flow", "--config", "a run.conf");

    assertThat(outcome.code).as(outcome.err).isEqualTo(2);
    assertThat(outcome.err).contains("unknown key wowflow.flow.stpes", "a run.conf: 2", "steps");
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
    Outcome outcome = run(sparkHome(core), "flow", "--source", "a");

    assertThat(outcome.code).isEqualTo(2);
    assertThat(outcome.err)
        .contains(
            "with Spark " + spark + " and Scala " + scala, "built for Spark 4.2 and Scala 2.13");
    assertThat(outcome.out).isEmpty();
  }

  @Test
  void aFolderThatIsNoSpark() throws IOException, InterruptedException {
    Outcome outcome = run(Map.of("SPARK_HOME", folder.toString()), "flow");

    assertThat(outcome.code).isEqualTo(2);
    assertThat(outcome.err).contains("SPARK_HOME is " + folder, "jars/spark-core_*.jar");
  }

  @Test
  void theSparkOfTheUserGetsEverythingAndItsExitCodeIsKept()
      throws IOException, InterruptedException {
    Outcome outcome =
        submit("flow", "--source", "a b", "--", "--name", "my run", "--conf", "k=v w");

    assertThat(outcome.code).as(outcome.err).isEqualTo(5);
    assertThat(outcome.out.lines().toList())
        .startsWith(
            "<--class>",
            "<io.wowflow.jobs.main.WowFlow>",
            "<--name>",
            "<my run>",
            "<--conf>",
            "<k=v w>")
        .containsSubsequence(
            "<" + ROOT.toRealPath().resolve("spark-jobs/target/wowflow-job.jar") + ">",
            "<flow>",
            "<--source>",
            "<a b>");
    assertThat(outcome.out)
        .contains("conf/log4j2.properties")
        .containsPattern("memory=[1-9][0-9]*m");
  }

  @Test
  void theMemoryOfARemoteDriverIsLeftAlone() throws IOException, InterruptedException {
    assertThat(submit("flow", "--", "--master", "spark://h:1").out).contains("memory=none");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--master=yarn", "--conf=spark.master=yarn", "--properties-file=my.conf"})
  void howeverTheMasterIsGiven(String option) throws IOException, InterruptedException {
    Files.writeString(
        folder.resolve("my.conf"), "# mine\nspark.masters local\nspark.master   yarn\n");

    assertThat(submit("flow", "--", option).out).contains("memory=none");
  }

  @Test
  void theUsersOwnMemoryAndLogsWin() throws IOException, InterruptedException {
    Map<String, String> environment = new HashMap<>(sparkHome("spark-core_2.13-4.2.0.jar"));
    environment.put("SPARK_DRIVER_MEMORY", "3g");
    environment.put("SPARK_SUBMIT_OPTS", "-Dlog4j2.configurationFile=mine");

    assertThat(run(environment, "flow").out)
        .contains("memory=3g", "options=-Dlog4j2.configurationFile=mine\n");
  }

  /** A locale of bytes, which cron's jobs have, would lose all names beyond ASCII. */
  @ParameterizedTest
  @CsvSource({"'','','',C.UTF-8", "'','',POSIX,C.UTF-8", "C,'',x,C.UTF-8", "'',x,C,none"})
  void namesOfFilesAreUtf8(String all, String type, String lang, String expected)
      throws IOException, InterruptedException {
    Map<String, String> environment = new HashMap<>(sparkHome("spark-core_2.13-4.2.0.jar"));
    environment.putAll(Map.of("LC_ALL", all, "LC_CTYPE", type, "LANG", lang));

    assertThat(run(environment, "flow").out.lines()).contains("locale=" + expected);
  }

  @Test
  void aDriverOnTheClusterGetsTheConfigFile() throws IOException, InterruptedException {
    Path file = Files.writeString(folder.resolve("a run.conf"), "");
    String[] cluster = {"--", "--master", "yarn", "--deploy-mode", "cluster"};

    assertThat(submit(with(cluster, "flow", "--config", file.toString())).out.lines())
        .containsSubsequence("<--files>", "<" + file + ">", "<flow>", "<--config>", "<a run.conf>");
    assertThat(submit(with(cluster, "flow", "--config=" + file)).out.lines())
        .contains("<--files>", "<" + file + ">", "<--config=a run.conf>");
    assertThat(
            submit(
                    "flow",
                    "--config",
                    file.toString(),
                    "--",
                    "--files",
                    "x",
                    "--conf",
                    "spark.submit.deployMode=cluster")
                .out
                .lines())
        .containsSubsequence("<--files>", "<x," + file + ">", "<a run.conf>");
    Outcome missing = submit(with(cluster, "flow", "--config", "missing.conf"));
    assertThat(missing.code).isEqualTo(2);
    assertThat(missing.err).contains("--config missing.conf: no such file");
  }

  @Test
  void onlyWhatUsesNeuralNetworksGetsTheirJars() throws IOException, InterruptedException {
    String learn = ROOT.toRealPath().resolve("spark-jobs/target/learn").toString();

    assertThat(submit("flow", "--source", "a").out).doesNotContain(learn);
    assertThat(submit("distill", "--source", "a", "--augment").out).doesNotContain(learn);
    String config = Files.writeString(folder.resolve("a.conf"), "wowflow.flow.seed = 1").toString();
    assertThat(submit("flow", "--config", config).out).doesNotContain(learn);
    String watched =
        Files.writeString(folder.resolve("b.conf"), "wowflow.flow { evaluate-with = m }")
            .toString();
    String embedded =
        Files.writeString(folder.resolve("c.conf"), "wowflow.distill.embed = true").toString();
    for (String[] args :
        List.of(
            new String[] {"evaluate", "--train", "a"},
            new String[] {"augment"},
            new String[] {"flow", "--evaluate-with", "m"},
            new String[] {"flow", "--evaluate-with=m"},
            new String[] {"flow", "--config", watched},
            new String[] {"distill", "--config=" + embedded},
            new String[] {"distill", "--embed"})) {
      assertThat(submit(args).out)
          .contains("<--jars>\n<" + learn + "/api-")
          .contains("," + learn + "/pytorch-native-cpu-");
    }
    assertThat(submit("evaluate", "--", "--jars", "mine.jar").out)
        .contains("<mine.jar," + learn + "/api-");
    assertThat(submit("evaluate", "--", "--jars=mine.jar").out)
        .contains("<--jars=mine.jar," + learn + "/api-");
  }

  @Test
  void withoutTheirJarsTheMessageNamesThem() throws IOException, InterruptedException {
    // The launcher reads the file that it is given, not what that includes.
    Path config = Files.writeString(folder.resolve("job.conf"), "include \"learns.conf\"");
    Path learns = folder.resolve("learns.conf");
    Files.writeString(learns, "wowflow.flow.evaluate-with = m");

    Outcome outcome =
        run(
            Map.of(),
            "flow",
            "--source",
            "synthetic:rings-source",
            "--target",
            "synthetic:rings",
            "--output",
            folder.resolve("out").toString(),
            "--config",
            config.toString());

    assertThat(outcome.code).as(outcome.err).isEqualTo(2);
    assertThat(outcome.err)
        .contains("spark-jobs/target/learn", "pytorch-native-cpu", "--jars")
        .doesNotContain("Exception");

    Files.writeString(learns, "wowflow.distill.embed = true");
    Outcome embedded =
        run(
            Map.of(),
            "distill",
            "--source=synthetic:gaussians?classes=2&samples=4&dimension=64",
            "--shape=8x8x1",
            "--per-class=1",
            "--target-batch=0",
            "--output=" + folder.resolve("out"),
            "--config=" + config);
    assertThat(embedded.code).as(embedded.err).isEqualTo(2);
    assertThat(embedded.err).contains("Networks need the jars of spark-jobs/target/learn");
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void aNativeLibraryThatCannotBeLoadedIsFoundBeforeTheFlow()
      throws IOException, InterruptedException {
    String noFolder = Files.createFile(folder.resolve("file")).toString();
    Outcome outcome =
        run(
            Map.of("ENGINE_CACHE_DIR", noFolder, "DJL_CACHE_DIR", noFolder),
            "augment",
            "--source=synthetic:gaussians?classes=2&samples=9&dimension=784",
            "--target=synthetic:gaussians?classes=2&samples=9&dimension=784",
            "--shape=28x28x1",
            "--shots=3",
            "--require-improvement",
            "--output=" + folder.resolve("out"));

    assertThat(outcome.code).as(outcome.err).isEqualTo(1);
    assertThat(outcome.err)
        .contains("wowflow: PyTorch's native library cannot be loaded", "ENGINE_CACHE_DIR")
        .doesNotContain("event=start", "\tat ");
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void theJarOfTheJobHoldsNoNeuralNetworkLibrary() throws IOException {
    try (java.util.jar.JarFile jar =
        new java.util.jar.JarFile(ROOT.resolve("spark-jobs/target/wowflow-job.jar").toFile())) {
      assertThat(jar.stream().map(java.util.zip.ZipEntry::getName))
          .noneMatch(name -> name.startsWith("ai/djl") || name.endsWith(".so"));
    }
  }

  private static String[] with(String[] last, String... first) {
    List<String> all = new ArrayList<>(List.of(first));
    all.addAll(List.of(last));
    return all.toArray(String[]::new);
  }

  @Test
  void anOldJavaIsRefused() throws IOException, InterruptedException {
    Path home = folder.resolve("old java");
    executable(home.resolve("bin/java"), "#!/bin/sh\necho 'openjdk version \"1.8.0_402\"' >&2\n");

    Outcome outcome = run(Map.of("JAVA_HOME", home.toString()), "--version");

    assertThat(outcome.code).isEqualTo(2);
    assertThat(outcome.err).contains(home + "/bin/java is Java 1.8.0_402", "Java 17 or newer");
  }

  @Test
  void aJavaHomeWithoutJavaIsRefused() throws IOException, InterruptedException {
    Outcome outcome = run(Map.of("JAVA_HOME", folder.toString()), "--version");

    assertThat(outcome.code).isEqualTo(2);
    assertThat(outcome.err).contains("JAVA_HOME is " + folder);
  }

  @Test
  void aMissingBuildWithoutMavenSaysWhatToDo() throws IOException, InterruptedException {
    Path elsewhere = folder.resolve("fresh clone");
    Path copy =
        executable(
            elsewhere.resolve("submit/wowflow"), Files.readString(ROOT.resolve("submit/wowflow")));
    Files.copy(ROOT.resolve("submit/environment.sh"), elsewhere.resolve("submit/environment.sh"));
    Files.delete(link);
    Files.createSymbolicLink(link, copy);
    Path tools = Files.createDirectory(folder.resolve("tools"));
    for (String tool :
        List.of("bash", "env", "dirname", "readlink", "sed", "head", "sort", "find")) {
      Files.createSymbolicLink(tools.resolve(tool), tool(tool));
    }

    Outcome outcome = run(Map.of("PATH", tools.toString()), "flow", "--source", "a");

    assertThat(outcome.code).as(outcome.err).isEqualTo(2);
    assertThat(outcome.err).contains("wowflow-job.jar is not built", "Maven", "mvn package");
  }

  private static Path tool(String name) {
    for (String folder : System.getenv("PATH").split(":", -1)) {
      Path candidate = Path.of(folder, name);
      if (Files.isExecutable(candidate)) {
        return candidate;
      }
    }
    throw new IllegalStateException("no " + name + " on the PATH");
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
