package io.wowflow.jobs.checkpoint;

import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.flow.FlowState;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
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

  /** Takes the particles of a class. */
  @FunctionalInterface
  public interface ClassVisitor {
    /**
     * One class.
     *
     * @param c which class, from 0
     * @param positions n x d, the visitor's own
     * @param velocities n x d, the visitor's own
     * @throws IOException if the visitor fails
     */
    void visit(int c, FloatMatrix positions, FloatMatrix velocities) throws IOException;
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
   * Reads all classes in order, one in memory at a time.
   *
   * @param visitor takes each class
   * @throws IOException if a block cannot be read
   */
  public void forEachClass(ClassVisitor visitor) throws IOException {
    for (SnapshotIndex.Block block : index.blocks()) {
      try (DataInputStream in =
          new DataInputStream(
              new BufferedInputStream(fs.open(new Path(directory, block.name()))))) {
        SnapshotBlock.read(in, index, block, visitor);
      }
    }
  }

  /**
   * Reads the whole state into memory.
   *
   * @return the state
   * @throws IOException if a block cannot be read
   */
  public FlowState state() throws IOException {
    List<FloatMatrix> positions = new ArrayList<>();
    List<FloatMatrix> velocities = new ArrayList<>();
    forEachClass(
        (c, x, v) -> {
          positions.add(x);
          velocities.add(v);
        });
    return new FlowState(index.step(), positions, velocities);
  }
}
