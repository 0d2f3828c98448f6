package io.wowflow.jobs.files;

import io.wowflow.jobs.conf.OutputConf;
import io.wowflow.jobs.io.place.DatasetUri;
import io.wowflow.jobs.output.OutputTarget;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** The output of a flow: a file where its name is that of an NPZ file, else a directory. */
final class FlowOutput {
  private FlowOutput() {}

  static OutputTarget target(String uri, Configuration hadoop) {
    Path path = DatasetUri.plainPath(uri);
    return OutputConf.isNpz(uri)
        ? OutputTarget.file(hadoop, path)
        : OutputTarget.directory(hadoop, path);
  }
}
