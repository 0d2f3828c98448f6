package io.wowflow.jobs.io.parquet;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;

/**
 * A Parquet file whose bytes depend only on its content. Parquet's writer lists the encodings of a
 * column in the order of a hash set of objects, another in every process; here they are sorted in
 * the footer before it goes to the file.
 */
final class StableParquet implements OutputFile {
  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);

  /** Bytes held back to find the footer in them: a footer of more than 4 MB is left as it is. */
  private static final int TAIL_BYTES = 4 << 20;

  private final OutputFile file;

  StableParquet(OutputFile file) {
    this.file = file;
  }

  @Override
  public PositionOutputStream create(long blockSizeHint) throws IOException {
    return new Tail(file.create(blockSizeHint));
  }

  @Override
  public PositionOutputStream createOrOverwrite(long blockSizeHint) throws IOException {
    return new Tail(file.createOrOverwrite(blockSizeHint));
  }

  @Override
  public boolean supportsBlockSize() {
    return file.supportsBlockSize();
  }

  @Override
  public long defaultBlockSize() {
    return file.defaultBlockSize();
  }

  @Override
  public String getPath() {
    return file.getPath();
  }

  /** Holds the last bytes back until the file is closed. */
  private static final class Tail extends PositionOutputStream {
    private final PositionOutputStream out;
    private final byte[] held = new byte[2 * TAIL_BYTES];
    private int count;
    private boolean closed;

    Tail(PositionOutputStream out) {
      this.out = out;
    }

    @Override
    public long getPos() throws IOException {
      return out.getPos() + count;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      int from = offset;
      int left = length;
      while (left > 0) {
        if (count == held.length) {
          out.write(held, 0, TAIL_BYTES);
          System.arraycopy(held, TAIL_BYTES, held, 0, TAIL_BYTES);
          count = TAIL_BYTES;
        }
        int taken = Math.min(left, held.length - count);
        System.arraycopy(bytes, from, held, count, taken);
        count += taken;
        from += taken;
        left -= taken;
      }
    }

    @Override
    public void close() throws IOException {
      if (closed) {
        return;
      }
      closed = true;
      try (out) {
        out.write(sorted(Arrays.copyOf(held, count)));
      }
    }
  }

  /** The end of a file with the encodings of its footer in order. */
  private static byte[] sorted(byte[] tail) throws IOException {
    int ending = tail.length - MAGIC.length;
    if (ending < Integer.BYTES
        || !Arrays.equals(tail, ending, tail.length, MAGIC, 0, MAGIC.length)) {
      // Not finished: the writer has failed, and reports it.
      return tail;
    }
    int sizeAt = ending - Integer.BYTES;
    int size = ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN).getInt(sizeAt);
    int start = sizeAt - size;
    if (start < 0) {
      return tail;
    }
    FileMetaData footer = Util.readFileMetaData(new ByteArrayInputStream(tail, start, size));
    for (RowGroup group : footer.getRow_groups()) {
      for (ColumnChunk column : group.getColumns()) {
        column.getMeta_data().getEncodings().sort(Comparator.comparingInt(Encoding::getValue));
      }
    }
    ByteArrayOutputStream written = new ByteArrayOutputStream(tail.length);
    written.write(tail, 0, start);
    Util.writeFileMetaData(footer, written);
    int length = written.size() - start;
    written.write(
        ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(length).array());
    written.write(MAGIC);
    return written.toByteArray();
  }
}
