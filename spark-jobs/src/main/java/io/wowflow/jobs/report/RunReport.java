package io.wowflow.jobs.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.conf.JobException;
import java.io.IOException;
import java.util.List;
import java.util.SortedMap;

/**
 * The content of the page of a flow, as {@code report.json} holds it: the page can be made again
 * from this file only, when inputs and particles no longer exist. Secrets were redacted before;
 * texts are not escaped for HTML.
 *
 * @param format version of this record
 * @param run the run and its progress
 * @param inputs the datasets
 * @param settings the resolved configuration
 * @param objective the objective as reported so far
 * @param accuracy the accuracy of a classifier along the flow; empty without {@code
 *     --evaluate-with}
 * @param distances between classes; null while a flow of more than 40 classes runs, and in files of
 *     versions that did not measure so many
 * @param matching the label of each source class; empty while the flow runs
 * @param states particles over time; null if samples have one value
 * @param worth the value of the flowed samples for a classifier; null if it was not tested
 * @param nearest distances to the nearest samples of the target; null while the flow runs, and in
 *     files of versions that did not measure them
 * @param copying the copy share along the flow; null without {@code --hold-out}
 * @param weights the class weights at the start and at the end; null while the flow runs, and
 *     without {@code --reweight}
 * @param standIn the value of the samples in the place of the real ones; null if they are no
 *     stand-in, and while the flow runs
 */
