package io.wowflow.jobs.main;

import static org.assertj.core.api.Assertions.assertThat;

import io.wowflow.jobs.conf.AugmentConf;
import io.wowflow.jobs.conf.ConvertConf;
import io.wowflow.jobs.conf.DistanceConf;
import io.wowflow.jobs.conf.DistillConf;
import io.wowflow.jobs.conf.DoctorConf;
import io.wowflow.jobs.conf.EvaluateConf;
import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.conf.FlowConf;
import io.wowflow.jobs.conf.JobConf;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.conf.PageConf;
import io.wowflow.jobs.conf.Reference;
import io.wowflow.jobs.conf.SynthConf;
import io.wowflow.jobs.conf.VerifyConf;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.apache.hadoop.fs.NewFsError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class WowFlowTest {
  private static final String[] FLOW = {"flow", "--source", "a", "--target", "b", "--output", "c"};

  private final Recording commands = new Recording();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  /** Records the commands that were called, and runs the job of a test. */
  private static final class Recording implements Commands {
    private final List<JobConf> asked = new ArrayList<>();
    private Runnable job = () -> {};

    @Override
    public void flow(FlowConf conf, PrintWriter out) {
      asked.add(conf);
      job.run();
      out.println("flowed");
    }

    @Override
    public void convert(ConvertConf conf, PrintWriter out) {
      asked.add(conf);
    }

    @Override
    public void synth(SynthConf conf, Optional<FlowConf> flow, PrintWriter out) {
      asked.add(conf);
    }

    @Override
    public void doctor(DoctorConf conf, PrintWriter out) {
      asked.add(conf);
    }

    @Override
    public void distance(DistanceConf conf, PrintWriter out) {
      asked.add(conf);
    }

    @Override
    public void augment(AugmentConf conf, FlowConf flow, PrintWriter out) {
      asked.add(conf);
      asked.add(flow);
    }

    @Override
    public void distill(DistillConf conf, FlowConf flow, PrintWriter out) {
      asked.add(conf);
      asked.add(flow);
    }

    @Override
    public void evaluate(EvaluateConf conf, PrintWriter out) {
      asked.add(conf);
    }

    @Override
    public void verify(VerifyConf conf, PrintWriter out) {
      asked.add(conf);
    }

    @Override
    public void report(PageConf conf, PrintWriter out) {
      asked.add(conf);
    }
  }

  private int run(String... args) {
    return WowFlow.run(args, commands, new PrintWriter(out), new PrintWriter(err));
  }

  private static String[] flow(String... more) {
    String[] args = Arrays.copyOf(FLOW, FLOW.length + more.length);
    System.arraycopy(more, 0, args, FLOW.length, more.length);
    return args;
  }

  private FlowConf asked() {
    assertThat(commands.asked).as(err.toString()).hasSize(1);
    return (FlowConf) commands.asked.get(0);
  }

  @Test
  void aFlow() {
    assertThat(run(flow("--steps", "5", "--clip=0,1", "--state-hash", "--seed", "-3"))).isZero();

    assertThat(asked().descent().steps()).isEqualTo(5);
    assertThat(asked().report().stateHash()).isTrue();
    assertThat(asked().seed()).isEqualTo(-3);
    assertThat(out).hasToString("flowed" + System.lineSeparator());
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void aConversion() {
    assertThat(run("convert", "--source", "a", "--output", "b", "--preview", "p.png")).isZero();
    assertThat(commands.asked).singleElement().isInstanceOf(ConvertConf.class);
  }

  @Test
  void aSyntheticDatasetNamedBeforeOrAfterItsOptions() {
    assertThat(run("synth", "rings", "--output", "x")).isZero();
    assertThat(run("synth", "--output", "x", "rings-source")).isZero();
    assertThat(commands.asked)
        .extracting(conf -> ((SynthConf) conf).name())
        .containsExactly(
            Optional.of(SynthConf.Name.RINGS), Optional.of(SynthConf.Name.RINGS_SOURCE));
  }

  @Test
  void theCommandLineWinsOverTheFile(@TempDir Path folder) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("run.conf"), "wowflow.flow { steps = 7, seed = 7, dry-run = true }");

    assertThat(run(flow("--config", file.toString(), "--steps", "9", "--dry-run=false"))).isZero();

    assertThat(asked().descent().steps()).isEqualTo(9);
    assertThat(asked().seed()).isEqualTo(7);
    assertThat(asked().dryRun()).isFalse();
  }

  @Test
  void aMissingConfigFileIsWrongUsage() {
    assertThat(run(flow("--config", "nowhere.conf"))).isEqualTo(2);
    assertThat(err).hasToString(line("wowflow: --config nowhere.conf: no such file"));
  }

  private static String line(String text) {
    return text + System.lineSeparator();
  }

  @Test
  void anUnknownOptionIsWrongUsageWithSuggestions() {
    assertThat(run(flow("--stpes", "3"))).isEqualTo(2);
    assertThat(err.toString()).contains("'--stpes'", "--steps", "wowflow flow --help");
    assertThat(commands.asked).isEmpty();
  }

  @Test
  void anUnknownCommandIsWrongUsageWithSuggestions() {
    assertThat(run("flwo")).isEqualTo(2);
    assertThat(err.toString()).contains("'flwo'", "wowflow flow");
  }

  @Test
  void usageThatTheParserRefuses() {
    assertThat(run(flow("--steps", "1", "--steps", "2"))).isEqualTo(2);
    assertThat(err.toString()).contains("--steps is given more than once");
    assertThat(run(flow("--dry-run", "--dry-run"))).isEqualTo(2);
    assertThat(run(flow("--config", "a", "--config", "b"))).isEqualTo(2);
    assertThat(run("flow", "--steps")).isEqualTo(2);
    assertThat(run("flow", "extra")).isEqualTo(2);
    assertThat(run("synth", "rings", "rings-source", "--output", "x")).isEqualTo(2);
    assertThat(run("flow", "@nowhere")).isEqualTo(2);
    assertThat(commands.asked).isEmpty();
  }

  @Test
  void allProblemsOfTheOptionsInOneMessage() {
    assertThat(run("flow", "--source", "a", "--steps", "-1", "--momentum", "1")).isEqualTo(2);
    assertThat(err.toString())
        .startsWith("wowflow: 4 problems in the configuration:")
        .contains("--target", "--output", "--steps: '-1'", "--momentum: '1'")
        .doesNotContain("Exception");
  }

  @ParameterizedTest
  @MethodSource("commandNames")
  void helpListsEveryKeyWithItsDefault(String command) {
    assertThat(run(command, "--help")).isZero();

    String help = out.toString().replaceAll("\\s+", " ");
    assertThat(help).contains(Reference.commands().get(command));
    assertThat(help.contains("--config")).isEqualTo(!Reference.options(command).isEmpty());
    for (Reference.Option option : Reference.options(command)) {
      assertThat(help).contains(option.display());
      option.defaultText().ifPresent(text -> assertThat(help).contains("Default: " + text + "."));
      assertThat(help.replace(" ", "")).contains(option.help().replace(" ", ""));
    }
  }

  private static Set<String> commandNames() {
    return Reference.commands().keySet();
  }

  @Test
  void helpGroupsTheOptions() {
    run("flow", "--help");

    assertThat(out.toString().lines().filter(line -> line.matches("[A-Z][a-z ]+:")))
        .containsExactly("Data:", "Method:", "Output:", "Run:", "Exit codes:");
    assertThat(out.toString())
        .containsSubsequence(
            "Data:", "--source=", "Method:", "--steps=", "Output:", "--mode=", "Run:", "--config=");
    assertThat(out.toString()).contains("Default: 0.1 for fixed, 0.3 for");
  }

  @Test
  void helpIsAsWideAsTheTerminal() {
    assertThat(Syntax.helpWidth(Map.of())).isEqualTo(100);
    assertThat(Syntax.helpWidth(Map.of("WOWFLOW_TERMINAL_COLUMNS", "wide"))).isEqualTo(100);
    assertThat(Syntax.helpWidth(Map.of("WOWFLOW_TERMINAL_COLUMNS", "40"))).isEqualTo(80);
    assertThat(Syntax.helpWidth(Map.of("WOWFLOW_TERMINAL_COLUMNS", "90"))).isEqualTo(90);
    assertThat(Syntax.helpWidth(Map.of("WOWFLOW_TERMINAL_COLUMNS", "300"))).isEqualTo(120);
  }

  @ParameterizedTest
  @ValueSource(ints = {80, 100, 120})
  void helpKeepsToItsWidth(int width) {
    for (String command : Reference.commands().keySet()) {
      String help = Syntax.commandLine(width).getSubcommands().get(command).getUsageMessage();
      assertThat(help.lines()).as(command).allMatch(line -> line.length() <= width);
    }
  }

  @Test
  void aReportNamesTheOutputOfItsFlow() {
    assertThat(run("report", "out/rings", "--output", "page.html")).isZero();
    PageConf conf = (PageConf) commands.asked.get(0);
    assertThat(conf.name()).isEqualTo("out/rings");
    assertThat(conf.output().output()).contains("page.html");
    assertThat(run("report")).isEqualTo(2);
    assertThat(err.toString()).contains("NAME is required");
  }

  @Test
  void aVerificationNamesItsOutput() {
    assertThat(run("verify", "out/rings")).isZero();
    assertThat(((VerifyConf) commands.asked.get(0)).name()).isEqualTo("out/rings");
    assertThat(run("verify")).isEqualTo(2);
    assertThat(err.toString()).contains("NAME is required");
  }

  @Test
  void aFullLocalDiskIsAFailureInOneLine() {
    commands.job =
        () -> {
          throw NewFsError.of("No space left on device");
        };

    assertThat(run(flow())).isEqualTo(1);
    assertThat(err.toString())
        .startsWith("wowflow: a local disk failed: No space left on device; look at the disks")
        .hasLineCount(1);
  }

  @Test
  void helpOfAllCommands() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString()).contains("flow", "convert", "synth", "Exit codes", "spark-submit");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void noArgumentsShowTheHelpAndAreWrongUsage() {
    assertThat(run()).isEqualTo(2);
    assertThat(err.toString()).contains("Usage: wowflow", "flow", "convert", "synth");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void versionAndCommit() {
    assertThat(run("--version")).isZero();
    assertThat(out.toString().strip()).matches("wowflow \\S+ \\(commit ([0-9a-f]{40}|unknown)\\)");
  }

  @ParameterizedTest
  @EnumSource(ExitCode.class)
  void aJobExceptionBecomesItsExitCodeWithoutAStackTrace(ExitCode code) {
    commands.job =
        () -> {
          throw JobException.of(code, "row 3 is bad", new IllegalStateException("inner"));
        };

    assertThat(run(flow())).isEqualTo(code.code());
    assertThat(err).hasToString(line("wowflow: row 3 is bad"));
  }

  @Test
  void aJobExceptionInsideAnotherOneIsFound() {
    commands.job =
        () -> {
          throw new IllegalStateException("job aborted", JobException.input("row 3 is bad"));
        };

    assertThat(run(flow())).isEqualTo(3);
    assertThat(err).hasToString(line("wowflow: row 3 is bad"));
  }

  @Test
  void anythingElseIsAFailureWithItsStackTrace() {
    commands.job =
        () -> {
          throw new OutOfMemoryError("heap");
        };

    assertThat(run(flow())).isEqualTo(1);
    assertThat(err.toString())
        .startsWith("wowflow: unexpected java.lang.OutOfMemoryError: heap")
        .contains("at io.wowflow.jobs.main.WowFlowTest")
        .contains("raise -- --driver-memory");
  }

  /** Though bash completes it as a file. */
  @Test
  void aPathIsTheTextThatWasGiven() {
    run(
        "flow",
        "--source",
        "hdfs://h:1/a//b/../c/",
        "--target",
        "s3a://b/x#train",
        "--output",
        "./o");

    assertThat(asked().source().uri()).isEqualTo("hdfs://h:1/a//b/../c/");
    assertThat(asked().target().uri()).isEqualTo("s3a://b/x#train");
    assertThat(asked().output().uri()).isEqualTo("./o");
  }

  @Test
  void onlyYarnsContainerNeedsMainToReturn() {
    Properties settings = new Properties();
    assertThat(WowFlow.isDriverOnYarn(settings)).isFalse();
    settings.setProperty("spark.master", "yarn");
    assertThat(WowFlow.isDriverOnYarn(settings)).isFalse();
    settings.setProperty("spark.submit.deployMode", "cluster");
    assertThat(WowFlow.isDriverOnYarn(settings)).isTrue();
    settings.setProperty("spark.master", "k8s://h");
    assertThat(WowFlow.isDriverOnYarn(settings)).isFalse();
  }
}
