package io.wowflow.jobs.io.parquet;

import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.conf.UserInfo;
import io.wowflow.jobs.io.place.DiskErrors;
import io.wowflow.jobs.io.place.ForeignTables;
import io.wowflow.jobs.io.place.InputPath;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.MessageType;

/**
 * The schemas and the numbers of rows of Parquet files, read from their footers by several threads
 * and without Spark. Files of the same schema share it, so that thousands of files need little
 * memory.
 */
final class PartFooters {
  // A footer is a few requests to a store, each of which mostly waits.
  private static final int THREADS = 16;

  private PartFooters() {}

  /**
   * A footer.
   *
   * @param schema the columns
   * @param rows number of rows
   */
  record Footer(MessageType schema, long rows) {}

  /**
   * Reads the footers.
   *
   * @param input the input that the files belong to
   * @param parts the files
   * @return a footer for each file
   * @throws JobException (input) naming a file that is not Parquet, damaged or a pointer of Git LFS
   * @throws IOException if the file system fails
   */
  static List<Footer> read(InputPath input, List<ParquetParts.Part> parts) throws IOException {
    Map<MessageType, MessageType> distinct = new ConcurrentHashMap<>();
    ExecutorService threads =
        Executors.newFixedThreadPool(
            Math.min(THREADS, parts.size()),
            work -> {
              Thread thread = new Thread(work, "wowflow-footers");
              thread.setDaemon(true);
              return thread;
            });
    try {
      List<Future<Footer>> all = new ArrayList<>();
      for (ParquetParts.Part part : parts) {
        all.add(threads.submit(() -> read(input, part, distinct)));
      }
      List<Footer> footers = new ArrayList<>();
      for (Future<Footer> footer : all) {
        footers.add(footer.get());
      }
      return footers;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof JobException refused) {
        throw refused;
      }
      throw e.getCause() instanceof IOException failed ? failed : new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("the thread was interrupted", e);
    } finally {
      threads.shutdownNow();
    }
  }

  private static Footer read(
      InputPath input, ParquetParts.Part part, Map<MessageType, MessageType> distinct)
      throws IOException {
    ForeignTables.refusePointer(input, part.status());
    try {
      Footer read = DiskErrors.converted(() -> footer(input, part));
      return new Footer(distinct.computeIfAbsent(read.schema, own -> own), read.rows);
    } catch (RuntimeException e) {
      throw damaged(input, part, e);
    } catch (IOException e) {
      boolean ofContent =
          e instanceof EOFException
              || String.valueOf(e.getMessage()).startsWith("can not read class");
      if (ofContent) {
        throw damaged(input, part, e);
      }
      throw e;
    }
  }

  private static Footer footer(InputPath input, ParquetParts.Part part) throws IOException {
    try (ParquetFileReader file =
        ParquetFileReader.open(HadoopInputFile.fromStatus(part.status(), input.configuration()))) {
      return new Footer(file.getFileMetaData().getSchema(), file.getRecordCount());
    }
  }

  private static JobException damaged(InputPath input, ParquetParts.Part part, Exception e) {
    String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    // Parquet's message begins with the path, and ends with bytes.
    String file = part.status().getPath().toString();
    reason = reason.startsWith(file) ? reason.substring(file.length()).strip() : reason;
    return JobException.of(
        ExitCode.INPUT,
        input.name()
            + " cannot be read as Parquet: file "
            + part.name()
            + ": "
            + UserInfo.cut(reason.length() > 120 ? reason.substring(0, 120) + "..." : reason),
        e);
  }
}
