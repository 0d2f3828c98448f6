package io.wowflow.jobs.io.npz;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.time.LocalDateTime;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes NumPy's NPZ format: a zip archive of NPY arrays, uncompressed as {@code numpy.savez} makes
 * it. The same arrays give the same bytes on every platform, in every time zone and on every day:
 * entries carry the earliest time that zip can hold.
 */
public final class NpzWriter implements Closeable {
  private static final LocalDateTime EARLIEST = LocalDateTime.of(1980, 1, 1, 0, 0);

  /**
   * The field of seconds since 1970 that Java adds to that time, as it is in UTC: left to Java it
   * would depend on the time zone.
   */
  private static final byte[] EARLIEST_IN_UTC = {
    'U', 'T', 5, 0, 1, 0, (byte) 0xA6, (byte) 0xCE, 0x12
  };

  private final ZipOutputStream zip;

  /**
   * Starts an archive.
   *
   * @param out where to; closed with this writer
   */
  public NpzWriter(OutputStream out) {
    zip = new ZipOutputStream(out);
    zip.setMethod(ZipOutputStream.STORED);
  }

  /**
   * Writes one array.
   *
   * @param name its name, without {@code .npy}
   * @param array its values
   * @throws IOException if the stream fails
   */
  public void write(String name, NpyArray array) throws IOException {
    ZipEntry entry = new ZipEntry(name + ".npy");
    entry.setTimeLocal(EARLIEST);
    entry.setExtra(EARLIEST_IN_UTC);
    entry.setSize(array.byteCount());
    entry.setCrc(checksum(array));
    zip.putNextEntry(entry);
    array.writeTo(zip);
    zip.closeEntry();
  }

  private static long checksum(NpyArray array) throws IOException {
    CheckedOutputStream counted =
        new CheckedOutputStream(OutputStream.nullOutputStream(), new CRC32());
    array.writeTo(counted);
    return counted.getChecksum().getValue();
  }

  /**
   * Ends the archive without closing the stream below.
   *
   * @throws IOException if the stream fails
   */
  public void finish() throws IOException {
    zip.finish();
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
