/** A flow from files to files: lock, attempt, observers, snapshots, report and commit. */
package io.wowflow.jobs.files;
