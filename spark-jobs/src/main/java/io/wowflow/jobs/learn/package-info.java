/**
 * Classifiers: what they are made of, how they are trained, and the library that computes them; and
 * flows in the space of what a network or an augmentation makes of samples.
 */
package io.wowflow.jobs.learn;
