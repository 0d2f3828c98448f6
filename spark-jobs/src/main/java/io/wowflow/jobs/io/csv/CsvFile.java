package io.wowflow.jobs.io.csv;

import de.siegmar.fastcsv.reader.CsvCallbackHandler;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.io.place.Gzip;
import io.wowflow.jobs.io.place.InputPath;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.apache.hadoop.fs.Path;

/**
 * A CSV file, compressed by gzip or not: UTF-8 with or without a byte order mark, quotes as in RFC
 * 4180, lines ended in any way; empty lines are skipped.
 *
 * @param input the input that the file is, or is a part of
 * @param path the file
 * @param name the file's name in messages
 */
record CsvFile(InputPath input, Path path, String name) {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final char BYTE_ORDER_MARK = '\uFEFF';
  private static final int HEAD_BYTES = 4096;
  private static final int HEAD_LINES = 24;
  private static final int HEAD_CHARACTERS = 1 << 18;

  /** The receiver of the lines. */
  @FunctionalInterface
  private interface Use<T> {
    T of(Reader text) throws IOException;
  }

  /** Whether the file is text, or of a kind that is taken for CSV and can be named. */
  boolean isText() throws IOException {
    // Too damaged to recognise by content: the name decides, and reading reports the damage.
    return head()
        .map(this::isText)
        .orElseGet(() -> path.getName().toLowerCase(Locale.ROOT).endsWith(".csv.gz"));
  }

  private boolean isText(byte[] head) {
    if (NotCsv.ofBytes(head, path.getName()).isPresent()) {
      return true;
    }
    for (byte b : head) {
      if (b >= 0 && b < ' ' && b != '\n' && b != '\r' && b != '\t') {
        return false;
      }
    }
    return head.length > 0;
  }

  /** The first bytes, without compression by gzip; empty if they are damaged. */
  private Optional<byte[]> head() throws IOException {
    byte[] head = input.head(path, HEAD_BYTES);
    if (!Gzip.isGzip(head)) {
      return Optional.of(head);
    }
    try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(head))) {
      byte[] plain = new byte[HEAD_BYTES];
      // One read gives what the first block holds; the head need not hold a whole stream.
      return Optional.of(Arrays.copyOf(plain, Math.max(0, gzip.read(plain))));
    } catch (EOFException | ZipException e) {
      return Optional.empty();
    }
  }

  /**
   * The first lines.
   *
   * @param given the delimiter, where the user gave it
   * @return empty for a file without a line
   * @throws JobException (input) if the file is not CSV
   */
  Optional<CsvStart> start(Optional<Character> given) throws IOException {
    refuse(head().flatMap(head -> NotCsv.ofBytes(head, path.getName())));
    return opened(
        text -> {
          StringBuilder head = new StringBuilder();
          boolean goesOn = readHead(text, head);
          if (head.toString().isBlank()) {
            return Optional.empty();
          }
          refuse(NotCsv.ofText(head.toString()));
          return Optional.of(CsvStart.of(head.toString(), goesOn, given, name));
        });
  }

  private void refuse(Optional<String> kind) {
    kind.ifPresent(
        what -> {
          throw JobException.input(name + " " + what);
        });
  }

  /** Reads some lines; whether there is more after them. */
  private static boolean readHead(Reader text, StringBuilder head) throws IOException {
    int lines = 0;
    while (lines < HEAD_LINES && (lines < 2 || head.length() < HEAD_CHARACTERS)) {
      int c = text.read();
      if (c < 0) {
        return false;
      }
      head.append((char) c);
      lines += c == '\n' || c == '\r' ? 1 : 0;
    }
    return true;
  }

  /** Whether the first lines are text of libsvm. */
  boolean isLibsvm() throws IOException {
    Optional<byte[]> head = head();
    return head.isPresent()
        && NotCsv.ofBytes(head.get(), path.getName()).isEmpty()
        && NotCsv.isLibsvm(new String(head.get(), StandardCharsets.UTF_8));
  }

  /** Gets each line with its number, from 1. */
  @FunctionalInterface
  interface LineVisitor {
    void line(int number, String text);
  }

  /** Reads all lines, also empty ones, one after the other. */
  void forEachLine(LineVisitor visitor) throws IOException {
    opened(
        text -> {
          BufferedReader lines = new BufferedReader(text);
          int number = 0;
          for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            visitor.line(++number, line);
          }
          return number;
        });
  }

  /** Reads the lines of all samples, one after the other into the same cells. */
  void forEach(CsvCells cells, Consumer<CsvCells> visitor) throws IOException {
    opened(
        text -> {
          for (CsvCells line : reader(cells, text, cells.delimiter())) {
            if (line.isHeader()) {
              line.checkHeader();
            } else {
              line.checkCount();
              visitor.accept(line);
            }
          }
          return cells.row() + 1;
        });
  }

  /** A parser of lines; a space as delimiter stands for any run of spaces and tabs. */
  static <T> CsvReader<T> reader(CsvCallbackHandler<T> handler, Reader text, char delimiter) {
    return CsvReader.builder()
        .fieldSeparator(delimiter)
        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
        .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
        .allowUnclosedQuote(false)
        .skipEmptyLines(true)
        .build(handler, delimiter == ' ' ? new WhitespaceReader(text) : text);
  }

  private <T> T opened(Use<T> use) throws IOException {
    try (Reader text = text(input.stream(path))) {
      return use.of(text);
    } catch (CsvParseException e) {
      throw explained(e, e.getCause() instanceof Exception cause ? cause : e);
    } catch (UncheckedIOException e) {
      throw explained(e, e.getCause());
    } catch (IOException e) {
      throw explained(e, e);
    }
  }

  private Reader text(InputStream raw) throws IOException {
    try {
      InputStream plain =
          Gzip.isGzip(input.head(path, 2)) ? new GZIPInputStream(raw, BUFFER_BYTES) : raw;
      // A decoder reports bytes that are not UTF-8; a stream with a named charset would replace
      // them.
      BufferedReader text =
          new BufferedReader(
              new InputStreamReader(plain, StandardCharsets.UTF_8.newDecoder()), BUFFER_BYTES);
      text.mark(1);
      if (text.read() != BYTE_ORDER_MARK) {
        text.reset();
      }
      return text;
    } catch (IOException e) {
      raw.close();
      throw e;
    }
  }

  private RuntimeException explained(Exception thrown, Exception cause) throws IOException {
    if (cause instanceof JobException job) {
      return job;
    }
    if (cause instanceof CharacterCodingException) {
      return refusal("is not UTF-8; save it as UTF-8", thrown);
    }
    if (cause instanceof EOFException || cause instanceof ZipException) {
      return refusal("is damaged (" + cause.getMessage() + "); compress or fetch it again", thrown);
    }
    if (cause instanceof IOException io) {
      throw io;
    }
    return refusal("is not CSV: " + thrown.getMessage() + "; quote fields by RFC 4180", thrown);
  }

  private JobException refusal(String what, Exception cause) {
    return JobException.of(ExitCode.INPUT, name + " " + what, cause);
  }
}
