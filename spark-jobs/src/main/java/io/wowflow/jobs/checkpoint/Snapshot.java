package io.wowflow.jobs.checkpoint;

import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.array.LazyList;
import io.wowflow.math.flow.FlowState;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** A snapshot that was found whole. */
public final class Snapshot {
  private final FileSystem fs;
  private final Path directory;
  private final SnapshotIndex index;

  Snapshot(FileSystem fs, Path directory, SnapshotIndex index) {
    this.fs = fs;
    this.directory = directory;
    this.index = index;
  }

  /**
   * Where it lies.
   *
   * @return its directory
   */
  public Path directory() {
    return directory;
  }

  /**
   * How many steps were made.
   *
   * @return k of X_k
   */
  public int step() {
    return index.step();
  }

  /**
   * What the run put beside the state.
   *
   * @return as JSON gives it back: Integer, Long, Double, String, Boolean, List, Map or null
   */
  public Map<String, Object> extras() {
    return index.header().extras();
  }

  /**
   * The state, whose classes are read when they are asked for, a block at a time; the block that
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

  /** Remembers a block. */
  private final class Reader {
    private int first;
    private List<Particles> classes = List.of();

    Particles of(int c) {
      if (c < first || c >= first + classes.size()) {
        read(c);
      }
      return classes.get(c - first);
    }

    private void read(int c) {
      // Gone before the other one comes.
      classes = List.of();
      for (SnapshotIndex.Block block : index.blocks()) {
        if (c >= block.firstClass() && c < block.firstClass() + block.classes()) {
          first = block.firstClass();
          classes = particles(block);
        }
      }
    }
  }

  private List<Particles> particles(SnapshotIndex.Block block) {
    List<Particles> out = new ArrayList<>(block.classes());
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(fs.open(new Path(directory, block.name()))))) {
      SnapshotBlock.read(in, index, block, out::add);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The block " + block.name() + " of " + directory + " cannot be read", e);
    }
    return out;
  }
}
