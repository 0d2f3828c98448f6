/** Locks, attempts committed by rename, manifests and snapshots. */
package io.wowflow.jobs.checkpoint;
