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
 * partitions {@code run_date=DATE} every finished partition is compared, and one that holds data
 * without being finished is a fault.
 *
 * @param name the output: a directory, or FILE.npz
 */
public record VerifyJob(String name) {

  /**
   * Runs the job; changes nothing. A fault of one partition does not keep the others from being
   * compared.
   *
   * @param configuration where the file systems are configured
   * @return every output that was compared, in the order of their names; all of them are whole
   * @throws JobException (input) if outputs are damaged or cannot be verified, naming each and its
   *     file, if a partition holds data but is not finished, or if there is no finished output;
   *     (failure) if a file system fails
   */
  public Map<Path, Verification> run(Configuration configuration) {
    Findings findings = new Findings();
    try {
      OutputTarget target = OutputTarget.named(configuration, name);
      if (!target.isFinished() && !target.isFile()) {
        Partitions.of(configuration, target.path()).all().forEach(findings::addPartition);
      }
      if (findings.isEmpty()) {
        findings.add(target);
      }
    } catch (IOException e) {
      findings.failures.add(e);
    }
    return findings.whole(name);
  }

  /** The results of the comparisons. */
  private static final class Findings {
    private final Map<Path, Verification> compared = new LinkedHashMap<>();
    private final List<String> faults = new ArrayList<>();
    private final List<IOException> failures = new ArrayList<>();

    boolean isEmpty() {
      return compared.isEmpty() && faults.isEmpty() && failures.isEmpty();
    }

    void addPartition(OutputTarget partition) {
      try {
        if (partition.isFinished()) {
          add(partition);
        } else if (!partition.dataDirectories().isEmpty()) {
          // Readers of the table find these rows.
          faults.add(UserInfo.cut(partition.path()) + " holds data but is not finished");
        }
      } catch (IOException e) {
        failures.add(e);
      }
    }

    void add(OutputTarget target) throws IOException {
      try {
        Verification found = target.verify();
        compared.put(target.path(), found);
        found.fault().ifPresent(fault -> faults.add(UserInfo.cut(target.path()) + " " + fault));
      } catch (JobException e) {
        if (e.exitCode() != ExitCode.INPUT) {
          throw e;
        }
        faults.add(e.getMessage());
      }
    }

    Map<Path, Verification> whole(String name) {
      if (!failures.isEmpty()) {
        List<String> messages = new ArrayList<>(faults);
        failures.forEach(failure -> messages.add(UserInfo.cut(failure.getMessage())));
        throw JobException.of(
            ExitCode.FAILURE,
            UserInfo.cut(name) + " cannot be verified: " + String.join("; ", messages),
            failures.get(0));
      }
      if (!faults.isEmpty()) {
        throw JobException.input(
            String.join("; ", faults) + ". To make it again run its command with --mode overwrite");
      }
      return compared;
    }
  }
}
