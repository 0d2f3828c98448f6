/**
 * The value of a training set: a comparison with another one at equal budget.
 *
 * <p>A larger training set trains longer where passes over it are counted, and that alone makes
 * classifiers better. So both sides here get the same number of optimiser steps, and the same of
 * everything else but the samples. {@code evaluate --against} prints the comparison, and the gate
 * of {@code augment} publishes by it.
 *
 * <pre>
 *   EqualBudget       trains R pairs of classifiers and tests them on the same samples
 *     TrainingPair      finds out which set contains the other, and so which samples are own ones
 *     learn             one Spark task per training
 *   PairedDifference  mean difference, 95 % interval from the noise of trainings and of the test set
 *   Comparison        both sides, the interval, the verdict and what would decide an undecided one
 *   Verdict           helps, harms, undecided
 * </pre>
 *
 * <p>Undecided is a result like the others: too few test samples, too few repeats, or classifiers
 * that are no better than a constant answer. It never counts as an improvement.
 *
 * <p>Begin reading at {@code EqualBudget.compare}.
 */
package io.wowflow.jobs.compare;
