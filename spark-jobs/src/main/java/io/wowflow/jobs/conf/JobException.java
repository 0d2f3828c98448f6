package io.wowflow.jobs.conf;

import java.util.regex.Pattern;

/**
 * A failure of a job that the user can repair. The message names the file, the row or key, the
 * value and the remedy; it is printed without a stack trace.
 */
public final class JobException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  // A name node puts its stack trace into the message of a refusal.
  private static final Pattern SERVER_TRACE = Pattern.compile("(?:\\R\\s+at \\S+\\([^)]*\\))+\\s*");

  private final ExitCode exitCode;

  private JobException(ExitCode exitCode, String message, Throwable cause) {
    super(SERVER_TRACE.matcher(message).replaceAll(""), cause);
    this.exitCode = exitCode;
  }

  /**
   * Creates a failure.
   *
   * @param exitCode the kind of failure
   * @param message the problem, its place and its remedy
   * @return the exception
   */
  public static JobException of(ExitCode exitCode, String message) {
    return new JobException(exitCode, message, null);
  }

  /**
   * Creates a failure with its cause.
   *
   * @param exitCode the kind of failure
   * @param message the problem, its place and its remedy
   * @param cause the cause
   * @return the exception
   */
  public static JobException of(ExitCode exitCode, String message, Throwable cause) {
    return new JobException(exitCode, message, cause);
  }

  /**
   * Creates a failure by wrong usage or configuration.
   *
   * @param message the problem, its place and its remedy
   * @return the exception
   */
  public static JobException usage(String message) {
    return new JobException(ExitCode.USAGE, message, null);
  }

  /**
   * Creates a failure by an invalid input.
   *
   * @param message the problem, its file and row, and its remedy
   * @return the exception
   */
  public static JobException input(String message) {
    return new JobException(ExitCode.INPUT, message, null);
  }

  /**
   * Creates a failure by an output that exists or is held by another run.
   *
   * @param message the problem, its place and its remedy
   * @return the exception
   */
  public static JobException output(String message) {
    return new JobException(ExitCode.OUTPUT, message, null);
  }

  /**
   * The kind of failure.
   *
   * @return the exit code
   */
  public ExitCode exitCode() {
    return exitCode;
  }
}
