package io.wowflow.jobs.main;

import io.wowflow.jobs.conf.ConvertConf;
import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.conf.FlowConf;
import io.wowflow.jobs.conf.JobConf;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.conf.SynthConf;
import java.io.PrintWriter;

/** The commands over the jobs. */
final class JobCommands implements Commands {
  @Override
  public void flow(FlowConf conf, PrintWriter out) {
    throw unavailable(conf);
  }

  @Override
  public void convert(ConvertConf conf, PrintWriter out) {
    throw unavailable(conf);
  }

  @Override
  public void synth(SynthConf conf, PrintWriter out) {
    throw unavailable(conf);
  }

  private static JobException unavailable(JobConf conf) {
    return JobException.of(
        ExitCode.FAILURE, "this build has no job for the configuration\n" + conf.toJson());
  }
}
