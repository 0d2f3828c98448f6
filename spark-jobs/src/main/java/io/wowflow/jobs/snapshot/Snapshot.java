package io.wowflow.jobs.snapshot;

import io.wowflow.jobs.conf.UserInfo;
import io.wowflow.jobs.io.place.StrictFiles;
import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.flow.FlowState;
import io.wowflow.math.internal.LazyList;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.SoftReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;

/** A snapshot that was found whole. */
public final class Snapshot {
  private final StrictFiles files;
  private final Path directory;
  private final SnapshotIndex index;

  Snapshot(StrictFiles files, Path directory, SnapshotIndex index) {
    this.files = files;
    this.directory = directory;
    this.index = index;
  }

  /**
   * The place of the snapshot.
   *
   * @return its directory
   */
  public Path directory() {
    return directory;
  }

  /**
   * The number of steps that were made.
   *
   * @return k of X_k
   */
  public int step() {
    return index.step();
  }

  /**
   * The values that the run stored with the state.
   *
   * @return as JSON gives it back: Integer, Long, Double, String, Boolean, List, Map or null
   */
  public Map<String, Object> extras() {
    return index.header().extras();
  }

  /**
   * The state, whose classes are read when they are requested, a block at a time; the block that
   * was read last stays in memory. Used by one thread.
   *
   * @return the state; its lists throw {@link UncheckedIOException} if a block cannot be read
   */
  public FlowState state() {
    Reader reader = new Reader();
    int classes = index.classSizes().size();
    return new FlowState(
        index.step(),
        LazyList.of(classes, c -> reader.of(c).positions()),
        LazyList.of(classes, c -> reader.of(c).velocities()));
  }

  /** The particles of a class. */
  record Particles(FloatMatrix positions, FloatMatrix velocities) {}

  /**
   * Classes of a block.
   *
   * @param first the first of them
   * @param classes its particles and those of the classes after it
   */
  private record Block(int first, List<Particles> classes) {
    boolean has(int c) {
      return c >= first && c < first + classes.size();
    }
  }

  /** Remembers a block while there is memory for it. */
  private final class Reader {
    private SoftReference<Block> last = new SoftReference<>(null);

    synchronized Particles of(int c) {
      Block block = last.get();
      if (block == null || !block.has(c)) {
        // Released before the other one is read.
        last.clear();
        block = read(c);
        last = new SoftReference<>(block);
      }
      return block.classes.get(c - block.first);
    }

    private Block read(int c) {
      for (SnapshotIndex.Block block : index.blocks()) {
        if (c >= block.firstClass() && c < block.firstClass() + block.classes()) {
          return new Block(block.firstClass(), particles(block));
        }
      }
      throw new IndexOutOfBoundsException(c);
    }
  }

  private List<Particles> particles(SnapshotIndex.Block block) {
    List<Particles> out = new ArrayList<>(block.classes());
    try (DataInputStream in =
        new DataInputStream(
            new BufferedInputStream(files.open(new Path(directory, block.name()))))) {
      SnapshotBlock.read(in, index, block, out::add);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the block "
              + UserInfo.cut(new Path(directory, block.name()))
              + " cannot be read: "
              + UserInfo.cut(e.getMessage()),
          e);
    }
    return out;
  }
}
