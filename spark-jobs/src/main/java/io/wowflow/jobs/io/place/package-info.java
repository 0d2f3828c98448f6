/** Paths, file systems and formats of inputs and outputs. */
package io.wowflow.jobs.io.place;
