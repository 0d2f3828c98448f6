/** Classifiers: what they are made of, how they are trained, and the library that computes them. */
package io.wowflow.jobs.learn;
