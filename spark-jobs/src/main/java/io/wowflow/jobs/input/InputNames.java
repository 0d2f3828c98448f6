package io.wowflow.jobs.input;

import io.wowflow.jobs.conf.InputConf;
import io.wowflow.jobs.conf.UserInfo;
import io.wowflow.jobs.io.place.DatasetUri;
import java.util.List;
import org.apache.hadoop.fs.Path;

/** Names and paths of the datasets that a job reads. */
public final class InputNames {
  private InputNames() {}

  /**
   * The paths of all inputs that are read from files: neither synthetic nor made from the target.
   *
   * @param inputs of a job
   * @return their paths, in the order of the inputs
   */
  public static List<Path> paths(List<InputConf> inputs) {
    return inputs.stream()
        .filter(input -> input.standIn().isEmpty())
        .map(input -> DatasetUri.parse(input.uri()))
        .filter(uri -> uri.synthetic().isEmpty())
        .map(DatasetUri::path)
        .toList();
  }

  /**
   * The name of an input for messages.
   *
   * @param input of a job
   * @return its URI without user information
   */
  public static String name(InputConf input) {
    return UserInfo.cut(input.uri());
  }
}
