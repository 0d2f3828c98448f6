package io.wowflow.jobs.main;

import io.wowflow.jobs.conf.AugmentConf;
import io.wowflow.jobs.conf.ConvertConf;
import io.wowflow.jobs.conf.DistanceConf;
import io.wowflow.jobs.conf.DistillConf;
import io.wowflow.jobs.conf.DoctorConf;
import io.wowflow.jobs.conf.EvaluateConf;
import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.conf.FlowConf;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.conf.PageConf;
import io.wowflow.jobs.conf.Settings;
import io.wowflow.jobs.conf.SynthConf;
import io.wowflow.jobs.conf.UserInfo;
import io.wowflow.jobs.conf.VerifyConf;
import io.wowflow.jobs.io.place.DiskErrors;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.apache.hadoop.fs.FSError;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The command line: parses, checks the configuration, runs the command, and ends the process with
 * an {@link ExitCode}.
 */
public final class WowFlow {
  private WowFlow() {}

  /**
   * Entry point. The process ends with the exit code of {@link #run}; returns only in a container
   * of YARN, after success.
   *
   * @param args command and options
   */
  public static void main(String[] args) {
    OutOfMemory memory = OutOfMemory.watch(System.err);
    int code =
        run(
            args,
            new JobCommands(System.err, () -> Termination.bySignal(System.err), memory::watchLog),
            new PrintWriter(System.out, true, StandardCharsets.UTF_8),
            new PrintWriter(System.err, true, StandardCharsets.UTF_8));
    if (code != ExitCode.DONE.code() || !isDriverOnYarn(System.getProperties())) {
      System.exit(code);
    }
  }

  /** YARN regards a driver in its container as failed unless the main method returns. */
  static boolean isDriverOnYarn(Properties settings) {
    return "yarn".equals(settings.getProperty("spark.master"))
        && "cluster".equals(settings.getProperty("spark.submit.deployMode"));
  }

  /**
   * Runs one command line.
   *
   * @param args command and options
   * @param commands the implementation of the commands
   * @param out receives results and requested help; flushed
   * @param err receives failures; flushed
   * @return the number of an {@link ExitCode}
   */
  public static int run(String[] args, Commands commands, PrintWriter out, PrintWriter err) {
    try {
      return parsedAndRun(args, commands, out, err).code();
    } catch (ParameterException e) {
      return refuse(e, err).code();
    } catch (Throwable e) {
      return failed(e, err).code();
    } finally {
      out.flush();
      err.flush();
    }
  }

  private static ExitCode parsedAndRun(
      String[] args, Commands commands, PrintWriter out, PrintWriter err) {
    CommandLine line =
        Syntax.commandLine(Syntax.helpWidth(System.getenv())).setOut(out).setErr(err);
    ParseResult parsed = line.parseArgs(args);
    if (CommandLine.executeHelpRequest(parsed) != null) {
      return ExitCode.DONE;
    }
    if (!parsed.hasSubcommand()) {
      line.usage(err);
      return ExitCode.USAGE;
    }
    ParseResult asked = parsed.subcommand();
    String command = asked.commandSpec().name();
    Settings config =
        Settings.resolve(command, Syntax.given(asked, command), Syntax.configFile(asked));
    switch (command) {
      case "flow" -> commands.flow(FlowConf.of(config), out);
      case "convert" -> commands.convert(ConvertConf.of(config), out);
      case "synth" -> commands.synth(SynthConf.of(config), SynthConf.flow(config), out);
      case "evaluate" -> commands.evaluate(EvaluateConf.of(config), out);
      case "distance" -> commands.distance(DistanceConf.of(config), out);
      case "augment" -> commands.augment(AugmentConf.of(config), AugmentConf.flow(config), out);
      case "distill" -> commands.distill(DistillConf.of(config), DistillConf.flow(config), out);
      case "report" -> commands.report(PageConf.of(config), out);
      case "verify" -> commands.verify(VerifyConf.of(config), out);
      case "doctor" -> commands.doctor(DoctorConf.of(config), out);
      case "completion" -> out.print(Completion.script());
      default -> throw new IllegalStateException("no code runs command " + command);
    }
    return ExitCode.DONE;
  }

  private static ExitCode refuse(ParameterException e, PrintWriter err) {
    err.println("wowflow: " + e.getMessage());
    UnmatchedArgumentException.printSuggestions(e, err);
    err.println("Try '" + e.getCommandLine().getCommandSpec().qualifiedName() + " --help'.");
    return ExitCode.USAGE;
  }

  /** The launcher sends the messages of Spark to a file, which exists if there were some. */
  private static void nameLog(String file, PrintWriter err) {
    if (file != null && Files.exists(Path.of(file))) {
      err.println("wowflow: the messages of Spark are in " + file);
    }
  }

  private static ExitCode failed(Throwable thrown, PrintWriter err) {
    // Spark wraps the exceptions of tasks.
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof JobException job) {
        if (job.exitCode() == ExitCode.FAILURE) {
          nameLog(System.getenv("WOWFLOW_LOG"), err);
        }
        err.println("wowflow: " + job.getMessage());
        return job.exitCode();
      }
    }
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof FSError disk) {
        err.println(
            "wowflow: a local disk failed: "
                + UserInfo.cut(DiskErrors.asException(disk).getMessage())
                + "; look at the disks of the output and of temporary files");
        return ExitCode.FAILURE;
      }
    }
    err.println("wowflow: unexpected " + thrown);
    thrown.printStackTrace(err);
    nameLog(System.getenv("WOWFLOW_LOG"), err);
    String remedy = OutOfMemory.remedy(thrown);
    if (remedy != null) {
      err.println("wowflow: " + remedy);
    }
    return ExitCode.FAILURE;
  }
}
