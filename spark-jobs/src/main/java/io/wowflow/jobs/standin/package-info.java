/**
 * The command {@code synth --like}: a stand-in for a labelled dataset, which trains classifiers
 * like it and is not its rows.
 *
 * <p>{@link io.wowflow.jobs.standin.StandInJob} reads from top to bottom, in the skeleton of {@link
 * io.wowflow.jobs.files.FlowAttempt}:
 *
 * <pre>
 * dataset --- seen --+-- noise of each class (input.StandIns) -- flow of each onto its class --- synthetic
 *        \            \                                                                           |
 *         \            +---------------------- RealTest: trained on seen, trained on synthetic ---+
 *          -- held out -+-- copies? (flow.CopyWatch)            tested on held out, or --test
 * </pre>
 *
 * Nothing is made from the samples that are held out: neither statistics nor range, noise, flow or
 * training use them. They show whether synthetic samples are copies of those seen, end the flow
 * before it copies, and test the classifiers. Two baselines run in the same way without a step: the
 * noise itself, and SMOTE.
 *
 * <p>{@code RealTest} compares the classifiers linear and knn at equal budget ({@code compare}).
 * Its accuracies and the copy share are in the manifest and first on the page. They are no gate:
 * the result is published whatever they are, with exit code 0. Begin with {@code StandInJob.run}.
 */
package io.wowflow.jobs.standin;
