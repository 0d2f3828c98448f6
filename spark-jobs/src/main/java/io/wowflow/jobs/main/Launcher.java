package io.wowflow.jobs.main;

import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.launch.Launch;
import io.wowflow.jobs.launch.Surroundings;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The entry point that {@code submit/wowflow} calls before Spark: prints the command that the
 * script executes.
 */
public final class Launcher {
  private Launcher() {}

  /**
   * Entry point. Needs the job's jar only, nothing of Spark.
   *
   * @param args the folder of the project, and the words of the command line
   */
  public static void main(String[] args) {
    Surroundings surroundings = Surroundings.ofThisProcess(Path.of(args[0]));
    try {
      // The script reads the bytes that it gave.
      Charset charset = Charset.forName(System.getProperty("sun.jnu.encoding"));
      byte[] records =
          Launch.command(surroundings, Arrays.asList(args).subList(1, args.length))
              .records(charset);
      System.out.write(records, 0, records.length);
      System.out.flush();
    } catch (JobException e) {
      System.err.println("wowflow: " + e.getMessage());
      System.exit(e.exitCode().code());
    }
  }
}
