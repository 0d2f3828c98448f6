package io.wowflow.jobs.io.csv;

import de.siegmar.fastcsv.reader.CsvCallbackHandler;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.io.place.Gzip;
import io.wowflow.jobs.io.place.InputPath;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * A CSV file, compressed by gzip or not: UTF-8 with or without a byte order mark, commas, quotes as
 * in RFC 4180, lines ended in any way; empty lines are skipped.
 */
final class CsvFile {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final InputPath input;

  CsvFile(InputPath input) {
    this.input = input;
  }

  /** The receiver of the lines. */
  @FunctionalInterface
  private interface Use<T> {
    T of(Reader text) throws IOException;
  }

  /** The columns, from the first line. */
  CsvColumns columns() throws IOException {
    return opened(
        text -> {
          Iterator<CsvRecord> lines = reader(CsvRecordHandler.of(), text).iterator();
          List<String> first = lines.hasNext() ? lines.next().getFields() : List.of();
          if (first.isEmpty()) {
            throw JobException.input(input.name() + " is empty; a dataset needs a sample");
          }
          return CsvColumns.of(first, input.name());
        });
  }

  /** Reads the lines of all samples, one after the other into the same cells. */
  void forEach(CsvCells cells, Consumer<CsvCells> visitor) throws IOException {
    opened(
        text -> {
          for (CsvCells line : reader(cells, text)) {
            if (line.row() >= 0) {
              line.checkCount();
              visitor.accept(line);
            }
          }
          return cells.row() + 1;
        });
  }

  private static <T> CsvReader<T> reader(CsvCallbackHandler<T> handler, Reader text) {
    return CsvReader.builder()
        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
        .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
        .allowUnclosedQuote(false)
        .skipEmptyLines(true)
        .build(handler, text);
  }

  private <T> T opened(Use<T> use) throws IOException {
    try (Reader text = text(input.stream(input.path()))) {
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
      InputStream plain = Gzip.isGzip(input.head(2)) ? new GZIPInputStream(raw, BUFFER_BYTES) : raw;
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
    return JobException.of(ExitCode.INPUT, input.name() + " " + what, cause);
  }
}
