/**
 * Locks, attempts committed by rename, manifests and snapshots: what stands between a run and the
 * files it leaves behind.
 *
 * <p>{@link io.wowflow.jobs.checkpoint.OutputTarget} says whether a run may write to an output and
 * begins an {@link io.wowflow.jobs.checkpoint.Attempt} under an {@link
 * io.wowflow.jobs.checkpoint.OutputLock}; {@link io.wowflow.jobs.checkpoint.SnapshotStore} keeps
 * the states a run can be resumed from. Everything goes through Hadoop's FileSystem.
 */
package io.wowflow.jobs.checkpoint;
