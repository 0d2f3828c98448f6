package io.wowflow.jobs.output;

import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.conf.UserInfo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Compares the files of an output with its manifest: names, lengths and SHA-256. Of a folder with
 * partitions {@code run_date=DATE} every finished partition is compared.
 *
 * @param name the output: a directory, or FILE.npz
 */
public record VerifyJob(String name) {

  /**
   * Runs the job; changes nothing.
   *
   * @param configuration where the file systems are configured
   * @return every output that was compared, in the order of their names; all of them are whole
   * @throws JobException (input) if an output is damaged, naming the file, or cannot be verified,
   *     or if there is no finished output; (failure) if a file system fails
   */
  public Map<Path, Verification> run(Configuration configuration) {
    try {
      OutputTarget target = OutputTarget.named(configuration, name);
      List<OutputTarget> targets = new ArrayList<>();
      if (!target.isFinished() && !target.isFile()) {
        targets.addAll(Partitions.of(configuration, target.path()).finished());
      }
      if (targets.isEmpty()) {
        targets.add(target);
      }
      return verified(targets);
    } catch (IOException e) {
      throw JobException.of(
          ExitCode.FAILURE,
          UserInfo.cut(name) + " cannot be verified: " + UserInfo.cut(e.getMessage()),
          e);
    }
  }

  private static Map<Path, Verification> verified(List<OutputTarget> targets) throws IOException {
    Map<Path, Verification> out = new LinkedHashMap<>();
    List<String> faults = new ArrayList<>();
    for (OutputTarget target : targets) {
      Verification found = target.verify();
      out.put(target.path(), found);
      found.fault().ifPresent(fault -> faults.add(UserInfo.cut(target.path()) + " " + fault));
    }
    if (!faults.isEmpty()) {
      throw JobException.input(
          String.join("; ", faults) + ". To make it again run its command with --mode overwrite");
    }
    return out;
  }
}
