package io.wowflow.jobs.io.csv;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/**
 * Makes one space of every run of spaces and tabs outside of quotes, and none of those at the
 * beginning and the end of a line.
 */
final class WhitespaceReader extends FilterReader {
  private static final int NONE = -2;

  private boolean inQuotes;
  private boolean lineBegins = true;
  private int next = NONE;

  /**
   * A reader of the same lines.
   *
   * @param text buffered
   */
  WhitespaceReader(Reader text) {
    super(text);
  }

  @Override
  public int read() throws IOException {
    int c = next == NONE ? in.read() : next;
    next = NONE;
    if (!inQuotes && (c == ' ' || c == '\t')) {
      while (c == ' ' || c == '\t') {
        c = in.read();
      }
      boolean lineEnds = c == '\n' || c == '\r' || c < 0;
      if (!lineEnds && !lineBegins) {
        next = c;
        return ' ';
      }
    }
    inQuotes ^= c == '"';
    lineBegins = !inQuotes && (c == '\n' || c == '\r');
    return c;
  }

  @Override
  public int read(char[] buffer, int offset, int length) throws IOException {
    int count = 0;
    while (count < length) {
      int c = read();
      if (c < 0) {
        return count == 0 && length > 0 ? -1 : count;
      }
      buffer[offset + count++] = (char) c;
    }
    return count;
  }
}
