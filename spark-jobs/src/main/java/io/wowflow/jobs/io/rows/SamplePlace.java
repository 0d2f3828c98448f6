package io.wowflow.jobs.io.rows;

import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.flow.FlowState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The place of samples: the memory of this process, or a temporary file of it where they would need
 * much of its memory, or the executors of a cluster.
 *
 * @param directory the directory of the files; empty to keep all in memory
 * @param most the bytes that stay in memory all the same
 * @param onExecutors whether samples that executors can read stay there; all others are kept as if
 *     this were false
 */
public record SamplePlace(Optional<Path> directory, long most, boolean onExecutors) {

  /**
   * Everything in memory.
   *
   * @return the place
   */
  public static SamplePlace memory() {
    return new SamplePlace(Optional.empty(), Long.MAX_VALUE, false);
  }

  /**
   * Files for what is large.
   *
   * @param directory where they are; its disk has to hold the samples
   * @param most the bytes of a dataset that stay in memory
   * @return the place
   */
  public static SamplePlace files(Path directory, long most) {
    return new SamplePlace(Optional.of(directory), most, false);
  }

  /**
   * This place for samples that come from one file, the executors for those that executors read.
   *
   * @return the place
   */
  public SamplePlace preferringExecutors() {
    return new SamplePlace(directory, most, true);
  }

  /**
   * A file for classes of samples, if this place puts so many into one.
   *
   * @param sizes the number of samples of each class
   * @param dimension d
   * @return an empty file, or empty if they stay in memory
   * @throws JobException (failure) if it cannot be made, naming the directory and the remedy
   */
  Optional<SampleFile> file(int[] sizes, int dimension) {
    if (directory.isEmpty() || SampleFile.bytes(sizes, dimension) <= most) {
      return Optional.empty();
    }
    try {
      return Optional.of(SampleFile.create(directory.get(), sizes, dimension));
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /**
   * Keeps a state that may go.
   *
   * @param state its classes are asked for once, in order
   * @param sizes the number of particles of each class
   * @param dimension d
   * @return the same state in memory, or in files from which its classes are read
   * @throws JobException (failure) if a file cannot be written
   */
  public FlowState keep(FlowState state, int[] sizes, int dimension) {
    Optional<SampleFile> positions = file(sizes, dimension);
    Optional<SampleFile> velocities = file(sizes, dimension);
    List<FloatMatrix> at = new ArrayList<>();
    List<FloatMatrix> moving = new ArrayList<>();
    for (int c = 0; c < sizes.length; c++) {
      keep(c, state.positions().get(c), positions, at);
      keep(c, state.velocities().get(c), velocities, moving);
    }
    return new FlowState(
        state.step(),
        positions.map(SampleFile::classes).orElse(at),
        velocities.map(SampleFile::classes).orElse(moving));
  }

  private void keep(int c, FloatMatrix values, Optional<SampleFile> file, List<FloatMatrix> to) {
    if (file.isPresent()) {
      write(() -> file.get().put(c, values));
    } else {
      to.add(values);
    }
  }

  private JobException failed(IOException e) {
    return JobException.of(
        ExitCode.FAILURE,
        "Samples cannot be kept in "
            + directory.orElseThrow()
            + ", where the driver puts what would take much of its memory: "
            + e
            + ". Make room there, or name another directory with -- --conf spark.local.dir=DIR (on"
            + " Kubernetes SPARK_LOCAL_DIRS, on YARN the node's local directories)",
        e);
  }

  /** Writing into a file of this place. */
  @FunctionalInterface
  interface Writing {
    void run() throws IOException;
  }

  /** Runs a write; its failure, where the disk is full, gets the message of this place. */
  void write(Writing writing) {
    try {
      writing.run();
    } catch (IOException e) {
      throw failed(e);
    }
  }
}
