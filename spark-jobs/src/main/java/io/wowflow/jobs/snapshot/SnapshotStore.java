package io.wowflow.jobs.snapshot;

import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.conf.UserInfo;
import io.wowflow.jobs.io.place.StrictFiles;
import io.wowflow.jobs.record.Sha256;
import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.flow.FlowState;
import io.wowflow.math.internal.Guard;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The snapshots of a run: {@code step=00000100/} with an index, {@code _SNAPSHOT.json}, and blocks
 * of consecutive classes, each with its length and SHA-256 in the index. A snapshot appears by one
 * rename or, where rename is not atomic, by its index, written last. The newest two are kept, and
 * one that is named.
 *
 * <p>For use by the one thread of the run that holds the output's lock.
 */
public final class SnapshotStore {
  private static final long BLOCK_BYTES = 64L << 20;
  private static final String STEP = "step=";
  private static final String WRITING = "_writing=";

  private final StrictFiles files;
  private final Path directory;
  private final boolean atomicRename;
  private final Consumer<String> notices;
  private final long blockBytes;
  private String lastWhole;
  private String retained;

  /**
   * A store.
   *
   * @param fs where the snapshots are
   * @param directory of all snapshots of the run; nothing need be there
   * @param atomicRename whether the file system renames a directory at once
   * @param notices gets a line about each snapshot that cannot be used
   */
  public SnapshotStore(
      FileSystem fs, Path directory, boolean atomicRename, Consumer<String> notices) {
    this(new StrictFiles(fs), directory, atomicRename, notices, BLOCK_BYTES);
  }

  SnapshotStore(
      StrictFiles files,
      Path directory,
      boolean atomicRename,
      Consumer<String> notices,
      long blockBytes) {
    this.files = files;
    this.directory = directory;
    this.atomicRename = atomicRename;
    this.notices = notices;
    this.blockBytes = blockBytes;
  }

  /**
   * Recognises a snapshot.
   *
   * @param name name of a directory
   * @return whether it is that of a snapshot, whole or not
   */
  public static boolean isSnapshot(String name) {
    return name.matches(STEP + "[0-9]{8,10}");
  }

  /**
   * Keeps a snapshot, whatever is written after it, until another one is named.
   *
   * @param step the step of its state
   */
  public void retain(int step) {
    retained = name(step);
  }

  private static String name(int step) {
    return STEP + String.format(Locale.ROOT, "%08d", step);
  }

  /**
   * Writes a snapshot and, once it is whole, deletes all others but the one before it and the
   * retained one.
   *
   * @param state the state; its lists are read once, class after class, so they may make the
   *     classes on demand
   * @param header the description of the run, stored with it
   * @return the directory of the snapshot
   * @throws IllegalArgumentException if the state's shapes do not fit together
   * @throws IOException if the file system fails; older snapshots are then untouched
   */
  public Path write(FlowState state, SnapshotHeader header) throws IOException {
    Guard.that(state.step() >= 0, "the step of a state must not be negative, was " + state.step());
    int classes = state.positions().size();
    Guard.positive("number of classes of a state", classes);
    Guard.size("number of classes with velocities", classes, state.velocities().size());
    String name = name(state.step());
    Path whole = new Path(directory, name);
    Path writing = atomicRename ? new Path(directory, WRITING + state.step()) : whole;
    deleteUnfinished();
    files.delete(writing);
    SnapshotIndex index = new BlockSequence(writing, state, header).write();
    files.write(new Path(writing, SnapshotIndex.FILE), index.toJson());
    if (atomicRename) {
      files.move(writing, whole);
    }
    prune(name);
    return whole;
  }

  private void deleteUnfinished() throws IOException {
    for (String name : files.children(directory)) {
      if (name.startsWith(WRITING)) {
        files.delete(new Path(directory, name));
      }
    }
  }

  private void prune(String newest) throws IOException {
    for (String name : files.children(directory)) {
      boolean stays = name.equals(newest) || name.equals(lastWhole) || name.equals(retained);
      if (isSnapshot(name) && !stays) {
        files.delete(new Path(directory, name));
      }
    }
    lastWhole = newest;
  }

  /** Writes the blocks of one snapshot. */
  private final class BlockSequence {
    private final Path to;
    private final FlowState state;
    private final SnapshotHeader header;
    private final List<SnapshotIndex.Block> blocks = new ArrayList<>();
    private final List<Integer> sizes = new ArrayList<>();
    private int dimension = -1;

    BlockSequence(Path to, FlowState state, SnapshotHeader header) {
      this.to = to;
      this.state = state;
      this.header = header;
    }

