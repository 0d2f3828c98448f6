/**
 * The command {@code augment}: enlarges a small labelled dataset by flowed samples of a large one,
 * night after night.
 *
 * <p>{@link io.wowflow.jobs.augment.AugmentJob} reads from top to bottom. It finds the output,
 * possibly a partition {@code run_date=...} of a table; reads both datasets and divides the target
 * ({@code TargetParts}) into the samples that are used and, with a gate ({@code
 * --require-improvement}, {@code --tolerate}), those that are held out; leaves an output as it is
 * that was made of the same data with the same settings; and otherwise flows in the skeleton of
 * {@link io.wowflow.jobs.files.FlowAttempt}:
 *
 * <pre>
 * source ------------------ flow ----- clip to the range of the target (DataRange) ---+
 *                            |                                                        |
 * target --- used -----------+--------------------------------------------------------+--- enlarged
 *        \-- held out --- Gate: trained on used, trained on enlarged at equal budget ------- publish
 * </pre>
 *
 * With a gate an enlarged dataset is published only if the comparison ({@code compare}) says that
 * it helps, or loses no more than is tolerated; else the job ends with exit code 6. There are no
 * snapshots: a night that was interrupted starts again. Begin with {@code AugmentJob.run}.
 */
package io.wowflow.jobs.augment;
