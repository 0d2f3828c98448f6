package io.wowflow.jobs.output;

import io.wowflow.jobs.record.RunId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.hadoop.net.NetUtils;

/**
 * The run that holds a lock: the content of a lock file.
 *
 * @param runId the run
 * @param host name of its machine
 * @param processSpace boot and namespace, within which process ids can be compared, or empty: hosts
 *     may share a name, and containers a host
 * @param pid its process
 * @param processStart when the process began, ISO 8601, or empty
 * @param heartbeat when the lock was last renewed, ISO 8601
 */
record LockHolder(
    String runId,
    String host,
    String processSpace,
    long pid,
    String processStart,
    String heartbeat) {

  // The start of a process is derived from the boot time, which a clock adjustment moves a little.
  private static final Duration START_TOLERANCE = Duration.ofSeconds(5);

  static LockHolder current(RunId runId) throws IOException {
    ProcessHandle process = ProcessHandle.current();
    return new LockHolder(
        runId.value(),
        NetUtils.getLocalHostname(),
        currentProcessSpace(),
        process.pid(),
        start(process).map(Instant::toString).orElse(""),
        Instant.now().toString());
  }

  private static Optional<Instant> start(ProcessHandle process) {
    return process.info().startInstant();
  }

  private static String currentProcessSpace() throws IOException {
    Path boot = Path.of("/proc/sys/kernel/random/boot_id");
    Path namespace = Path.of("/proc/self/ns/pid");
    if (!Files.isReadable(boot) || !Files.isSymbolicLink(namespace)) {
      return "";
    }
    return Files.readString(boot).strip() + " " + Files.readSymbolicLink(namespace);
  }

  LockHolder beating() {
    return new LockHolder(runId, host, processSpace, pid, processStart, Instant.now().toString());
  }

  /** Whether JSON that was read has every field of a lock. */
  boolean hasAllFields() {
    return runId != null
        && runId.matches(RunId.FORMAT)
        && host != null
        && processSpace != null
        && processStart != null
        && heartbeat != null;
  }

  boolean isSameRun(LockHolder other) {
    return runId.equals(other.runId);
  }

  /** Whether the process is known to have ended; false where this machine cannot know. */
  boolean isDeadOn(LockHolder here) {
    if (!here.host.equals(host) || !here.processSpace.equals(processSpace)) {
      return false;
    }
    Optional<ProcessHandle> process = ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
    return process.isEmpty()
        || process.flatMap(LockHolder::start).filter(this::isOther).isPresent();
  }

  private boolean isOther(Instant startOfThatPid) {
    return instant(processStart)
        .map(s -> Duration.between(s, startOfThatPid).abs().compareTo(START_TOLERANCE) > 0)
        .orElse(false);
  }

  Optional<Instant> lastHeartbeat() {
    return instant(heartbeat);
  }

  private static Optional<Instant> instant(String text) {
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(text));
    } catch (DateTimeException e) {
      // A lock with a garbled instant is judged by what else is known of it.
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return "run " + runId + " (process " + pid + " on " + host + ")";
  }
}
