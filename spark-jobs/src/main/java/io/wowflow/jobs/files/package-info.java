/**
 * A flow from files to files: the commands {@code flow} and {@code distill}, their page, and the
 * skeleton that {@code augment} and {@code synth --like} share with them.
 *
 * <p>{@link io.wowflow.jobs.files.FlowFiles} is the job and reads from top to bottom: check the
 * output, read, plan, run, write. {@link io.wowflow.jobs.files.FlowAttempt} is the skeleton around
 * the work of every job that flows into an output:
 *
 * <pre>
 * run       lock the output, begin the attempt, log event=start       on failure: event=end, no trace
 *   work    of the job: resume or start, make the observers
 *     flow  the steps, with progress, interruption and checkpoints
 *   work    of the job: write data and tables
 *     publish   page, manifest, commit, event=end
 * </pre>
 *
 * Whatever watches the steps is a {@link io.wowflow.math.flow.FlowObserver}; they are called in
 * this order, on the thread of the flow:
 *
 * <pre>
 * objective log and time    FlowRun           rows of objective.csv, hashes of states
 * metrics                   FlowGauges        gauges of Spark's driver
 * lock                      FlowAttempt       ends a run that lost the output
 * events                    FlowLog           lines for log collectors
 * classifiers               FlowEvaluation    rows of accuracy.csv
 * page                      FlowPages         report.json while the flow runs, report.html at its end
 * progress                  JobContext        a bar or lines for a person
 * snapshots, interruption   FlowSnapshots     the state and its FlowHistory; the last step of a flow
 *                                             that is to end early
 * </pre>
 *
 * {@link io.wowflow.jobs.files.FlowReport} is the identity of a flow, from which a resumed run and
 * a finished output are recognised; {@code NearestCheck} compares flowed samples with the target's
 * for the page; {@link io.wowflow.jobs.files.ReportJob} makes the page of a flow again from its
 * {@code report.json}. Begin with {@code FlowFiles.run}.
 */
package io.wowflow.jobs.files;
