/**
 * The command {@code evaluate}: how well does a classifier that was trained on one dataset label
 * another?
 *
 * <p>The command measures what a flow is good for: a classifier trained on flowed, augmented or
 * distilled samples is tested on real ones. {@link io.wowflow.jobs.evaluate.EvaluateJob} is the
 * whole command; it reads both datasets, checks that their pictures fit the network, runs every
 * training as a Spark task of one thread, and reports mean and deviation of the accuracies.
 *
 * <pre>
 *   EvaluateConf -> EvaluateJob.run
 *                     input    read train and test, first N or skip N samples of each class
 *                     learn    TrainAndTest: one task per training; ModelFile: --save-model
 *                     output   JsonFile: --output
 *                  -> Outcome  accuracies and sizes
 * </pre>
 *
 * <p>First weights and orders depend on (seed, repeat) only, so a training gives the same
 * classifier on any number of executors. Networks, their layers and the library behind them are in
 * {@code learn}; the classifiers that evaluate the particles during a flow ({@code
 * --evaluate-with}) are in {@code files}.
 *
 * <p>Begin reading at {@code EvaluateJob.run}.
 */
package io.wowflow.jobs.evaluate;
