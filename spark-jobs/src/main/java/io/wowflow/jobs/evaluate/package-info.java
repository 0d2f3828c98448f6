/** Trains a classifier on one dataset and measures its accuracy on another. */
package io.wowflow.jobs.evaluate;
