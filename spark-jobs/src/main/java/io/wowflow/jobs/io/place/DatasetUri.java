package io.wowflow.jobs.io.place;

import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.conf.UserInfo;
import io.wowflow.jobs.io.dataset.Split;
import io.wowflow.jobs.io.synthetic.SyntheticSpec;
import java.util.Optional;
import org.apache.hadoop.fs.Path;

/**
 * The place of a dataset: {@code PATH}, {@code PATH#SPLIT} such as {@code PATH#train}, or {@code
 * synthetic:NAME[?key=value&...]}.
 *
 * @param location the path without its fragment, or the whole synthetic URI; may hold credentials,
 *     so messages use {@link #redacted()}
 * @param split the split that the fragment names, or empty
 * @param synthetic the specification in a synthetic URI, or empty for a path
 */
public record DatasetUri(
    String location, Optional<Split> split, Optional<SyntheticSpec> synthetic) {
  private static final String SYNTHETIC = "synthetic:";
  private static final String DATASET = "PATH, PATH#SPLIT or synthetic:NAME";

  /**
   * Reads a URI.
   *
   * @param text as given on the command line; {@code #} and a name at the end are a split
   * @return where the dataset is
   * @throws JobException (usage) if the text is empty, not a path, or a synthetic URI with an
   *     unknown name or an unknown, missing or malformed parameter
   */
  public static DatasetUri parse(String text) {
    if (text.startsWith(SYNTHETIC)) {
      return new DatasetUri(
          text,
          Optional.empty(),
          Optional.of(SyntheticSpec.parse(text, text.substring(SYNTHETIC.length()))));
    }
    Optional<Split> split = Split.at(text);
    String path = text.substring(0, text.length() - split.map(Split::fragment).orElse("").length());
    return new DatasetUri(checkedPath(path, text, DATASET).toString(), split, Optional.empty());
  }

  /**
   * Reads a path that is not a dataset, such as an output: a fragment is part of its name.
   *
   * @param text as given on the command line
   * @return the path
   * @throws JobException (usage) if the text is empty or not a path
   */
  public static Path plainPath(String text) {
    return checkedPath(text, text, "the path of a file or a directory");
  }

  private static Path checkedPath(String path, String text, String expected) {
    try {
      return new Path(path);
    } catch (IllegalArgumentException e) {
      // The cause stays out: its message repeats the text with the user info.
      throw JobException.usage(
          "'" + UserInfo.cut(text) + "' is not a path; expected " + expected + hint(path));
    }
  }

  private static String hint(String path) {
    return path.matches("[^/:]+:[^/]*") && !path.startsWith(SYNTHETIC)
        ? ". The text before a colon is read as a scheme: a name with a colon needs its folder"
            + " before it, as in ./"
            + UserInfo.cut(path)
        : "";
  }

  /**
   * The path.
   *
   * @return the location as a Hadoop path
   * @throws JobException (usage) if the dataset is synthetic
   */
  public Path path() {
    if (synthetic.isPresent()) {
      throw JobException.usage("'" + location + "' is not a file; a path is needed here");
    }
    return new Path(location);
  }

  /**
   * The URI for logs, manifests and messages.
   *
   * @return the URI without user name and secret, with its fragment
   */
  public String redacted() {
    return UserInfo.cut(location) + split.map(Split::fragment).orElse("");
  }

  @Override
  public String toString() {
    return redacted();
  }
}
