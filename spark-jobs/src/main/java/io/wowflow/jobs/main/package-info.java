/**
 * The command line: text in, exit code out.
 *
 * <p>{@code submit/wowflow} starts {@link io.wowflow.jobs.main.WowFlow} as a Spark driver. The
 * options, their defaults, groups and help texts come from {@code conf/reference.conf}; this
 * package has no list of options.
 *
 * <pre>
 *   arguments
 *     Syntax        picocli's specification, made from conf.Reference: help, completion, manual pages
 *     conf          the layers (reference, --config, command line) resolved and checked: one record
 *     WowFlow       calls the command; turns its end into an ExitCode and one message
 *     Commands      one method per command;  JobCommands  implements them with the jobs
 *     printing      DistanceTable, FindingsTable, ProgressBarObserver, ProgressLines
 *   around a run
 *     Termination   SIGTERM ends a flow after the step in progress
 *     OutOfMemory   a thread of Spark without memory ends the process instead of hanging it
 * </pre>
 *
 * <p>Only this package prints, and only this package ends the process. Results are printed to
 * standard output, progress, notices and failures to standard error. A {@code JobException}
 * anywhere below the thrown exception is printed as one message without stack trace, with its exit
 * code; every other exception is a failure with its stack trace.
 *
 * <p>A new command: a block in reference.conf, a record in {@code conf}, a method in {@code
 * Commands}, a case in {@code WowFlow}. Begin reading at {@code WowFlow.run}.
 */
package io.wowflow.jobs.main;
