/**
 * States of a flow from which a run can be resumed, bit for bit.
 *
 * <pre>
 * snapshots/
 *   step=00000100/              the newest two are kept
 *     block-00000.bin           particles and velocities of consecutive classes, float32
 *     block-00001.bin
 *     _SNAPSHOT.json            written last: sizes, settings, fingerprints of the data, length and
 *                               SHA-256 of each block, and its own SHA-256
 *   _writing=200/               renamed to step=00000200 when it is whole
 * </pre>
 *
 * <p>{@link io.wowflow.jobs.snapshot.SnapshotStore} writes them, deletes old ones and finds the
 * newest whole one; begin reading there. {@code SnapshotIndex} and {@code SnapshotBlock} are the
 * formats of the two kinds of files. {@link io.wowflow.jobs.snapshot.SnapshotHeader} describes the
 * run: a run with other settings or data is refused, with every difference. {@link
 * io.wowflow.jobs.snapshot.Snapshot} reads the classes one block at a time, so that resuming needs
 * no second copy of the state.
 *
 * <p>A block that is missing, cut or changed rejects its snapshot, and the one before it is used.
 * The format has a number, {@code SnapshotIndex.FORMAT}; another one is refused.
 */
package io.wowflow.jobs.snapshot;
