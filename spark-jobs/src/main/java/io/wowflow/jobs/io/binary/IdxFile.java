package io.wowflow.jobs.io.binary;

import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.conf.UserInfo;
import io.wowflow.jobs.io.place.Gzip;
import io.wowflow.jobs.io.place.InputPath;
import io.wowflow.jobs.io.rows.RowTable;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * An IDX file of unsigned bytes, compressed or not: two zero bytes, the element type, the rank, the
 * axes as big-endian 32-bit integers, and the elements, row-major.
 */
final class IdxFile implements Closeable {
  static final int UNSIGNED_BYTE = 0x08;

  private static final int BUFFER_BYTES = 1 << 16;
  // A deflate stream cannot expand further, so a header that promises more is wrong.
  private static final long MOST_EXPANSION = 1032;

  private final String where;
  private final DataInputStream in;
  private final List<Integer> axes = new ArrayList<>();

  private IdxFile(String where, DataInputStream in) {
    this.where = where;
    this.in = in;
  }

  /** Reads the header and refuses one that the file's length belies. */
  static IdxFile open(InputPath input, Path path) throws IOException {
    String where = UserInfo.cut(path);
    FileStatus status = input.statusOf(path);
    boolean gzip = Gzip.isGzip(input.head(path, 2));
    InputStream raw = input.stream(path);
    try {
      InputStream plain = gzip ? new GZIPInputStream(raw, BUFFER_BYTES) : raw;
      IdxFile file = new IdxFile(where, new DataInputStream(plain));
      file.readHeader();
      file.checkLength(gzip, status.getLen());
      return file;
    } catch (EOFException | ZipException e) {
      raw.close();
      throw damaged(where, "ends inside its header", e);
    } catch (IOException | RuntimeException e) {
      raw.close();
      throw e;
    }
  }

  /** Whether bytes start an IDX file of unsigned bytes of the given least rank. */
  static boolean isIdx(byte[] head, int leastRank) {
    return head.length >= 4
        && head[0] == 0
        && head[1] == 0
        && head[2] == UNSIGNED_BYTE
        && head[3] >= leastRank
        && head[3] <= 4;
  }

  private void readHeader() throws IOException {
    int magic = in.readInt();
    int type = magic >>> Byte.SIZE & 0xFF;
    int rank = magic & 0xFF;
    if (magic >>> Short.SIZE != 0 || rank < 1 || rank > 4) {
      throw JobException.input(
          String.format(
              Locale.ROOT,
              "%s starts with %#010x, which no IDX file of rank 1 to 4 does",
              where,
              magic));
    }
    if (type != UNSIGNED_BYTE) {
      throw JobException.input(
          String.format(
              Locale.ROOT,
              "%s has elements of type %#04x; unsigned bytes (0x08) are read",
              where,
              type));
    }
    for (int axis = 0; axis < rank; axis++) {
      int size = in.readInt();
      if (size < 1) {
        throw JobException.input(
            String.format(
                Locale.ROOT,
                "%s has an axis of size %s; each must be from 1 to 2147483647",
                where,
                Integer.toUnsignedString(size)));
      }
      axes.add(size);
    }
    if (rowBytes() > RowTable.MOST_ROWS) {
      throw JobException.input(
          where + " has rows of " + rowBytes() + " bytes; the file is damaged");
    }
  }

  private void checkLength(boolean gzip, long length) {
    long header = Integer.BYTES * (1L + axes.size());
    double promised = header + (double) axes.get(0) * rowBytes();
    if (gzip ? promised > MOST_EXPANSION * (double) length : promised != length) {
      throw JobException.input(
          String.format(
              Locale.ROOT,
              "%s has %d bytes%s, its header promises %.0f for axes %s; the file is truncated or"
                  + " damaged, fetch it again",
              where,
              length,
              gzip ? " compressed" : "",
              promised,
              axes));
    }
  }

  private static JobException damaged(String where, String what, IOException cause) {
    return JobException.of(
        ExitCode.INPUT,
        where + " " + what + " (" + cause.getMessage() + "); the file is damaged, fetch it again",
        cause);
  }

  String where() {
    return where;
  }

  int rank() {
    return axes.size();
  }

  int axis(int axis) {
    return axes.get(axis);
  }

  /** Bytes of one entry of the first axis. */
  long rowBytes() {
    long bytes = 1;
    for (int size : axes.subList(1, axes.size())) {
      // Capped, so that no product overflows.
      bytes = Math.min(bytes * size, Integer.MAX_VALUE);
    }
    return bytes;
  }

  /** Reads the next bytes. */
  void read(byte[] to, int row) throws IOException {
    try {
      in.readFully(to);
    } catch (EOFException | ZipException e) {
      throw damaged(where, "breaks off in row " + row + " of " + axes.get(0), e);
    }
  }

  /** Skips a row. */
  void skip(int row) throws IOException {
    try {
      in.skipNBytes(rowBytes());
    } catch (EOFException | ZipException e) {
      throw damaged(where, "breaks off in row " + row + " of " + axes.get(0), e);
    }
  }

  /** Refuses bytes after the last row; reading on also checks a compressed file's checksum. */
  void checkEnd() throws IOException {
    try {
      if (in.read() >= 0) {
        throw JobException.input(
            where
                + " goes on after its "
                + axes.get(0)
                + " rows; the file is damaged, fetch it again");
      }
    } catch (EOFException | ZipException e) {
      throw damaged(where, "is damaged at its end", e);
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
