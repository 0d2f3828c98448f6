package io.wowflow.jobs.io.binary;

import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.conf.UserInfo;
import io.wowflow.jobs.io.place.Gzip;
import io.wowflow.jobs.io.place.InputPath;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.apache.hadoop.fs.Path;

/** A file of CIFAR records, compressed or not. */
final class CifarFile {
  private static final int BUFFER_BYTES = 1 << 16;

  private final InputPath input;
  private final Path path;
  private final CifarLayout layout;
  private final String where;

  CifarFile(InputPath input, Path path, CifarLayout layout) {
    this.input = input;
    this.path = path;
    this.layout = layout;
    this.where = UserInfo.cut(path);
  }

  /** Takes a record. */
  @FunctionalInterface
  interface Visitor {
    /** The bytes are overwritten by the next record. */
    void visit(int record, byte[] bytes);
  }

  /** Whether a file starts with the label of its layout. */
  static boolean looksLike(InputPath input, Path path, CifarLayout layout) throws IOException {
    byte[] head = input.head(path, layout.recordBytes());
    int at = layout.labelBytes() - 1;
    return Gzip.isGzip(head) || (head.length > at && (head[at] & 0xFF) < layout.classes());
  }

  int labelBytes() {
    return layout.labelBytes();
  }

  /** The label of each record, checked. */
  byte[] labels() throws IOException {
    ByteArrayOutputStream labels = new ByteArrayOutputStream();
    int at = layout.labelBytes() - 1;
    forEach(
        (record, bytes) -> {
          int label = bytes[at] & 0xFF;
          if (label >= layout.classes()) {
            throw JobException.input(
                String.format(
                    Locale.ROOT,
                    "%s, record %d: its label is %d, %s has labels 0 to %d; is this another format,"
                        + " or are bytes missing before it?",
                    where,
                    record,
                    label,
                    layout.title(),
                    layout.classes() - 1));
          }
          labels.write(label);
        });
    return labels.toByteArray();
  }

  /** Reads all records; gives their number. */
  int forEach(Visitor visitor) throws IOException {
    int record = 0;
    try (InputStream in = open()) {
      byte[] bytes = new byte[layout.recordBytes()];
      int length = in.readNBytes(bytes, 0, bytes.length);
      while (length == bytes.length) {
        visitor.visit(record, bytes);
        record++;
        length = in.readNBytes(bytes, 0, bytes.length);
      }
      if (length > 0 || record == 0) {
        throw brokenOff(record, "it has " + length + " of " + bytes.length + " bytes", null);
      }
      return record;
    } catch (EOFException | ZipException e) {
      throw brokenOff(record, String.valueOf(e.getMessage()), e);
    }
  }

  private InputStream open() throws IOException {
    boolean gzip = Gzip.isGzip(input.head(path, 2));
    InputStream raw = input.stream(path);
    if (!gzip) {
      return raw;
    }
    try {
      return new GZIPInputStream(raw, BUFFER_BYTES);
    } catch (IOException e) {
      raw.close();
      throw e;
    }
  }

  private JobException brokenOff(int record, String why, IOException cause) {
    return JobException.of(
        ExitCode.INPUT,
        String.format(
            Locale.ROOT,
            "%s breaks off in record %d of %s (%s); the file is damaged, fetch it again",
            where,
            record,
            layout.title(),
            why),
        cause);
  }
}