public record RunReport(
    int format,
    Run run,
    List<Input> inputs,
    SortedMap<String, Object> settings,
    List<Point> objective,
    List<Point> accuracy,
    Distances distances,
    List<Match> matching,
    RecordedStates states,
    Worth worth,
    Nearest nearest,
    Copying copying,
    Weights weights,
    StandIn standIn) {

  /** The version of the record that this code writes and reads. */
  public static final int FORMAT = 1;

  private static final JsonMapper MAPPER =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  /**
   * The run.
   *
   * @param id the run's id
   * @param start when it began, ISO 8601 in UTC
   * @param seconds time of the flow so far, earlier runs that were resumed included
   * @param resumedFromStep the step of the snapshot that it resumed from, or null
   * @param steps steps made
   * @param plannedSteps configured steps
   * @param stopReason the reason why it stopped; null while it runs
   * @param trend the course of the objective at the end; null while it runs, and in files of
   *     versions that did not judge it
   * @param facts seed, engine, versions, machine, in the order they are shown
   */
  public record Run(
      String id,
      String start,
      double seconds,
      Integer resumedFromStep,
      int steps,
      int plannedSteps,
      String stopReason,
      Trend trend,
      List<Fact> facts) {
    /**
     * Distinguishes finished runs.
     *
     * @return false while the flow runs
     */
    public boolean isFinished() {
      return stopReason != null;
    }
  }

  /**
   * The course of the objective over the last steps.
   *
   * @param verdict {@code converged}, {@code falling}, {@code rising} or {@code unknown} (too few
   *     steps to distinguish a trend from noise)
   * @param text the same as a sentence, such as "converged at step 480"
   */
  public record Trend(String verdict, String text) {}

  /**
   * A line of text with a name.
   *
   * @param name the name
   * @param value the text
   */
  public record Fact(String name, String value) {}

  /**
   * A dataset.
   *
   * @param role {@code source} or {@code target}
   * @param uri the dataset as configured, without user info
   * @param format its format
   * @param classes number of classes
   * @param samples number of samples in all classes
   * @param dimension d
   * @param read what was read and why, in one line; null in files of versions that did not record
   *     it
   */
  public record Input(
      String role,
      String uri,
      String format,
      int classes,
      long samples,
      int dimension,
      String read) {}

  /**
   * A point of a curve.
   *
   * @param step the step
   * @param value the value there
   */
  public record Point(int step, double value) {}

  /**
   * Sliced Wasserstein distances between the moving classes and the classes of the target, in the
   * units in which the flow runs; row-major, one row per source class. Where there are more than
   * 200 classes of a dataset, some of them, with four significant digits: source classes from the
   * least to the largest cost of their match, and the target classes that they are matched with.
   *
   * @param sources labels of the moving classes
   * @param targets labels of the target's classes
   * @param before the distances at step 0
   * @param after the distances at the end; null while the flow runs
   */
  public record Distances(
      List<String> sources, List<String> targets, double[] before, double[] after) {}

  /**
   * The match of a class.
   *
   * @param source its label in the source
   * @param label the label of the target class that it was matched with
   * @param cost the cost between the two
   */
  public record Match(String source, String label, double cost) {}

  /**
   * Quartiles of some numbers.
   *
   * @param low the number that a quarter is not above
   * @param median the number that half are not above
   * @param high the number that three quarters are not above
   */
  public record Quartiles(double low, double median, double high) {}

  /**
   * Euclidean distances from flowed samples to the nearest sample of the target class that their
   * class was matched with, in the units of the input, next to the same between the target's own
   * samples; and how many samples of the target are the nearest one of a flowed sample. Of some
   * classes and samples where there are many.
   *
   * @param classes number of source classes whose samples were looked up
   * @param flowed number of flowed samples that were looked up
   * @param targets number of target samples among which the nearest was sought
   * @param ofTargets number of samples of these target classes
   * @param distance from a flowed sample to the nearest target sample
   * @param among from a target sample to the nearest other sample of its class; null if no class
   *     has two samples
   * @param used number of target samples that are nearest to at least one flowed sample
   * @param usable the largest number that could be: in each target class no more than it has
   *     samples, and no more than flowed samples were looked up there
   */
  public record Nearest(
      int classes,
      long flowed,
      long targets,
      long ofTargets,
      Quartiles distance,
      Quartiles among,
      long used,
      long usable) {}

  /**
   * The copy share along the flow: the part of the particles whose nearest sample of the target is
   * one that the flow sees, and not one of those that were held out.
   *
   * @param text the share of the last state and its band, as a sentence
   * @param stopStep the step at which the share stopped the flow before it copied, or null
   * @param shares the share of each report; empty if no sample was held out
   */
  public record Copying(String text, Integer stopStep, List<Share> shares) {}

  /**
   * The copy share of a report.
   *
   * @param step the step
   * @param share the copy share
   * @param low lower end of the band of 95 % of the permuted shares
   * @param high upper end of the band
   */
  public record Share(int step, double share, double low, double high) {}

  /**
   * The weights of the source classes.
   *
   * @param text their range at the end and the classes that have faded, as a sentence
   * @param classes one per source class, in the order of the classes
   */
  public record Weights(String text, List<ClassWeight> classes) {}

  /**
   * The weight of a source class.
   *
   * @param source its label
   * @param start its weight at step 0
   * @param end its weight at the last step
   * @param faded true if the class is not in the result
   */
  public record ClassWeight(String source, double start, double end, boolean faded) {}

  /**
   * A comparison of trainings with and without the flowed samples, at equal budget.
   *
   * @param verdict {@code helps}, {@code harms} or {@code undecided}; null in files of versions
   *     that compared at unequal budget
   * @param sentence the verdict with figures: by how much, against what, and what would be needed
   *     to decide
   * @param difference mean paired difference of the accuracies, in [-1, 1]
   * @param low lower end of its 95 % interval
   * @param high upper end of its 95 % interval
   * @param training classifier, optimiser steps and augmentation of every training, in one line
   * @param tested number of samples of the target that the classifiers had not seen
   * @param trials the trainings; the first is the one that the others are compared with
   */
  public record Worth(
      String verdict,
      String sentence,
      double difference,
      double low,
      double high,
      String training,
      int tested,
      List<Trial> trials) {}

  /**
   * A dataset that is to replace another one: classifiers that were trained on either, at equal
   * budget and tested on the same real samples, and the copies in it.
   *
   * @param tests a comparison per classifier; the trials are those on real and on synthetic samples
   * @param copies the copy share of the result and its band, as a sentence
   */
  public record StandIn(List<Worth> tests, String copies) {}

  /**
   * Trainings of a classifier on one set.
   *
   * @param train the name of the training set
   * @param samples its number of samples
   * @param mean mean accuracy, in [0, 1]
   * @param accuracies of each training
   */
  public record Trial(String train, long samples, double mean, List<Double> accuracies) {}

  /**
   * The text of {@code report.json}.
   *
   * @return JSON
   */
  public String toJson() {
    try {
      return MAPPER.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a report consists of values that JSON can hold", e);
    }
  }

  /**
   * Reads the text of {@link #toJson}.
   *
   * @param json the text
   * @param name the file's name in messages
   * @return the report
   * @throws JobException (input) if it is not a report of this version
   */
  public static RunReport parse(byte[] json, String name) {
    RunReport report;
    try {
      report = MAPPER.readValue(json, RunReport.class);
    } catch (IOException e) {
      String line = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      throw JobException.of(
          ExitCode.INPUT,
          name + " is not the report of a flow (" + line + "): run the flow again",
          e);
    }
    if (report == null || report.format != FORMAT || report.run == null) {
      throw JobException.input(
          name
              + " has another version than "
              + FORMAT
              + ": make the page with the release that wrote the file");
    }
    return report;
  }

  /**
   * The same report with an accuracy curve.
   *
   * @param points the curve
   * @return the report
   */
  public RunReport withAccuracy(List<Point> points) {
    return new RunReport(
        format, run, inputs, settings, objective, points, distances, matching, states, worth,
        nearest, copying, weights, standIn);
  }
}
