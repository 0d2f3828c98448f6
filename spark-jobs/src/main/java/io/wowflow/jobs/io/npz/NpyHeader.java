package io.wowflow.jobs.io.npz;

import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.io.rows.RowTable;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The header of an array in NumPy's NPY format, versions 1 to 3 (numpy.lib.format).
 *
 * @param type the type of the elements
 * @param order the order of the bytes of an element
 * @param fortran whether the first axis varies fastest in the file; false for one axis
 * @param itemBytes bytes of one element
 * @param shape the array's shape
 * @param bytes bytes of the header itself
 */
public record NpyHeader(
    NpyType type, ByteOrder order, boolean fortran, int itemBytes, List<Integer> shape, int bytes) {
  /** Bytes of the magic number that begins every NPY file. */
  public static final int MAGIC_BYTES = 6;

  static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

  private static final int MOST_HEADER_BYTES = 1 << 16;
  private static final int MOST_TEXT_WIDTH = 1 << 16;
  private static final Pattern DESCR =
      Pattern.compile("['\"]descr['\"]\\s*:\\s*(['\"\\[(])([^'\"]*)");
  private static final Pattern ORDER =
      Pattern.compile("['\"]fortran_order['\"]\\s*:\\s*(True|False)");
  private static final Pattern SHAPE = Pattern.compile("['\"]shape['\"]\\s*:\\s*\\(([^)]*)\\)");

  /**
   * Reads a header; the stream is then at the data.
   *
   * @param in at the magic
   * @param where file and entry, for messages
   * @param array what the array is called in the NumPy calls that messages propose
   */
  static NpyHeader read(InputStream in, String where, String array) throws IOException {
    byte[] start = in.readNBytes(MAGIC.length + 2);
    if (start.length < MAGIC.length + 2 || !startsWithMagic(start)) {
      throw JobException.input(where + " is not an NPY array; write it with numpy.save or savez");
    }
    int version = start[MAGIC.length];
    if (version < 1 || version > 3) {
      throw JobException.input(where + " has NPY version " + version + "; 1, 2 and 3 are read");
    }
    byte[] sizeBytes = in.readNBytes(version == 1 ? Short.BYTES : Integer.BYTES);
    long size = 0;
    for (int i = sizeBytes.length - 1; i >= 0; i--) {
      size = size << Byte.SIZE | (sizeBytes[i] & 0xFF);
    }
    if (size > MOST_HEADER_BYTES) {
      throw JobException.input(
          where + " has an NPY header of " + size + " bytes; the file is damaged, write it again");
    }
    byte[] text = in.readNBytes((int) size);
    if (text.length < size || sizeBytes.length < Short.BYTES) {
      throw JobException.input(where + " ends inside its NPY header; write the file again");
    }
    String dictionary =
        new String(text, version == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
    return parse(dictionary, start.length + sizeBytes.length + text.length, where, array);
  }

  public static boolean startsWithMagic(byte[] head) {
    return head.length >= MAGIC.length
        && Arrays.equals(head, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
  }

  private static NpyHeader parse(String dictionary, int bytes, String where, String array) {
    Matcher descr = DESCR.matcher(dictionary);
    Matcher order = ORDER.matcher(dictionary);
    Matcher dimensions = SHAPE.matcher(dictionary);
    if (!descr.find() || !order.find() || !dimensions.find()) {
      throw JobException.input(
          where + " has an NPY header that NumPy did not write: " + dictionary.strip());
    }
    if (descr.group(1).equals("[") || descr.group(1).equals("(")) {
      throw refused(where, "structured elements", "save each field: " + array + "['field']");
    }
    String code = descr.group(2);
    if (code.isEmpty()) {
      throw refused(where, "elements without a type", "write it with numpy.save or savez");
    }
    NpyType type = type(code, where, array);
    int itemBytes = type.bytes();
    if (type.isText()) {
      itemBytes *= textWidth(code, where);
    }
    List<Integer> shape = shape(dimensions.group(1), where);
    return new NpyHeader(
        type,
        code.charAt(0) == '>' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN,
        order.group(1).equals("True") && shape.size() > 1,
        itemBytes,
        shape,
        bytes);
  }

  private static NpyType type(String code, String where, String array) {
    String letters = code.matches("[<>|=].*") ? code.substring(1) : code;
    for (NpyType type : NpyType.values()) {
      if (type.isText() ? letters.startsWith(type.letters()) : letters.equals(type.letters())) {
        return type;
      }
    }
    if (letters.startsWith("O")) {
      throw refused(
          where,
          "Python objects",
          "save plain numbers or text: np.asarray("
              + array
              + ".tolist()) if its rows are equally long");
    }
    String found = "elements of type '" + code + "'";
    if (letters.startsWith("f")) {
      throw refused(where, found, "save " + array + ".astype(np.float64)");
    }
    throw refused(where, found, "save real numbers, e.g. " + array + ".astype(np.float32)");
  }

  private static int textWidth(String code, String where) {
    String width = code.replaceFirst("[<>|=]?[US]", "");
    if (!width.matches("\\d{1,9}") || Integer.parseInt(width) > MOST_TEXT_WIDTH) {
      throw JobException.input(
          where + " has text of type '" + code + "'; at most " + MOST_TEXT_WIDTH + " characters");
    }
    return Integer.parseInt(width);
  }

  private static List<Integer> shape(String text, String where) {
    List<Integer> shape = new ArrayList<>();
    for (String size : text.split(",", -1)) {
      String digits = size.strip();
      if (digits.isEmpty()) {
        continue;
      }
      if (!digits.matches("\\d{1,10}") || Long.parseLong(digits) > RowTable.MOST_ROWS) {
        throw JobException.input(
            where + " has shape (" + text + "); sizes up to " + RowTable.MOST_ROWS + " are read");
      }
      shape.add(Integer.parseInt(digits));
    }
    return List.copyOf(shape);
  }

  private static JobException refused(String where, String found, String remedy) {
    return JobException.input(where + " holds " + found + ", which is not supported; " + remedy);
  }

  /** The length of the data that the header promises; a damaged header may promise anything. */
  BigInteger dataBytes() {
    BigInteger promised = BigInteger.valueOf(itemBytes);
    for (int size : shape) {
      promised = promised.multiply(BigInteger.valueOf(size));
    }
    return promised;
  }

  /**
   * Refuses data of another length than the header promises.
   *
   * @param available bytes of data that there are
   */
  void checkData(long available, String where) {
    BigInteger promised = dataBytes();
    if (!promised.equals(BigInteger.valueOf(available))) {
      throw JobException.input(
          String.format(
              Locale.ROOT,
              "%s holds %d bytes of data, its header promises %d for shape %s; the file is"
                  + " truncated or damaged, write it again",
              where,
              available,
              promised,
              shapeText()));
    }
  }

  /** The shape as NumPy writes it. */
  String shapeText() {
    return NpyArray.shapeText(shape);
  }

  /** Shape and type in a report, such as {@code (60000, 28, 28) uint8}. */
  String title() {
    return shapeText() + " " + type.title();
  }

  /** The elements in bytes of the array. */
  ByteBuffer elements(byte[] of) {
    return ByteBuffer.wrap(of).order(order);
  }

  /**
   * The place that an element of some axes has in row-major order.
   *
   * @param fortran its place in the order in which the first axis varies fastest
   * @param axes their sizes
   */
  static int rowMajor(int fortran, List<Integer> axes) {
    int place = 0;
    int rest = fortran;
    int stride = axes.stream().reduce(1, (a, b) -> a * b);
    for (int size : axes) {
      stride /= size;
      place += rest % size * stride;
      rest /= size;
    }
    return place;
  }
}
