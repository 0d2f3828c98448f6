package io.wowflow.jobs.conf;

import java.util.regex.Pattern;

/**
 * A job that cannot go on, for a reason that a person can act upon. The message names the file, the
 * row or key, the value and the remedy; it is shown without a stack trace.
 */
public final class JobException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  // A name node puts its own stack trace into the message of what it refuses.
  private static final Pattern SERVER_TRACE = Pattern.compile("(?:\\R\\s+at \\S+\\([^)]*\\))+\\s*");

  private final ExitCode exitCode;

  private JobException(ExitCode exitCode, String message, Throwable cause) {
    super(SERVER_TRACE.matcher(message).replaceAll(""), cause);
    this.exitCode = exitCode;
  }

  /**
   * A job that cannot go on.
   *
   * @param exitCode what kind of failure it is
   * @param message what is wrong, where, and what to do
   * @return the exception
   */
  public static JobException of(ExitCode exitCode, String message) {
    return new JobException(exitCode, message, null);
  }

  /**
   * A job that cannot go on, with the exception behind it.
   *
   * @param exitCode what kind of failure it is
   * @param message what is wrong, where, and what to do
   * @param cause the exception behind it
   * @return the exception
   */
  public static JobException of(ExitCode exitCode, String message, Throwable cause) {
    return new JobException(exitCode, message, cause);
  }

  /**
   * Wrong usage or configuration.
   *
   * @param message what is wrong, where, and what to do
   * @return the exception
   */
  public static JobException usage(String message) {
    return new JobException(ExitCode.USAGE, message, null);
  }

  /**
   * An invalid input.
   *
   * @param message what is wrong, in which file and row, and what to do
   * @return the exception
   */
  public static JobException input(String message) {
    return new JobException(ExitCode.INPUT, message, null);
  }

  /**
   * An output that exists or is held.
   *
   * @param message what is wrong, where, and what to do
   * @return the exception
   */
  public static JobException output(String message) {
    return new JobException(ExitCode.OUTPUT, message, null);
  }

  /**
   * What the process tells its caller.
   *
   * @return the exit code
   */
  public ExitCode exitCode() {
    return exitCode;
  }
}
