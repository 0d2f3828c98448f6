package io.wowflow.jobs.main;

import io.wowflow.jobs.conf.AugmentConf;
import io.wowflow.jobs.conf.ConvertConf;
import io.wowflow.jobs.conf.DistanceConf;
import io.wowflow.jobs.conf.DistillConf;
import io.wowflow.jobs.conf.DoctorConf;
import io.wowflow.jobs.conf.EvaluateConf;
import io.wowflow.jobs.conf.FlowConf;
import io.wowflow.jobs.conf.PageConf;
import io.wowflow.jobs.conf.SynthConf;
import io.wowflow.jobs.conf.VerifyConf;
import java.io.PrintWriter;

/**
 * What the command line can ask for. A method returns when its job is done; what a user can repair
 * is thrown as a {@link io.wowflow.jobs.conf.JobException}.
 */
public interface Commands {
  /**
   * Moves a dataset onto another.
   *
   * @param conf a checked configuration
   * @param out where results are told
   */
  void flow(FlowConf conf, PrintWriter out);

  /**
   * Reads a dataset and writes it in another format.
   *
   * @param conf a checked configuration
   * @param out where results are told
   */
  void convert(ConvertConf conf, PrintWriter out);

  /**
   * Writes a synthetic dataset.
   *
   * @param conf a checked configuration
   * @param out where results are told
   */
  void synth(SynthConf conf, PrintWriter out);

  /**
   * Trains a classifier on one dataset and tells its accuracy on another.
   *
   * @param conf a checked configuration
   * @param out where results are told
   */
  void evaluate(EvaluateConf conf, PrintWriter out);

  /**
   * Enlarges a small dataset by samples of a large one, flowed onto it.
   *
   * @param conf a checked configuration
   * @param flow the flow in it
   * @param out where results are told
   */
  void augment(AugmentConf conf, FlowConf flow, PrintWriter out);

  /**
   * Makes a few samples a class that stand for a large dataset.
   *
   * @param conf a checked configuration
   * @param flow the flow in it
   * @param out where results are told
   */
  void distill(DistillConf conf, FlowConf flow, PrintWriter out);

  /**
   * Measures the distances between datasets.
   *
   * @param conf a checked configuration
   * @param out where results are told
   */
  void distance(DistanceConf conf, PrintWriter out);

  /**
   * Makes the page of a flow.
   *
   * @param conf a checked configuration
   * @param out where results are told
   */
  void report(PageConf conf, PrintWriter out);

  /**
   * Compares the files of an output with its manifest.
   *
   * @param conf a checked configuration
   * @param out where results are printed
   */
  void verify(VerifyConf conf, PrintWriter out);

  /**
   * Looks at what the commands need of this machine and of the master.
   *
   * @param conf a checked configuration
   * @param out where results are told
   */
  void doctor(DoctorConf conf, PrintWriter out);
}
