package io.wowflow.jobs.io.csv;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Files that are taken for CSV and are something else. Each kind is named, with its remedy, before
 * a parser complains about its first cell.
 */
final class NotCsv {
  private static final Pattern TABLE = Pattern.compile("(?i).*\\.(csv|tsv|txt|data|dat|tab)\\b.*");
  private static final Pattern BOOK =
      Pattern.compile("\\[Content_Types].*|_rels/.*|docProps/.*|xl/.*");
  private static final Pattern MARKUP =
      Pattern.compile("(?is)<(\\?xml|!doctype|html|[a-z]+[ >]).*");
  private static final Pattern JSON_ARRAY = Pattern.compile("(?s)\\[\\s*[\\[{\"0-9-].*");
  private static final Pattern EXCEL_NOTE = Pattern.compile("(?i)\"?sep=(.)\"?");
  private static final Pattern LIBSVM =
      Pattern.compile("[-+\\d.eE,]+(\\s+qid:\\d+)?(\\s+\\d+:[-+\\d.eE]+)+\\s*(#.*)?");
  private static final int TAR_MAGIC = 257;

  private NotCsv() {}

  /**
   * The kind of a file that is not text.
   *
   * @param head its first bytes
   * @param name the file's name
   * @return the kind and the remedy, or empty for text and for what is not taken for CSV
   */
  static Optional<String> ofBytes(byte[] head, String name) {
    if (isUtf16(head)) {
      return Optional.of("is text in UTF-16 or UTF-32; save it as UTF-8");
    }
    if (startsWith(head, 'P', 'K', 3, 4)) {
      return ofZip(head);
    }
    if (startsWith(head, 0xD0, 0xCF, 0x11, 0xE0)) {
      return Optional.of("is an Excel workbook; save it as CSV in UTF-8");
    }
    if (head.length >= TAR_MAGIC + 5
        && new String(head, TAR_MAGIC, 5, StandardCharsets.ISO_8859_1).equals("ustar")) {
      return Optional.of("is a tar archive; unpack it and name the file or folder in it");
    }
    return compression(head)
        .filter(tool -> TABLE.matcher(name).matches())
        .map(tool -> "is compressed by " + tool + "; unpack it, or compress it with gzip");
  }

  private static Optional<String> compression(byte[] head) {
    if (startsWith(head, 'B', 'Z', 'h')) {
      return Optional.of("bzip2");
    }
    if (startsWith(head, 0xFD, '7', 'z', 'X', 'Z')) {
      return Optional.of("xz");
    }
    return startsWith(head, 0x28, 0xB5, 0x2F, 0xFD) ? Optional.of("zstd") : Optional.empty();
  }

  private static Optional<String> ofZip(byte[] head) {
    if (head.length < 30) {
      return Optional.empty();
    }
    int length = Math.min((head[26] & 0xFF) | (head[27] & 0xFF) << 8, head.length - 30);
    String entry = new String(head, 30, length, StandardCharsets.UTF_8);
    if (BOOK.matcher(entry).matches()) {
      return Optional.of("is an Excel workbook; save it as CSV in UTF-8");
    }
    return TABLE.matcher(entry).matches()
        ? Optional.of(
            "is a zip archive that contains '"
                + entry
                + "'; unpack it, or compress the file itself with gzip")
        : Optional.empty();
  }

  /** A byte order mark, or a zero in every second place of the first characters. */
  private static boolean isUtf16(byte[] head) {
    if (startsWith(head, 0xFE, 0xFF) || startsWith(head, 0xFF, 0xFE)) {
      return true;
    }
    int pairs = Math.min(head.length / 2, 32);
    return pairs >= 4
        && (IntStream.range(0, pairs).allMatch(i -> head[2 * i] == 0 && head[2 * i + 1] >= '\t')
            || IntStream.range(0, pairs)
                .allMatch(i -> head[2 * i + 1] == 0 && head[2 * i] >= '\t'));
  }

  private static boolean startsWith(byte[] head, int... bytes) {
    return head.length >= bytes.length
        && IntStream.range(0, bytes.length).allMatch(i -> (head[i] & 0xFF) == bytes[i]);
  }

  /**
   * The kind of a text that is not CSV.
   *
   * @param text its first lines
   * @return place, kind and remedy, or empty for a text that may be CSV
   */
  static Optional<String> ofText(String text) {
    String[] lines = lines(text);
    if (lines.length == 0) {
      return Optional.empty();
    }
    String first = lines[0].strip();
    if (first.startsWith("{")) {
      return Optional.of(
          "is JSON (JSON lines if it has one object per line); write it as CSV, for example with"
              + " pandas.read_json and to_csv");
    }
    if (JSON_ARRAY.matcher(text.strip()).matches()) {
      return Optional.of("is JSON; write it as CSV, for example with pandas.read_json and to_csv");
    }
    if (MARKUP.matcher(first).matches()) {
      return Optional.of("is HTML or XML, not CSV; fetch the file itself, or write it as CSV");
    }
    if (EXCEL_NOTE.matcher(first).matches()) {
      return Optional.of(
          "begins with '"
              + first
              + "', a note for Excel; remove this line, and give --delimiter if it is needed");
    }
    return isArff(lines)
        ? Optional.of("is ARFF; write it as CSV, for example with scipy.io.arff and pandas")
        : libsvm(lines).or(() -> comment(first));
  }

  private static boolean isArff(String[] lines) {
    for (String line : lines) {
      if (!line.startsWith("%")) {
        return line.strip().toLowerCase(Locale.ROOT).startsWith("@relation");
      }
    }
    return false;
  }

  private static Optional<String> comment(String first) {
    // A column may be called #: then a delimiter follows.
    boolean comment =
        first.startsWith("//")
            || first.startsWith("%")
            || (first.startsWith("#")
                && (first.length() == 1 || ",;|\t".indexOf(first.charAt(1)) < 0));
    return comment
        ? Optional.of(
            "begins with a comment line ('"
                + (first.length() <= 40 ? first : first.substring(0, 37) + "...")
                + "'); remove the comment lines, or the sign before the names of the columns")
        : Optional.empty();
  }

  private static Optional<String> libsvm(String[] lines) {
    return isLibsvm(lines)
        ? Optional.of("is text of libsvm (label index:value ...); read it as libsvm, not csv")
        : Optional.empty();
  }

  /** Whether a text, which may be cut off, is that of libsvm. */
  static boolean isLibsvm(String text) {
    return isLibsvm(lines(text));
  }

  private static boolean isLibsvm(String[] lines) {
    int first = 0;
    while (first < lines.length - 1 && lines[first].startsWith("#")) {
      first++;
    }
    if (lines.length == first + 1) {
      // It may be cut off.
      return LIBSVM.matcher(lines[first].strip()).lookingAt();
    }
    // The first sample may have no feature but zeros.
    return lines.length > first
        && (LIBSVM.matcher(lines[first].strip()).matches()
            || (lines[first].strip().matches("[-+\\d.]+")
                && LIBSVM.matcher(lines[first + 1].strip()).lookingAt()));
  }

  private static String[] lines(String text) {
    return text.lines().filter(line -> !line.isBlank()).limit(100).toArray(String[]::new);
  }
}
