package io.wowflow.jobs.conf;

/** The exit codes, by which a scheduler decides what to do after a run. */
public enum ExitCode {
  /** The job is done. */
  DONE(0),
  /** Any other failure: trying again may help. */
  FAILURE(1),
  /** Wrong usage or configuration: the command must be changed. */
  USAGE(2),
  /** The input is invalid: the data must be changed. */
  INPUT(3),
  /** The output exists or is held by another run. */
  OUTPUT(4),
  /** The flow diverged: a non-finite or exploding state. */
  DIVERGED(5),
  /**
   * The job ran and its verdict forbids the result: the same inputs give the same verdict, so
   * trying again does not help.
   */
  VERDICT(6),
  /** SIGTERM ended the flow after a step: a run with --mode resume resumes from its snapshot. */
  INTERRUPTED(143);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  /**
   * The number given to {@link System#exit}.
   *
   * @return 0 to 6, or 143, by which shells report SIGTERM
   */
  public int code() {
    return code;
  }
}
