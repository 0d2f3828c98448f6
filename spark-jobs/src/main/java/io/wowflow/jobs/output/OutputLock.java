package io.wowflow.jobs.output;

import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.output.LockFile.Seen;
import io.wowflow.jobs.record.RunId;
import io.wowflow.math.internal.Guard;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The right to write to an output: a small file, created without overwrite and renewed by a daemon
 * thread, so that a second run on the same output is refused.
 *
 * <p>A lock is taken over, saying so, when it was not renewed for {@link Timing#staleAfter} or when
 * its process was on this machine and has ended. A run that takes over first creates a file named
 * after the lock it replaces; only one run can, and that file is a lock in turn should its maker
 * die. The owner of a lock calls {@link #check} between steps: a run that was suspended for longer
 * than the limit may have lost its lock.
 *
 * <p>Safe for use by several threads.
 */
public final class OutputLock implements AutoCloseable {
  private static final int ATTEMPTS = 3;

  /**
   * The times after which a lock is renewed, and counts as abandoned.
   *
   * @param heartbeat between two renewals
   * @param staleAfter the age at which another run may take the lock over
   */
  public record Timing(Duration heartbeat, Duration staleAfter) {
    /** Renewed every 10 s, abandoned after 60 s. */
    public static final Timing STANDARD =
        new Timing(Duration.ofSeconds(10), Duration.ofSeconds(60));

    /**
     * Checks the durations.
     *
     * @throws IllegalArgumentException unless {@code 0 < heartbeat < staleAfter}
     */
    public Timing {
      Guard.that(
          !heartbeat.isZero() && !heartbeat.isNegative() && heartbeat.compareTo(staleAfter) < 0,
          "a lock must be renewed before it is stale: heartbeat "
              + heartbeat
              + ", stale after "
              + staleAfter);
    }
  }

  private final LockFile file;
  private final LockHolder me;
  private final Timing timing;
  private final CountDownLatch stop = new CountDownLatch(1);

  private long renewedNanos = System.nanoTime();
  private String lostBecause;
  private IOException lastFailure;
  private boolean closed;

  private OutputLock(LockFile file, LockHolder me, Timing timing) {
    this.file = file;
    this.me = me;
    this.timing = timing;
  }

  /**
   * Takes a lock.
   *
   * @param fs where the lock file is
   * @param path the lock file; the directories above it are made
   * @param runId the run that takes it
   * @param timing how often it is renewed and when another's is stale
   * @param notices gets a line about a lock that is taken over
   * @return the lock, renewed until it is closed
   * @throws JobException (output) if another run holds it
   * @throws IOException if the lock file cannot be written or read
   */
  public static OutputLock acquire(
      FileSystem fs, Path path, RunId runId, Timing timing, Consumer<String> notices)
      throws IOException {
    OutputLock lock = new OutputLock(new LockFile(fs, path), LockHolder.current(runId), timing);
    lock.take(lock.file, notices);
    Thread heartbeat = new Thread(lock::beatUntilClosed, "heartbeat of " + lock.file);
    heartbeat.setDaemon(true);
    heartbeat.start();
    return lock;
  }

  private void take(LockFile wanted, Consumer<String> notices) throws IOException {
    boolean taken = false;
    for (int attempt = 0; !taken && attempt < ATTEMPTS; attempt++) {
      taken = wanted.create(me);
      if (!taken) {
        Optional<Seen> seen = wanted.read();
        if (seen.isPresent()) {
          replace(wanted, seen.get(), notices);
          taken = true;
        }
      }
    }
    // Where creation is not exclusive the last writer holds the lock, and the others see it here.
    if (!taken || !wanted.isHeldBy(me)) {
      throw contended(wanted);
    }
  }

  private void replace(LockFile wanted, Seen seen, Consumer<String> notices) throws IOException {
    String reason = reasonToReplace(wanted, seen);
    LockFile claim = wanted.claimOn(seen);
    take(claim, notices);
    try {
      Seen now = wanted.read().orElseThrow(() -> contended(wanted));
      if (!now.identity().equals(seen.identity())) {
        throw contended(wanted);
      }
      reasonToReplace(wanted, now);
      notices.accept("Taking over the lock " + wanted + " of " + describe(seen) + ": " + reason);
      wanted.delete();
      if (!wanted.create(me)) {
        throw contended(wanted);
      }
    } finally {
      if (claim.isHeldBy(me)) {
        claim.delete();
      }
    }
  }

  private String reasonToReplace(LockFile wanted, Seen seen) {
    if (seen.holder().filter(holder -> holder.isDeadOn(me)).isPresent()) {
      return "that process has ended";
    }
    Duration age = seen.age();
    if (age.compareTo(timing.staleAfter()) >= 0) {
      return "it was not renewed for " + age.toSeconds() + " s";
    }
    throw JobException.output(
        "The output is held by "
            + describe(seen)
            + ", last seen "
            + Math.max(0, age.toSeconds())
            + " s ago: wait for it to end or choose another output. If it has certainly ended, "
            + "the lock is free "
            + timing.staleAfter().toSeconds()
            + " s after it was last seen; its file is "
            + wanted);
  }

  private static String describe(Seen seen) {
    return seen.holder().map(LockHolder::toString).orElse("a run whose lock cannot be read");
  }

  private static JobException contended(LockFile wanted) {
    return JobException.output(
        "Another run took the lock "
            + wanted
            + " at the same moment: wait for it to end or choose"
            + " another output");
  }

  private void beatUntilClosed() {
    try {
      while (!stop.await(timing.heartbeat().toMillis(), TimeUnit.MILLISECONDS)) {
        beat();
      }
    } catch (InterruptedException e) {
      // The lock then ages until check() finds it stale: nothing is held in silence.
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void beat() {
    if (closed || lostBecause != null) {
      return;
    }
    try {
      Optional<Seen> seen = file.read();
      if (seen.isEmpty()) {
        lostBecause = "it was deleted";
      } else if (seen.get().holder().isEmpty()) {
        lastFailure = new IOException("the lock cannot be read: somebody else wrote to it");
      } else if (!seen.get().holder().get().isSameRun(me)) {
        lostBecause = "it is now held by " + describe(seen.get());
      } else {
        file.renew(me.beating());
        renewedNanos = System.nanoTime();
      }
    } catch (IOException e) {
      lastFailure = e;
    }
  }

  /**
   * Whether this run still holds the lock. Looks at the file only when the last renewal is too long
   * ago.
   *
   * @return false once another run may write to the output, or after {@link #close}
   */
  public synchronized boolean stillHeld() {
    if (isStale()) {
      beat();
    }
    return !closed && lostBecause == null && !isStale();
  }

  private boolean isStale() {
    return System.nanoTime() - renewedNanos >= timing.staleAfter().toNanos();
  }

  /**
   * Stops a run that has lost its lock.
   *
   * @throws JobException (output) unless {@link #stillHeld}
   */
  public synchronized void check() {
    if (stillHeld()) {
      return;
    }
    String why = closed ? "it was released" : lostBecause;
    if (why == null) {
      why = "it could not be renewed for " + timing.staleAfter().toSeconds() + " s";
    }
    throw JobException.of(
        ExitCode.OUTPUT,
        "This run lost the lock "
            + file
            + ": "
            + why
            + ". It stops, so that two runs do not write"
            + " to one output; start it again with --mode resume when the other has ended",
        lastFailure);
  }

  /**
   * Stops the renewal and deletes the lock if it is still this run's. Closing again does nothing.
   *
   * @throws IOException if the file cannot be read or deleted; it is then stale after a while
   */
  @Override
  public void close() throws IOException {
    stop.countDown();
    synchronized (this) {
      if (!closed) {
        closed = true;
        if (file.isHeldBy(me)) {
          file.delete();
        }
      }
    }
  }
}
