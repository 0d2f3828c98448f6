package io.wowflow.jobs.io.npz;

import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.io.place.InputPath;
import io.wowflow.jobs.io.rows.RowTable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.function.ObjIntConsumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

/**
 * The arrays of an NPZ file that make a dataset. A first pass over the file reads the small arrays
 * and measures the samples, so that nothing is allocated because a header claims it.
 */
final class NpzArchive {
  private static final String SUFFIX = ".npy";
  static final String SOURCE_CLASS = "source_class";
  static final String ORIGIN_ID = "origin_id";

  private static final String SAMPLES = "x";
  private static final Set<String> SMALL = Set.of("y", "weight");
  private static final Set<String> ORIGINS = Set.of(SOURCE_CLASS, ORIGIN_ID);
  // A share of the heap that one array of labels or weights may use.
  private static final int KEPT_SHARE = 8;
  private static final int END_RECORD_BYTES = 22;
  private static final int MOST_COMMENT_BYTES = 0xFFFF;

  private final InputPath input;
  private final Set<String> entries = new TreeSet<>();
  private final Map<String, NpyHeader> headers = new LinkedHashMap<>();
  private final Map<String, byte[]> data = new LinkedHashMap<>();

  private final long mostKept;

  private NpzArchive(InputPath input, long mostKept) {
    this.input = input;
    this.mostKept = mostKept;
  }

  /** Reads the small arrays and the headers of all. */
  static NpzArchive scan(InputPath input) throws IOException {
    return scan(input, Runtime.getRuntime().maxMemory() / KEPT_SHARE);
  }

  /** Reads them with another bound on the bytes of one array in memory. */
  static NpzArchive scan(InputPath input, long mostKept) throws IOException {
    NpzArchive archive = new NpzArchive(input, mostKept);
    archive.checkEnd();
    try (ZipInputStream zip = new ZipInputStream(input.stream(input.path()))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        archive.take(entry.getName(), zip);
      }
    } catch (EOFException | ZipException | IllegalArgumentException e) {
      throw archive.damaged(e);
    }
    return archive;
  }

  private void checkEnd() throws IOException {
    String tail =
        new String(input.tail(END_RECORD_BYTES + MOST_COMMENT_BYTES), StandardCharsets.ISO_8859_1);
    int end = tail.lastIndexOf("PK\5\6");
    if (end < 0 || tail.length() - end < END_RECORD_BYTES) {
      throw JobException.input(
          input.name() + " is cut off: the directory at the end of the archive is missing");
    }
  }

  private void take(String entry, ZipInputStream zip) throws IOException {
    if (!entries.add(entry)) {
      throw JobException.input(input.name() + " holds two entries named '" + entry + "'");
    }
    String name =
        entry.endsWith(SUFFIX) ? entry.substring(0, entry.length() - SUFFIX.length()) : "";
    if (name.equals(SAMPLES)) {
      NpyHeader header = NpyHeader.read(zip, where(name), name);
      headers.put(name, header);
      header.checkData(zip.transferTo(OutputStream.nullOutputStream()), where(name));
    } else if (SMALL.contains(name)) {
      keep(name, NpyHeader.read(zip, where(name), name), zip);
    } else if (ORIGINS.contains(name)) {
      NpyHeader header;
      try {
        header = NpyHeader.read(zip, where(name), name);
      } catch (JobException e) {
        // A stranger's array of this name, for example of Python objects, is not read.
        return;
      }
      keep(name, header, zip);
    }
  }

  private void keep(String name, NpyHeader header, ZipInputStream zip) throws IOException {
    headers.put(name, header);
    byte[] bytes = zip.readNBytes(checkedBytes(header, name));
    header.checkData(bytes.length + zip.transferTo(OutputStream.nullOutputStream()), where(name));
    data.put(name, bytes);
  }

  /** The length of an array that is kept in memory, refused where it would take too much of it. */
  private int checkedBytes(NpyHeader header, String name) {
    BigInteger bytes = header.dataBytes();
    long most = Math.min(RowTable.MOST_ROWS, mostKept);
    if (bytes.compareTo(BigInteger.valueOf(most)) > 0) {
      throw JobException.input(
          where(name)
              + ", shape "
              + header.shapeText()
              + ", needs "
              + bytes.shiftRight(20)
              + " MB, more than the "
              + (most >> 20)
              + " MB that one of its kind may use of this process's memory; save integers or shorter"
              + " text, or give the driver more memory");
    }
    return bytes.intValueExact();
  }

  private JobException damaged(Exception cause) {
    return JobException.of(
        ExitCode.INPUT,
        input.name()
            + " is a damaged archive ("
            + cause.getMessage()
            + "); write it again, straight to a file",
        cause);
  }

  /** Names an entry in messages. */
  String where(String name) {
    return input.name() + ", entry '" + name + "'";
  }

  /** The header of {@code x}, {@code y} or {@code weight}, if the file holds the array. */
  Optional<NpyHeader> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /** Whether the file holds an array, of whatever name. */
  boolean holds(String name) {
    return entries.contains(name + SUFFIX);
  }

  /** The bytes of {@code y} or {@code weight}. */
  byte[] data(String name) {
    return data.get(name);
  }

  /** The header of an array that must be there. */
  NpyHeader required(String name, String why) {
    return header(name)
        .orElseThrow(
            () ->
                JobException.input(
                    input.name()
                        + " has no array '"
                        + name
                        + "'"
                        + why
                        + "; its entries are "
                        + entries));
  }

  /**
   * Reads the samples, row by row.
   *
   * @param rows number of rows
   * @param rowBytes bytes of one
   * @param wanted the other rows are skipped
   * @param sink takes a row and its bytes, which the next row overwrites
   */
  void readSamples(int rows, int rowBytes, IntPredicate wanted, ObjIntConsumer<byte[]> sink)
      throws IOException {
    try (ZipInputStream zip = new ZipInputStream(input.stream(input.path()))) {
      ZipEntry entry = zip.getNextEntry();
      while (entry != null && !entry.getName().equals(SAMPLES + SUFFIX)) {
        entry = zip.getNextEntry();
      }
      NpyHeader header = NpyHeader.read(zip, where(SAMPLES), SAMPLES);
      if (!header.equals(headers.get(SAMPLES))) {
        throw JobException.of(
            ExitCode.FAILURE, input.name() + " changed while it was read; run again");
      }
      byte[] bytes = new byte[rowBytes];
      for (int row = 0; row < rows; row++) {
        if (wanted.test(row)) {
          readFully(zip, bytes);
          sink.accept(bytes, row);
        } else {
          zip.skipNBytes(rowBytes);
        }
      }
    } catch (EOFException | ZipException e) {
      throw damaged(e);
    }
  }

  private static void readFully(InputStream in, byte[] bytes) throws IOException {
    if (in.readNBytes(bytes, 0, bytes.length) < bytes.length) {
      throw new EOFException("the data end early");
    }
  }
}
