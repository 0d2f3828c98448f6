package io.wowflow.jobs.io.npz;

import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.conf.UserInfo;
import io.wowflow.jobs.io.place.DatasetUri;
import io.wowflow.jobs.io.place.FileSystems;
import io.wowflow.jobs.io.rows.RowTable;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Reads single NPY files. */
public final class NpyFiles {
  private static final int MOST_NUMBERS = RowTable.MOST_ROWS / Double.BYTES;

  private NpyFiles() {}

  /**
   * An array of floats.
   *
   * @param shape its axes
   * @param values its values, row-major, length the product of the axes
   */
  @SuppressWarnings(
      "ArrayRecordComponent") // flat arrays are the house's storage; identity equality is meant
  public record Floats(List<Integer> shape, double[] values) {}

  /**
   * Reads explicit directions. Whether the rows are unit vectors of the right dimension is the
   * caller's to check.
   *
   * @param path an NPY file of 16-bit, 32-bit or 64-bit floats, T x L x d or L x d
   * @param configuration where the file systems are configured
   * @return the array
   * @throws JobException (input) if the file is missing, is not such an array, or is cut off;
   *     (failure) if the file system fails
   */
  public static Floats readDirections(String path, Configuration configuration) {
    String where = UserInfo.cut(path);
    try {
      Path file = DatasetUri.plainPath(path);
      FileSystem files = FileSystems.of(file, configuration);
      FileStatus status = files.getFileStatus(file);
      if (status.isDirectory()) {
        throw JobException.input(where + " is a directory; give an NPY file");
      }
      long length = status.getLen();
      try (InputStream in = files.open(file)) {
        return read(in, length, where);
      }
    } catch (FileNotFoundException e) {
      throw JobException.of(ExitCode.INPUT, where + " does not exist; check the path", e);
    } catch (IOException e) {
      throw JobException.of(
          ExitCode.FAILURE, where + " cannot be read: " + UserInfo.cut(e.getMessage()), e);
    }
  }

  private static Floats read(InputStream in, long length, String where) throws IOException {
    NpyHeader header = NpyHeader.read(in, where, "directions");
    header.checkData(length - header.bytes(), where);
    int axes = header.shape().size();
    if (!header.type().isFloat() || axes < 2 || axes > 3) {
      throw JobException.input(
          String.format(
              Locale.ROOT,
              "%s holds elements of type %s and shape %s; directions are floats, T x L x d or L x d",
              where,
              header.type().title(),
              header.shapeText()));
    }
    long count = (length - header.bytes()) / header.itemBytes();
    if (count == 0 || count > MOST_NUMBERS) {
      throw JobException.input(
          where + " holds " + count + " numbers; from 1 to " + MOST_NUMBERS + " are read");
    }
    double[] values = new double[(int) count];
    byte[] bytes = new byte[header.itemBytes() * header.shape().get(axes - 1)];
    ByteBuffer row = header.elements(bytes);
    for (int i = 0; i < values.length; ) {
      if (in.readNBytes(bytes, 0, bytes.length) < bytes.length) {
        throw new EOFException("the file became shorter while it was read");
      }
      for (int at = 0; at < bytes.length; at += header.itemBytes()) {
        int place = header.fortran() ? NpyHeader.rowMajor(i, header.shape()) : i;
        values[place] = header.type().real(row, at);
        i++;
      }
    }
    return new Floats(header.shape(), values);
  }
}
