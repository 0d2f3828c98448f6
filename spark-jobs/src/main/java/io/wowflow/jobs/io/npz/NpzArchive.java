package io.wowflow.jobs.io.npz;

import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.conf.UserInfo;
import io.wowflow.jobs.io.place.InputPath;
import io.wowflow.jobs.io.rows.RowTable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.ObjIntConsumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import org.apache.hadoop.fs.Path;

/**
 * The arrays of an NPZ file. A first pass over the file reads the headers and measures the arrays,
 * so that nothing is allocated because a header claims it; arrays with an element for each sample
 * are kept meanwhile, as far as a bound allows, so that labels need no pass of their own.
 */
final class NpzArchive {
  static final String SOURCE_CLASS = "source_class";
  static final String ORIGIN_ID = "origin_id";

  private static final String SUFFIX = ".npy";
  private static final Set<String> OF_TWO_AXES = Set.of("weight", SOURCE_CLASS, ORIGIN_ID);
  // A share of the heap that one array of labels or weights may use.
  private static final int KEPT_SHARE = 8;
  private static final int END_RECORD_BYTES = 22;
  private static final int MOST_COMMENT_BYTES = 0xFFFF;

  private final InputPath input;
  private final Path file;
  private final long mostKept;
  private final Set<String> entries = new LinkedHashSet<>();
  private final Map<String, Entry> arrays = new LinkedHashMap<>();
  private final Map<String, byte[]> kept = new HashMap<>();
  private long keptBytes;

  /** A header, or the reason why the array is not read. */
  private record Entry(NpyHeader header, JobException refusal) {}

  private NpzArchive(InputPath input, Path file, long mostKept) {
    this.input = input;
    this.file = file;
    this.mostKept = mostKept;
  }

  /** Reads the headers of all arrays of a file of the input. */
  static NpzArchive scan(InputPath input, Path file) throws IOException {
    return scan(input, file, Runtime.getRuntime().maxMemory() / KEPT_SHARE);
  }

