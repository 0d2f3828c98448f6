package io.wowflow.jobs.output;

import io.wowflow.jobs.io.place.FileSystems;
import io.wowflow.jobs.io.place.OutputPlace;
import io.wowflow.jobs.io.place.StrictFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A table that grows by a partition {@code run_date=2026-11-23} in each night whose inputs have
 * changed. The partition that is current on a date is the newest one of that date or before.
 */
public final class Partitions {
  private static final String RUN_DATE = "run_date=";

  private final Configuration conf;
  private final Path table;

  private Partitions(Configuration conf, Path table) {
    this.conf = conf;
    this.table = table;
  }

  /**
   * The partitions of a table.
   *
   * @param conf Hadoop's configuration
   * @param table its folder; nothing need be there
   * @return the partitions
   */
  public static Partitions of(Configuration conf, Path table) {
    FileSystem fs = FileSystems.of(table, conf);
    return new Partitions(conf, OutputPlace.qualify(fs, table));
  }

  /**
   * The partition of a date.
   *
   * @param date as {@code 2026-11-23}
   * @return the output; nothing need be there
   */
  public OutputTarget at(String date) {
    return OutputTarget.directory(conf, new Path(table, RUN_DATE + date));
  }

  /**
   * All partitions, finished or not.
   *
   * @return outputs in the order of their dates
   * @throws IOException if the file system fails
   */
  public List<OutputTarget> all() throws IOException {
    return new StrictFiles(FileSystems.of(table, conf))
        .children(table).stream()
            .filter(name -> name.matches(RUN_DATE + "[0-9]{4}-[0-9]{2}-[0-9]{2}"))
            .map(name -> OutputTarget.directory(conf, new Path(table, name)))
            .toList();
  }

  /**
   * The finished partitions.
   *
   * @return outputs in the order of their dates
   * @throws IOException if the file system fails
   */
  public List<OutputTarget> finished() throws IOException {
    List<OutputTarget> out = new ArrayList<>();
    for (OutputTarget partition : all()) {
      if (partition.isFinished()) {
        out.add(partition);
      }
    }
    return out;
  }

  /**
   * The partition that is current before a date gets its own.
   *
   * @param date as {@code 2026-11-23}
   * @return the newest finished partition of an earlier date; empty if there is none
   * @throws IOException if the file system fails
   */
  public Optional<OutputTarget> before(String date) throws IOException {
    return finished().stream()
        .filter(partition -> partition.path().getName().compareTo(RUN_DATE + date) < 0)
        .reduce((earlier, later) -> later);
  }
}
