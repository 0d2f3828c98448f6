package io.wowflow.jobs.output;

import java.util.Set;

/** How the files of an output directory get the names under which they are looked for. */
public enum Publication {
  /** Written under {@code _attempt=<run id>/} and renamed: for file systems that rename at once. */
  RENAME,
  /**
   * Written under {@code run=<run id>/}, where they stay: for object stores, which rename by copy.
   */
  RUN_DIRECTORY;

  private static final Set<String> ATOMIC_RENAME =
      Set.of("file", "hdfs", "viewfs", "webhdfs", "swebhdfs");

  /**
   * The way for a file system.
   *
   * @param scheme scheme of its URIs, such as {@code hdfs}
   * @return {@link #RENAME} for file systems known to rename atomically
   */
  public static Publication of(String scheme) {
    return ATOMIC_RENAME.contains(scheme) ? RENAME : RUN_DIRECTORY;
  }
}