    SnapshotIndex write() throws IOException {
      int classes = state.positions().size();
      FloatMatrix next = state.positions().get(0);
      dimension = next.columns();
      for (int c = 0; c < classes; ) {
        String name = String.format(Locale.ROOT, "block-%05d.bin", blocks.size());
        SnapshotBlock.Writer block =
            new SnapshotBlock.Writer(files.create(new Path(to, name)), state.step(), c, dimension);
        try (block) {
          while (c < classes && block.hasRoomFor(next, blockBytes)) {
            add(c, next, block);
            c++;
            next = c < classes ? state.positions().get(c) : next;
          }
        }
        blocks.add(block.describe(name));
      }
      return new SnapshotIndex(
          SnapshotIndex.FORMAT,
          state.step(),
          dimension,
          sizes,
          header.configurationHash(),
          header,
          blocks);
    }

    private void add(int c, FloatMatrix positions, SnapshotBlock.Writer block) throws IOException {
      FloatMatrix velocities = state.velocities().get(c);
      Guard.size("dimension of class " + c, dimension, positions.columns());
      Guard.size("number of velocities of class " + c, positions.rows(), velocities.rows());
      Guard.size("dimension of the velocities of class " + c, dimension, velocities.columns());
      block.add(positions, velocities);
      sizes.add(positions.rows());
    }
  }

  /**
   * The newest snapshot all of whose blocks have the length and SHA-256 that its index names. Each
   * newer one that is rejected gives a notice with the reason.
   *
   * @param now the header that the run would write; its extras do not matter
   * @return the snapshot, or empty if none is whole
   * @throws JobException (usage) if the newest readable snapshot was made with another
   *     configuration or from other data, naming each difference
   * @throws IOException if the file system fails
   */
  public Optional<Snapshot> newestWhole(SnapshotHeader now) throws IOException {
    List<String> names = new ArrayList<>(files.children(directory));
    names.removeIf(name -> !isSnapshot(name));
    names.sort(Collections.reverseOrder());
    for (String name : names) {
      Optional<Snapshot> found = whole(name, now);
      if (found.isPresent()) {
        lastWhole = name;
        return found;
      }
    }
    return Optional.empty();
  }

  /**
   * The snapshot of a step, checked as {@link #newestWhole} checks it.
   *
   * @param step the step of its state
   * @param now the header that the run would write; its extras do not matter
   * @return the snapshot, or empty if it is not there or not whole
   * @throws JobException (usage) if it was made with another configuration or from other data
   * @throws IOException if the file system fails
   */
  public Optional<Snapshot> wholeOf(int step, SnapshotHeader now) throws IOException {
    return files.children(directory).contains(name(step))
        ? whole(name(step), now)
        : Optional.empty();
  }

  private Optional<Snapshot> whole(String name, SnapshotHeader now) throws IOException {
    Path snapshot = new Path(directory, name);
    try {
      SnapshotIndex index = readIndex(snapshot);
      checkUnchanged(snapshot, index.header(), now);
      for (SnapshotIndex.Block block : index.blocks()) {
        verify(new Path(snapshot, block.name()), block);
      }
      return Optional.of(new Snapshot(files, snapshot, index));
    } catch (SnapshotIndex.Damaged e) {
      notices.accept("The snapshot " + UserInfo.cut(snapshot) + " is rejected: " + e.getMessage());
      return Optional.empty();
    }
  }

  private SnapshotIndex readIndex(Path snapshot) throws IOException, SnapshotIndex.Damaged {
    Path file = new Path(snapshot, SnapshotIndex.FILE);
    if (!files.exists(file)) {
      throw new SnapshotIndex.Damaged(
          "it has no " + SnapshotIndex.FILE + ", so it was not finished");
    }
    return SnapshotIndex.parse(files.read(file), UserInfo.cut(file));
  }

  private static void checkUnchanged(Path snapshot, SnapshotHeader then, SnapshotHeader now) {
    String differences = then.differences(now);
    if (!differences.isEmpty()) {
      throw JobException.usage(
          "The run cannot be resumed from "
              + UserInfo.cut(snapshot)
              + ", which was made otherwise: "
              + differences
              + ". Give the same settings and data, or start again with --mode overwrite");
    }
  }

  private void verify(Path file, SnapshotIndex.Block block)
      throws IOException, SnapshotIndex.Damaged {
    Sha256.Sum sum;
    try {
      sum = Sha256.sum(files.open(file));
    } catch (FileNotFoundException e) {
      throw new SnapshotIndex.Damaged(block.name() + " is missing");
    }
    if (sum.bytes() != block.bytes()) {
      throw new SnapshotIndex.Damaged(
          block.name() + " has " + sum.bytes() + " bytes where it should have " + block.bytes());
    }
    if (!sum.sha256().equals(block.sha256())) {
      throw new SnapshotIndex.Damaged(block.name() + " has another SHA-256 than its index names");
    }
  }
}
