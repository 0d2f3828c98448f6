package io.wowflow.jobs.io.place;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.hadoop.fs.FSError;

/**
 * Turns Hadoop's {@link FSError} into the {@link IOException} that it is. The streams of Hadoop's
 * local file system throw this {@link Error} where a disk is full or broken; code that catches
 * {@code IOException}, to keep an old result or to delete an unfinished one, would not see it.
 */
public final class DiskErrors {
  private DiskErrors() {}

  /** An action on files. */
  @FunctionalInterface
  public interface Action {
    /**
     * Does it.
     *
     * @throws IOException if the file system fails
     */
    void run() throws IOException;
  }

  /**
   * Work on files.
   *
   * @param <T> its result
   */
  @FunctionalInterface
  public interface Work<T> {
    /**
     * Does the work.
     *
     * @return its result
     * @throws IOException if the file system fails
     */
    T run() throws IOException;
  }

  /**
   * Does an action on files through code that hands out no streams, such as Parquet's.
   *
   * @param action the action
   * @throws IOException if the action throws one, or an {@code FSError}
   */
  public static void run(Action action) throws IOException {
    try {
      action.run();
    } catch (FSError e) {
      throw asException(e);
    }
  }

  /**
   * Does work on files through code that hands out no streams, such as Parquet's.
   *
   * @param <T> the result of the work
   * @param work the work
   * @return its result
   * @throws IOException if the work throws one, or an {@code FSError}
   */
  public static <T> T converted(Work<T> work) throws IOException {
    try {
      return work.run();
    } catch (FSError e) {
      throw asException(e);
    }
  }

  /**
   * The exception that an error stands for.
   *
   * @param error from the local file system
   * @return an exception with the message of the disk, caused by the error
   */
  public static IOException asException(FSError error) {
    Throwable disk = error.getCause() == null ? error : error.getCause();
    return new IOException(disk.getMessage(), error);
  }

  /**
   * A stream that throws exceptions only.
   *
   * @param out where to write; closed with the result
   * @return the same stream, its errors converted
   */
  public static OutputStream converted(OutputStream out) {
    return new FilterOutputStream(out) {
      @Override
      public void write(int b) throws IOException {
        run(() -> out.write(b));
      }

      @Override
      public void write(byte[] bytes, int from, int count) throws IOException {
        run(() -> out.write(bytes, from, count));
      }

      @Override
      public void flush() throws IOException {
        run(out::flush);
      }

      @Override
      public void close() throws IOException {
        // Not through FilterOutputStream, which would flush a second time after a failed write.
        run(out::close);
      }
    };
  }

  /**
   * A stream that throws exceptions only.
   *
   * @param in where to read; closed with the result
   * @return the same stream, its errors converted
   */
  public static InputStream converted(InputStream in) {
    return new FilterInputStream(in) {
      @Override
      public int read() throws IOException {
        return DiskErrors.<Integer>converted(in::read);
      }

      @Override
      public int read(byte[] bytes, int from, int count) throws IOException {
        return converted(() -> in.read(bytes, from, count));
      }

      @Override
      public long skip(long count) throws IOException {
        return converted(() -> in.skip(count));
      }

      @Override
      public void close() throws IOException {
        run(in::close);
      }
    };
  }
}
