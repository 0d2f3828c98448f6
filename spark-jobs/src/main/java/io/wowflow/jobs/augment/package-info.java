/**
 * Enlarges a small labelled dataset by flowed samples of a large one, and publishes only what
 * improves.
 */
package io.wowflow.jobs.augment;
