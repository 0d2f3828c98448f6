/** Publishing an output: lock, attempt, commit. */
package io.wowflow.jobs.output;