  /** Reads them with another bound on the bytes of one array in memory. */
  static NpzArchive scan(InputPath input, Path file, long mostKept) throws IOException {
    NpzArchive archive = new NpzArchive(input, file, mostKept);
    archive.checkEnd();
    try (ZipInputStream zip = new ZipInputStream(input.stream(file))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        archive.take(entry.getName(), zip);
      }
    } catch (EOFException | ZipException | IllegalArgumentException e) {
      throw archive.damaged(e);
    }
    if (archive.arrays.isEmpty() && !archive.entries.isEmpty()) {
      throw JobException.input(
          archive.name()
              + " is a zip archive without NumPy arrays (it begins with '"
              + archive.entries.iterator().next()
              + "'); unpack it and name what it contained");
    }
    return archive;
  }

  private void checkEnd() throws IOException {
    String tail =
        new String(
            input.tail(file, END_RECORD_BYTES + MOST_COMMENT_BYTES), StandardCharsets.ISO_8859_1);
    int end = tail.lastIndexOf("PK\5\6");
    if (end < 0 || tail.length() - end < END_RECORD_BYTES) {
      throw JobException.input(
          name() + " is cut off: the directory at the end of the archive is missing");
    }
  }

  private void take(String entry, ZipInputStream zip) throws IOException {
    if (!entries.add(entry)) {
      throw JobException.input(name() + " holds two entries named '" + entry + "'");
    }
    if (!entry.endsWith(SUFFIX)) {
      return;
    }
    String name = entry.substring(0, entry.length() - SUFFIX.length());
    NpyHeader header;
    try {
      header = NpyHeader.read(zip, where(name), name);
    } catch (JobException e) {
      // An array of Python objects next to those of the dataset is not read.
      arrays.put(name, new Entry(null, e));
      return;
    }
    byte[] bytes = new byte[0];
    if (isOfSamples(name, header)
        && header.dataBytes().compareTo(BigInteger.valueOf(mostInMemory() - keptBytes)) <= 0) {
      bytes = zip.readNBytes(header.dataBytes().intValueExact());
      kept.put(name, bytes);
      keptBytes += bytes.length;
    }
    long length = bytes.length + zip.transferTo(OutputStream.nullOutputStream());
    arrays.put(name, new Entry(header, wrongLength(header, length, name)));
    if (arrays.get(name).refusal != null) {
      kept.remove(name);
    }
  }

  private JobException wrongLength(NpyHeader header, long length, String name) {
    try {
      header.checkData(length, where(name));
      return null;
    } catch (JobException e) {
      return e;
    }
  }

  /** Whether an array may have one element for each sample or class. */
  private static boolean isOfSamples(String name, NpyHeader header) {
    List<Integer> shape = header.shape();
    return shape.size() == 1
        || (shape.size() == 2
            && (OF_TWO_AXES.contains(name) || shape.get(0) == 1 || shape.get(1) == 1));
  }

  private long mostInMemory() {
    return Math.min(RowTable.MOST_ROWS, mostKept);
  }

  private JobException damaged(Exception cause) {
    return JobException.of(
        ExitCode.INPUT,
        name()
            + " is a damaged archive ("
            + cause.getMessage()
            + "); write it again, straight to a file",
        cause);
  }

  /** The file in messages. */
  String name() {
    return file.equals(input.path()) ? input.name() : UserInfo.cut(file);
  }

  /** Names an entry in messages. */
  String where(String array) {
    return name() + ", entry '" + array + "'";
  }

  /** The names of all arrays, in the order of the file. */
  List<String> names() {
    return List.copyOf(arrays.keySet());
  }

  /** Whether the file has an array. */
  boolean holds(String array) {
    return arrays.containsKey(array);
  }

  /** The header of an array, if the file has it and it can be read. */
  Optional<NpyHeader> readable(String array) {
    return Optional.ofNullable(arrays.get(array))
        .filter(entry -> entry.refusal == null)
        .map(Entry::header);
  }

  /**
   * The header of an array of the file.
   *
   * @throws JobException (input) if the array cannot be read
   */
  NpyHeader header(String array) {
    Entry entry = arrays.get(array);
    if (entry.refusal != null) {
      throw entry.refusal;
    }
    return entry.header;
  }

  /**
   * The elements of an array that is small against the samples.
   *
   * @throws JobException (input) if the array cannot be read or would use too much memory
   */
  NpyValues values(String array) throws IOException {
    NpyHeader header = header(array);
    checkMemory(header, array);
    byte[] bytes = kept.get(array);
    if (bytes == null) {
      byte[] all = new byte[header.dataBytes().intValueExact()];
      readRows(
          array,
          1,
          all.length,
          row -> true,
          (row, at) -> System.arraycopy(row, 0, all, 0, row.length));
      bytes = all;
    }
    return new NpyValues(where(array), array, header, bytes);
  }

  private void checkMemory(NpyHeader header, String array) {
    BigInteger bytes = header.dataBytes();
    if (bytes.compareTo(BigInteger.valueOf(mostInMemory())) > 0) {
      throw JobException.input(
          where(array)
              + ", shape "
              + header.shapeText()
              + ", needs "
              + bytes.shiftRight(20)
              + " MB, more than the "
              + (mostInMemory() >> 20)
              + " MB that one of its kind may use of this process's memory; save integers or shorter"
              + " text, or give the driver more memory");
    }
  }

  /** Forgets the elements of all arrays. */
  void release() {
    kept.clear();
    keptBytes = 0;
  }

  /**
   * Reads an array as rows of bytes, in the order of the file.
   *
   * @param array its name
   * @param rows number of rows
   * @param rowBytes bytes of one
   * @param wanted the other rows are skipped
   * @param sink takes the bytes of a row, which the next row overwrites, and the row
   */
  void readRows(
      String array, int rows, int rowBytes, IntPredicate wanted, ObjIntConsumer<byte[]> sink)
      throws IOException {
    try (ZipInputStream zip = new ZipInputStream(input.stream(file))) {
      ZipEntry entry = zip.getNextEntry();
      while (entry != null && !entry.getName().equals(array + SUFFIX)) {
        entry = zip.getNextEntry();
      }
      if (entry == null || !NpyHeader.read(zip, where(array), array).equals(header(array))) {
        throw JobException.of(ExitCode.FAILURE, name() + " changed while it was read; run again");
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
