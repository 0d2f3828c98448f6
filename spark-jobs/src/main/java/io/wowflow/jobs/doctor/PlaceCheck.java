package io.wowflow.jobs.doctor;

import io.wowflow.jobs.conf.UserInfo;
import io.wowflow.jobs.io.place.DatasetUri;
import io.wowflow.jobs.io.place.DiskErrors;
import io.wowflow.jobs.record.RunId;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Checks that results can be written to a folder and that its file system's clock agrees with this
 * machine's: the age of a lock is the difference between the two.
 */
final class PlaceCheck {
  private static final String NAME = "output";
  private static final Duration MOST_DIFFERENCE = Duration.ofSeconds(20);

  private final Configuration hadoop;

  PlaceCheck(Configuration given) {
    hadoop = new Configuration(given);
    // By default a client retries for minutes when a name node is down.
    hadoop.setInt("ipc.client.connect.max.retries", 1);
    hadoop.setInt("ipc.client.connect.max.retries.on.timeouts", 1);
    hadoop.setInt("ipc.client.connect.timeout", 3000);
    hadoop.setInt("dfs.client.failover.max.attempts", 2);
    hadoop.setInt("fs.s3a.retry.limit", 1);
    hadoop.setInt("fs.s3a.attempts.maximum", 1);
  }

  Finding of(String output) {
    Path path = DatasetUri.plainPath(output);
    String name = UserInfo.cut(path);
    try (FileSystem fs = FileSystem.newInstance(path.toUri(), hadoop)) {
      return looked(fs, existing(fs, fs.makeQualified(path)), name);
    } catch (IOException | RuntimeException e) {
      return Finding.fails(
          NAME,
          name + " cannot be written (" + UserInfo.cut(String.valueOf(e.getMessage())) + ")",
          "choose another output, or repair its file system and the right to write there");
    }
  }

  private static Path existing(FileSystem fs, Path path) throws IOException {
    Path at = path;
    while (at.getParent() != null && !fs.exists(at)) {
      at = at.getParent();
    }
    return fs.exists(at) && fs.getFileStatus(at).isFile() ? at.getParent() : at;
  }

  private static Finding looked(FileSystem fs, Path folder, String name) throws IOException {
    Path probe = new Path(folder, ".wowflow-doctor-" + RunId.create(Instant.now()));
    try {
      try (OutputStream out = DiskErrors.converted(fs.create(probe, false))) {
        out.write(1);
      }
      Instant there = Instant.ofEpochMilli(fs.getFileStatus(probe).getModificationTime());
      return clock(name, Duration.between(there, Instant.now()));
    } finally {
      fs.delete(probe, false);
    }
  }

  static Finding clock(String name, Duration behind) {
    String found = name + " can be written; its clock differs by " + behind.toSeconds() + " s";
    return behind.abs().compareTo(MOST_DIFFERENCE) <= 0
        ? Finding.ok(NAME, found)
        : Finding.fails(
            NAME,
            found,
            "a lock counts as abandoned after 60 s by these clocks: synchronise both by NTP");
  }
}
