package io.wowflow.jobs.conf;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * The build of this software.
 *
 * @param version the release
 * @param commit the full hash of the commit it was built from, or {@code unknown} outside version
 *     control
 */
public record Build(String version, String commit) {
  private static final String RESOURCE = "/io/wowflow/jobs/build.properties";

  /**
   * The build of this class.
   *
   * @return its version and commit
   */
  public static Build current() {
    Properties properties = new Properties();
    try (InputStream stream = Build.class.getResourceAsStream(RESOURCE)) {
      // A build outside version control has no such file.
      if (stream != null) {
        properties.load(stream);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(RESOURCE + " cannot be read", e);
    }
    return new Build(
        properties.getProperty("git.build.version", "unknown"),
        properties.getProperty("git.commit.id.full", "unknown"));
  }
}
