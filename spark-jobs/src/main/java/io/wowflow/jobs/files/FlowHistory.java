package io.wowflow.jobs.files;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.flow.CopyWatch;
import io.wowflow.jobs.record.AccuracyLog;
import io.wowflow.jobs.record.CopyLog;
import io.wowflow.jobs.record.ObjectiveLog;
import io.wowflow.jobs.report.RecordedStates;
import io.wowflow.math.flow.Convergence;
import io.wowflow.math.flow.FunctionalState;
import io.wowflow.math.wow.ClassPlan;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The part of a snapshot that is not the state: all that a resumed flow needs so that its tables
 * and its page are those of a flow that was never interrupted. Each component is one key of the
 * JSON object {@code extras} in {@code _SNAPSHOT.json}; other keys are ignored.
 *
 * @param kernelParameter key {@code kernel_parameter}; 0 where there is no kernel
 * @param functional keys {@code plan} and {@code class_weights}: the plan between classes or the
 *     class weights that belong to the state
 * @param objectives key {@code objectives}: the rows reported so far
 * @param convergence key {@code convergence}: the objectives by which convergence is judged; empty
 *     in snapshots of versions that did not judge it
 * @param seconds key {@code seconds}: the time that the steps took
 * @param evaluation keys {@code classifiers} and {@code accuracies}; empty for a flow without
 *     classifiers
 * @param copying keys {@code copying} and {@code kept}; empty for a flow without held samples
 * @param states key {@code states}: the particles recorded for the page; empty for samples that
 *     cannot be drawn
 */
