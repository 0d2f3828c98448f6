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
import java.util.Optional;

/**
 * The commands of the command line. A method returns when its job is done. A failure that the user
 * can repair is thrown as a {@link io.wowflow.jobs.conf.JobException}.
 */
public interface Commands {
  /**
   * Moves a dataset onto another.
   *
   * @param conf a checked configuration
   * @param out receives the result as text
   */
  void flow(FlowConf conf, PrintWriter out);

  /**
   * Reads a dataset and writes it in another format.
   *
   * @param conf a checked configuration
   * @param out receives the result as text
   */
  void convert(ConvertConf conf, PrintWriter out);

  /**
   * Writes a synthetic dataset: one of a formula, or a stand-in for a dataset.
   *
   * @param conf a checked configuration
   * @param flow the configuration of the flow of a stand-in; empty for a dataset of a formula
   * @param out receives the result as text
   */
  void synth(SynthConf conf, Optional<FlowConf> flow, PrintWriter out);

  /**
   * Trains a classifier on one dataset and prints its accuracy on another.
   *
   * @param conf a checked configuration
   * @param out receives the result as text
   */
  void evaluate(EvaluateConf conf, PrintWriter out);

  /**
   * Enlarges a small dataset by samples of a large one, flowed onto it.
   *
   * @param conf a checked configuration
   * @param flow the configuration of its flow
   * @param out receives the result as text
   */
  void augment(AugmentConf conf, FlowConf flow, PrintWriter out);

  /**
   * Makes a few samples per class that can replace a large dataset.
   *
   * @param conf a checked configuration
   * @param flow the configuration of its flow
   * @param out receives the result as text
   */
  void distill(DistillConf conf, FlowConf flow, PrintWriter out);

  /**
   * Measures the distances between datasets.
   *
   * @param conf a checked configuration
   * @param out receives the result as text
   */
  void distance(DistanceConf conf, PrintWriter out);

  /**
   * Makes the page of a flow again.
   *
   * @param conf a checked configuration
   * @param out receives the result as text
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
   * Checks this machine and the master for the requirements of the commands.
   *
   * @param conf a checked configuration
   * @param out receives the result as text
   */
  void doctor(DoctorConf conf, PrintWriter out);
}
