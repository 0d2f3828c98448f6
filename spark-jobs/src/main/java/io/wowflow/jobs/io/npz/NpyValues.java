package io.wowflow.jobs.io.npz;

import io.wowflow.jobs.conf.JobException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The elements of an array in memory, by their place in row-major order. */
final class NpyValues {
  private final String where;
  private final String name;
  private final NpyHeader header;
  private final ByteBuffer elements;
  private final int[] places;

  /**
   * Elements.
   *
   * @param where file and entry, for messages
   * @param name the array's name in the NumPy calls that messages propose
   * @param header its header
   * @param bytes its data, as long as the header promises, not copied
   */
  NpyValues(String where, String name, NpyHeader header, byte[] bytes) {
    this.where = where;
    this.name = name;
    this.header = header;
    this.elements = header.elements(bytes);
    this.places = header.fortran() ? places(header) : null;
  }

  /** For each element in row-major order its place in the file. */
  private static int[] places(NpyHeader header) {
    int[] places = new int[header.shape().stream().reduce(1, Math::multiplyExact)];
    for (int i = 0; i < places.length; i++) {
      places[NpyHeader.rowMajor(i, header.shape())] = i;
    }
    return places;
  }

  String where() {
    return where;
  }

  /** The array's own name. */
  String name() {
    return name;
  }

  NpyHeader header() {
    return header;
  }

  private int offset(int element) {
    return (places == null ? element : places[element]) * header.itemBytes();
  }

  /** A number; not of text. */
  double real(int element) {
    return header.type().real(elements, offset(element));
  }

  /** An integer; only of integer types and booleans. */
  long integer(int element) {
    return header.type().integer(elements, offset(element));
  }

  /**
   * An element as a label: text as it is, integers and floats without a fraction as decimal text.
   *
   * @throws JobException (input) for any other number, and for text that is not Unicode
   */
  String label(int element) {
    if (header.type().isText()) {
      return text(element);
    }
    if (header.type().isFloat()) {
      double value = real(element);
      if (value != Math.rint(value) || Math.abs(value) > 1L << 53) {
        throw JobException.input(
            String.format(
                Locale.ROOT,
                "%s: %s[%d] is %s; labels are integers or text: save %s.astype(np.int64), or name"
                    + " another array with --label-column",
                where,
                name,
                element,
                value,
                name));
      }
      return Long.toString((long) value);
    }
    long value = integer(element);
    if (header.type() == NpyType.UINT64 && value < 0) {
      throw JobException.input(
          String.format(
              Locale.ROOT,
              "%s: %s[%d] is %s; labels are integers below 2^63: save %s.astype(str)",
              where,
              name,
              element,
              Long.toUnsignedString(value),
              name));
    }
    return Long.toString(value);
  }

  private String text(int element) {
    return header.type() == NpyType.BYTES ? ofBytes(element) : ofCodePoints(element);
  }

  private String ofBytes(int element) {
    int at = offset(element);
    int end = header.itemBytes();
    while (end > 0 && elements.get(at + end - 1) == 0) {
      end--;
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(elements.slice(at, end)).toString();
    } catch (CharacterCodingException e) {
      throw JobException.input(
          String.format(
              Locale.ROOT,
              "%s: %s[%d] is not UTF-8; save %s.astype(str)",
              where,
              name,
              element,
              name));
    }
  }

  private String ofCodePoints(int element) {
    int at = offset(element);
    int end = header.itemBytes();
    while (end > 0 && elements.getInt(at + end - Integer.BYTES) == 0) {
      end -= Integer.BYTES;
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < end; i += Integer.BYTES) {
      int codePoint = elements.getInt(at + i);
      if (!Character.isValidCodePoint(codePoint)) {
        throw JobException.input(
            String.format(
                Locale.ROOT,
                "%s holds the code point %#x, which is not a character",
                where,
                codePoint));
      }
      text.appendCodePoint(codePoint);
    }
    return text.toString();
  }
}