record FlowHistory(
    double kernelParameter,
    FunctionalState functional,
    List<ObjectiveLog.Row> objectives,
    Optional<Convergence.Series> convergence,
    double seconds,
    Optional<Evaluation> evaluation,
    Optional<Copying> copying,
    Optional<RecordedStates> states) {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  /**
   * The judgement of classifiers on the flow.
   *
   * @param classifiers a hash of all numbers of the classifiers
   * @param accuracies the rows so far
   */
  record Evaluation(String classifiers, List<AccuracyLog.Row> accuracies) {}

  /**
   * The copy share of the flow.
   *
   * @param shares the rows so far
   * @param kept the step of the state to which the flow would return; a snapshot of its own unless
   *     it is this one; null where none is kept
   */
  record Copying(List<CopyLog.Row> shares, Integer kept) {}

  /** The history at an earlier state of the same flow, before its objective is reported. */
  FlowHistory before(CopyWatch.Kept kept) {
    int step = kept.state().step();
    return new FlowHistory(
        kernelParameter,
        kept.functional(),
        objectives.stream().filter(row -> row.step() < step).toList(),
        Optional.of(kept.convergence()),
        seconds,
        evaluation.map(
            e ->
                new Evaluation(
                    e.classifiers(),
                    e.accuracies().stream().filter(row -> row.step() <= step).toList())),
        copying.map(
            c -> new Copying(c.shares().stream().filter(row -> row.step() <= step).toList(), step)),
        states.map(recorded -> recorded.upTo(step)));
  }

  // Numbers that may be NaN are text: JSON has no number for them.
  private record Objective(
      @JsonProperty("step") int step,
      @JsonProperty("objective") String objective,
      @JsonProperty("seconds") String seconds,
      @JsonProperty("state_hash") String stateHash) {
    static Objective of(ObjectiveLog.Row row) {
      return new Objective(
          row.step(),
          Double.toString(row.objective()),
          Double.toString(row.seconds()),
          row.stateHash());
    }

    ObjectiveLog.Row row() {
      return new ObjectiveLog.Row(step, number(objective), number(seconds), stateHash);
    }
  }

  private record Series(
      @JsonProperty("start") String start,
      @JsonProperty("first") int first,
      @JsonProperty("objectives") List<String> objectives) {
    static Series of(Convergence.Series series) {
      return new Series(
          Double.toString(series.start()),
          series.first(),
          series.objectives().stream().map(value -> Double.toString(value)).toList());
    }

    Convergence.Series series() {
      return new Convergence.Series(
          number(start), first, orNone(objectives).stream().map(FlowHistory::number).toList());
    }
  }

  private record Plan(
      @JsonProperty("target_classes") int targetClasses,
      @JsonProperty("starts") int[] starts,
      @JsonProperty("targets") int[] targets,
      @JsonProperty("shares") double[] shares) {
    static Plan of(ClassPlan plan) {
      boolean whole = plan.targets().length == plan.sourceCount();
      return new Plan(
          plan.targetCount(),
          whole ? null : plan.starts(),
          plan.targets(),
          whole ? null : plan.shares());
    }

    ClassPlan plan() {
      return starts == null
          ? ClassPlan.of(targets, targetClasses)
          : ClassPlan.of(targetClasses, starts, targets, shares);
    }
  }

  private record Accuracy(
      @JsonProperty("step") int step,
      @JsonProperty("accuracy") String accuracy,
      @JsonProperty("nearest_of_flowed") String nearestOfFlowed,
      @JsonProperty("nearest_of_unseen") String nearestOfUnseen,
      @JsonProperty("accuracy_deviation") String accuracyDeviation) {
    static Accuracy of(AccuracyLog.Row row) {
      return new Accuracy(
          row.step(),
          Double.toString(row.accuracy()),
          Double.toString(row.nearestOfFlowed()),
          Double.toString(row.nearestOfUnseen()),
          Double.toString(row.accuracyDeviation()));
    }

    AccuracyLog.Row row() {
      return new AccuracyLog.Row(
          step,
          number(accuracy),
          number(nearestOfFlowed),
          number(nearestOfUnseen),
          number(accuracyDeviation));
    }
  }

  private record Share(
      @JsonProperty("step") int step,
      @JsonProperty("copy_share") String share,
      @JsonProperty("band_low") String low,
      @JsonProperty("band_high") String high,
      @JsonProperty("held_sw2") String heldDistance) {
    static Share of(CopyLog.Row row) {
      return new Share(
          row.step(),
          Double.toString(row.share()),
          Double.toString(row.low()),
          Double.toString(row.high()),
          Double.toString(row.heldDistance()));
    }

    CopyLog.Row row() {
      return new CopyLog.Row(step, number(share), number(low), number(high), number(heldDistance));
    }
  }

  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record Extras(
      @JsonProperty("kernel_parameter") Double kernelParameter,
      @JsonProperty("plan") Plan plan,
      @JsonProperty("class_weights") List<Double> classWeights,
      @JsonProperty("objectives") List<Objective> objectives,
      @JsonProperty("convergence") Series convergence,
      @JsonProperty("seconds") Double seconds,
      @JsonProperty("classifiers") String classifiers,
      @JsonProperty("accuracies") List<Accuracy> accuracies,
      @JsonProperty("copying") List<Share> copying,
      @JsonProperty("kept") Integer kept,
      @JsonProperty("states") RecordedStates states) {}

  private static double number(String text) {
    return text == null ? Double.NaN : Double.parseDouble(text);
  }

  /**
   * The history as a snapshot holds it.
   *
   * @return the JSON object {@code extras}
   */
  Map<String, Object> toExtras() {
    return MAPPER.convertValue(
        new Extras(
            kernelParameter,
            functional.plan().map(Plan::of).orElse(null),
            functional.classWeights().orElse(null),
            objectives.stream().map(Objective::of).toList(),
            convergence.map(Series::of).orElse(null),
            seconds,
            evaluation.map(Evaluation::classifiers).orElse(null),
            evaluation.map(e -> e.accuracies().stream().map(Accuracy::of).toList()).orElse(null),
            copying.map(c -> c.shares().stream().map(Share::of).toList()).orElse(null),
            copying.map(Copying::kept).orElse(null),
            states.orElse(null)),
        new TypeReference<>() {});
  }

  /**
   * Reads what {@link #toExtras} made.
   *
   * @param extras the JSON object
   * @param name the snapshot, for messages
   * @return the history
   * @throws JobException (usage) if the kernel parameter or the time is missing or a value has
   *     another type
   */
  static FlowHistory of(Map<String, Object> extras, String name) {
    Extras read;
    try {
      read = MAPPER.convertValue(extras, Extras.class);
    } catch (IllegalArgumentException e) {
      throw unusable(name, "its " + key(e.getCause()) + " has another form", e);
    }
    if (read.kernelParameter == null || read.seconds == null) {
      String key = read.kernelParameter == null ? "kernel_parameter" : "seconds";
      throw unusable(name, "it has no " + key, null);
    }
    try {
      return new FlowHistory(
          read.kernelParameter,
          new FunctionalState(
              Optional.ofNullable(read.plan).map(Plan::plan),
              Optional.ofNullable(read.classWeights)),
          orNone(read.objectives).stream().map(Objective::row).toList(),
          Optional.ofNullable(read.convergence).map(Series::series),
          read.seconds,
          Optional.ofNullable(read.classifiers)
              .map(
                  hash ->
                      new Evaluation(
                          hash, orNone(read.accuracies).stream().map(Accuracy::row).toList())),
          Optional.ofNullable(read.copying)
              .map(rows -> new Copying(rows.stream().map(Share::row).toList(), read.kept)),
          Optional.ofNullable(read.states));
    } catch (IllegalArgumentException e) {
      throw unusable(name, "a number is missing or wrong: " + e.getMessage(), e);
    }
  }

  private static String key(Throwable cause) {
    return cause instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()
        ? mapping.getPath().get(0).getFieldName()
        : "content";
  }

  private static <T> List<T> orNone(List<T> list) {
    return list == null ? List.of() : list;
  }

  private static JobException unusable(String name, String why, Exception cause) {
    return JobException.of(
        ExitCode.USAGE,
        "The run cannot resume from "
            + name
            + ", which another version wrote: "
            + why
            + ". Resume with that version, or start again with --mode overwrite",
        cause);
  }
}
