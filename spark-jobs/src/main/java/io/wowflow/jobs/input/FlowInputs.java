package io.wowflow.jobs.input;

import io.wowflow.jobs.conf.DistillConf;
import io.wowflow.jobs.conf.FlowConf;
import io.wowflow.jobs.conf.InputConf;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.conf.SamplesConf;
import io.wowflow.jobs.conf.UserInfo;
import io.wowflow.jobs.context.DriverPlace;
import io.wowflow.jobs.context.JobContext;
import io.wowflow.jobs.io.DatasetReader;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.jobs.io.parquet.RowDatasets;
import io.wowflow.jobs.io.place.DatasetUri;
import io.wowflow.jobs.io.rows.ReadOptions;
import io.wowflow.jobs.io.rows.SamplePlace;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.data.LabelledDataset;
import io.wowflow.math.internal.Guard;
import io.wowflow.math.transport.SharedLabels;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The two datasets of a flow, as read and as the flow sees them.
 *
 * @param source as it was read; without the classes that {@code --unmatched drop} leaves out
 * @param target as it was read, likewise
 * @param shared for each source class the target class of the same label, if labels are shared
 * @param normalisation between the two views
 * @param seenSource class weights set, values normalised
 * @param seenTarget class weights set, values normalised
 * @param held samples of the target that the flow does not see, in {@code seenTarget}'s units and
 *     class by class, without classes that have none; empty without {@code --hold-out}
 * @param notices what a person should know of the values, each a sentence without a point
 */
public record FlowInputs(
    LoadedDataset source,
    LoadedDataset target,
    Optional<SharedLabels> shared,
    Normalisation normalisation,
    LabelledDataset seenSource,
    LabelledDataset seenTarget,
    List<LabelledClass> held,
    List<String> notices) {

  /** Copies the lists. */
  public FlowInputs {
    held = List.copyOf(held);
    notices = List.copyOf(notices);
  }

  /**
   * The same inputs with all that the flow sees in memory.
   *
   * @return the inputs
   */
  public FlowInputs inMemory() {
    return new FlowInputs(
        source,
        target,
        shared,
        normalisation,
        seenSource.inMemory(),
        seenTarget.inMemory(),
        held,
        notices);
  }

  /**
   * The options that read the source.
   *
   * @param conf a checked configuration
   * @return the options, samples in memory
   */
  public static ReadOptions sourceOptions(FlowConf conf) {
    return options(conf, conf.source(), conf.samples().ofSource(), 0);
  }

  /**
   * The options that read the target.
   *
   * @param conf a checked configuration
   * @return the options, samples in memory
   */
  public static ReadOptions targetOptions(FlowConf conf) {
    return options(conf, conf.target(), conf.samples().ofTarget(), 1);
  }

  private static ReadOptions options(
      FlowConf conf, InputConf input, OptionalInt samples, long stream) {
    // Of new classes samples are drawn when they are known.
    return ReadOptions.of(
            input,
            conf.seed(),
            input.labels().isPresent() ? OptionalInt.empty() : samples,
            conf.pictures())
        .withDefaultStream(stream);
  }

  /**
   * Reads source and target of a configuration.
   *
   * @param conf a checked configuration
   * @param context where and how to read
   * @return the inputs
   * @throws JobException as {@link #of}, or (input) if a dataset is invalid
   */
  public static FlowInputs read(FlowConf conf, JobContext context) {
    List<LoadedDataset> read = readBoth(conf, context);
    return of(conf, read.get(0), read.get(1), context.hadoop());
  }

  /**
   * Reads source and target in common units.
   *
   * @param conf a checked configuration
   * @param context where and how to read
   * @return source and target; the target twice if the source is made from it
   * @throws JobException (input) if a dataset is invalid
   */
  public static List<LoadedDataset> readBoth(FlowConf conf, JobContext context) {
    if (conf.source().standIn().isPresent()) {
      LoadedDataset target = readTarget(conf, context);
      return List.of(target, target);
    }
    DatasetReader reader = context.reader();
    SamplePlace place = DriverPlace.of(context.settings());
    DatasetUri source = DatasetUri.parse(conf.source().uri());
    DatasetUri target = DatasetUri.parse(conf.target().uri());
    ReadOptions ofSource = sourceOptions(conf).withPlace(place);
    ReadOptions ofTarget = targetOptions(conf).withPlace(place);
    List<LoadedDataset> read =
        CommonUnits.read(
            List.of(
                units -> reader.read(source, ofSource.withUnits(units)),
                units -> reader.read(target, ofTarget.withUnits(units))),
            CommonUnits.Scale.KEPT,
            context.notices());
    return labelled(conf, read, context.hadoop(), context.notices());
  }

  private static LoadedDataset readTarget(FlowConf conf, JobContext context) {
    DatasetReader reader = context.reader();
    DatasetUri uri = DatasetUri.parse(conf.target().uri());
    ReadOptions options = targetOptions(conf).withPlace(DriverPlace.of(context.settings()));
    LoadedDataset read =
        CommonUnits.read(
                List.of(units -> reader.read(uri, options.withUnits(units))),
                CommonUnits.Scale.KEPT,
                context.notices())
            .get(0);
    return new InputLabels(conf.seed(), context.hadoop(), context.notices())
        .applied(read, conf.target(), conf.samples().ofTarget());
  }

  /**
   * The parts of a target.
   *
   * @param seen the samples that the flow sees
   * @param held the samples that {@code --hold-out} keeps from it, without classes that have none;
   *     empty without {@code --hold-out}, or if no class has enough samples
   */
  public record Parts(LoadedDataset seen, Optional<LoadedDataset> held) {}

  /**
   * Divides a target as {@link #of} does.
   *
   * @param conf a checked configuration
   * @param readTarget the target as read
   * @return the parts, in the units of the target
   */
  public static Parts parts(FlowConf conf, LoadedDataset readTarget) {
    HoldOut parts = HoldOut.of(readTarget, conf.copying().holdOut(), conf.seed());
    return new Parts(
        parts.seen(),
        parts.held().isEmpty()
            ? Optional.empty()
            : Optional.of(counted(LabelledDataset.of(parts.held()), readTarget)));
  }

  /** Classes of a dataset as read, with ids that count their samples. */
  private static LoadedDataset counted(LabelledDataset classes, LoadedDataset read) {
    List<long[]> ids = new ArrayList<>();
    long first = 0;
    for (LabelledClass c : classes.classes()) {
      ids.add(LongStream.range(first, first + c.size()).toArray());
      first += c.size();
    }
    return new LoadedDataset(classes, read.labelKind(), ids, read.shape())
        .withReport(read.report())
        .withUnits(read.units());
  }

  private static List<LoadedDataset> labelled(
      FlowConf conf, List<LoadedDataset> read, Configuration hadoop, Consumer<String> notices) {
    InputLabels labels = new InputLabels(conf.seed(), hadoop, notices);
    return List.of(
        labels.applied(read.get(0), conf.source(), conf.samples().ofSource()),
        labels.applied(read.get(1), conf.target(), conf.samples().ofTarget()));
  }

  /**
   * Collects source and target from DataFrames, in common units.
   *
   * @param conf a checked configuration
   * @param source the rows of the source
   * @param target the rows of the target
   * @param place where samples are kept
   * @return source and target
   * @throws JobException (input) if a dataset is invalid
   */
  public static List<LoadedDataset> collectBoth(
      FlowConf conf, Dataset<Row> source, Dataset<Row> target, SamplePlace place) {
    ReadOptions ofSource = sourceOptions(conf).withPlace(place);
    ReadOptions ofTarget = targetOptions(conf).withPlace(place);
    List<LoadedDataset> read =
        CommonUnits.read(
            List.of(
                units -> RowDatasets.collect(source, ofSource.withUnits(units)),
                units -> RowDatasets.collect(target, ofTarget.withUnits(units))),
            CommonUnits.Scale.KEPT,
            notice -> {});
    Configuration hadoop = source.sparkSession().sparkContext().hadoopConfiguration();
    return labelled(conf, read, hadoop, notice -> {});
  }

  /**
   * Reads the target only; the source is made from each of its classes.
   *
   * @param distillation a checked configuration
   * @param conf the flow in it
   * @param context where and how to read
   * @return the inputs
   */
  public static FlowInputs readToDistil(
      DistillConf distillation, FlowConf conf, JobContext context) {
    DatasetReader reader = context.reader();
    DatasetUri uri = DatasetUri.parse(conf.target().uri());
    ReadOptions whole = wholeTargetOptions(conf).withPlace(DriverPlace.of(context.settings()));
    LoadedDataset target =
        CommonUnits.read(
                List.of(units -> reader.read(uri, whole.withUnits(units))),
                CommonUnits.Scale.KEPT,
                context.notices())
            .get(0);
    return distilled(
        distillation,
        conf,
        labelledToDistil(conf, target, context.hadoop(), context.notices()),
        context.hadoop());
  }

  /**
   * The options that read the whole target of a distillation.
   *
   * @param conf the flow of a distillation
   * @return all samples, in memory
   */
  public static ReadOptions wholeTargetOptions(FlowConf conf) {
    return sourceOptions(conf).withAllSamples();
  }

  /**
   * The target of a distillation with the labels that replace those of its input, if they do.
   *
   * @param conf the flow of a distillation
   * @param read the whole dataset
   * @param hadoop where a file of labels is read from
   * @param notices receives a sentence about new labels
   * @return the same dataset if its labels stay
   */
  public static LoadedDataset labelledToDistil(
      FlowConf conf, LoadedDataset read, Configuration hadoop, Consumer<String> notices) {
    return new InputLabels(conf.seed(), hadoop, notices)
        .applied(read, conf.source(), OptionalInt.empty());
  }

  /**
   * The inputs of a distillation.
   *
   * @param distillation a checked configuration
   * @param conf its flow
   * @param target the whole dataset
   * @param hadoop where class weights are read from
   * @return the inputs, whose source is the first state of the distillation: samples drawn of each
   *     class of the target, or the centres of each class
   * @throws JobException (input) if a class has fewer samples than the source; else as {@link #of}
   */
  public static FlowInputs distilled(
      DistillConf distillation, FlowConf conf, LoadedDataset target, Configuration hadoop) {
    int count = distillation.perClass();
    LoadedDataset drawn =
        ClassParts.drawn(target, conf.seed(), count, UserInfo.cut(conf.target().uri()));
    LoadedDataset source =
        switch (distillation.method()) {
          case FLOW, MATCHING, RANDOM -> drawn;
          case MEANS, K_MEANS ->
              ClassCentres.of(target, conf.seed(), count, distillation.threads());
        };
    return of(conf, source, target, hadoop);
  }

  /**
   * The number of samples of the smallest target class.
   *
   * @return at least 1
   */
  public int smallestTargetClass() {
    return target.dataset().classes().stream().mapToInt(LabelledClass::size).min().orElseThrow();
  }

  /**
   * The inputs of a flow. With {@code --hold-out} the target is that part of the one that was read
   * which is not held out: neither statistics nor matching use the rest, nor does a source that is
   * made from the target.
   *
   * @param conf a checked configuration
   * @param readSource the source as read; the target if the source is made from it
   * @param readTarget the target as read
   * @param hadoop where class weights are read from
   * @return the inputs
   * @throws JobException (input) if their dimensions differ, or their values cannot be squared as
   *     32-bit floats, or labels are shared and do not fit; (usage) if class weights or
   *     normalisation do not fit them
   */
  public static FlowInputs of(
      FlowConf conf, LoadedDataset readSource, LoadedDataset readTarget, Configuration hadoop) {
    Shapes.checkDimensions(
        "The source " + UserInfo.cut(conf.source().uri()),
        readSource,
        "the target " + UserInfo.cut(conf.target().uri()),
        readTarget);
    Guard.that(
        readSource.units().equals(readTarget.units()), "source and target are in different units");
    Optional<SharedClasses> shared = shared(conf, readSource, readTarget);
    HoldOut parts =
        HoldOut.of(
            shared.map(each -> ClassParts.classes(readTarget, each.targets())).orElse(readTarget),
            conf.copying().holdOut(),
            conf.seed());
    LoadedDataset target = parts.seen();
    Optional<InputConf.StandIn> standIn = conf.source().standIn();
    LoadedDataset statistics =
        standIn.isPresent()
            ? target
            : shared.map(each -> ClassParts.classes(readSource, each.sources())).orElse(readSource);
    Normalisation normalisation = Normalisation.of(conf.descent(), statistics, target);
    LoadedDataset source =
        standIn.map(made -> StandIns.of(made, conf, target, normalisation)).orElse(statistics);
    LabelledDataset seenSource =
        normalisation.apply(
            ClassWeights.apply(
                source.dataset(),
                "source",
                leftOut(readSource, source),
                conf.samples().classWeights(),
                hadoop));
    LabelledDataset seenTarget =
        normalisation.apply(
            ClassWeights.apply(
                target.dataset(),
                "target",
                leftOut(readTarget, target),
                conf.samples().classWeights(),
                hadoop));
    FeatureStatistics ofTarget = FeatureStatistics.of(seenTarget);
    SquareRange.check(conf, FeatureStatistics.of(seenSource), ofTarget, source.ranges());
    List<String> notices = new ArrayList<>(normalisation.notices(target));
    if (conf.descent().standardise().isEmpty()) {
      Spread.notice(ofTarget, target).ifPresent(notices::add);
    }
    List<LabelledClass> held =
        parts.held().isEmpty()
            ? List.of()
            : normalisation.apply(LabelledDataset.of(parts.held())).classes();
    shared.ifPresent(each -> notices.addAll(each.notices()));
    return new FlowInputs(
        source,
        target,
        shared.map(SharedClasses::labels),
        normalisation,
        seenSource,
        seenTarget,
        held,
        notices);
  }

  /**
   * The classes of a target that do not take part.
   *
   * @param read the target as it was read
   * @return the other classes of it than those of {@link #target}; empty if all take part
   */
  public Optional<LoadedDataset> leftOutOf(LoadedDataset read) {
    Set<String> out = leftOut(read, target);
    return out.isEmpty()
        ? Optional.empty()
        : Optional.of(
            ClassParts.classes(
                read,
                IntStream.range(0, read.dataset().classCount())
                    .filter(c -> out.contains(read.dataset().get(c).label()))
                    .boxed()
                    .toList()));
  }

  private static Optional<SharedClasses> shared(
      FlowConf conf, LoadedDataset source, LoadedDataset target) {
    SamplesConf.Labelling labelling = conf.samples().labelling();
    if (!labelling.isShared()) {
      return Optional.empty();
    }
    return Optional.of(
        SharedClasses.of(
            new SharedClasses.NamedClasses(
                "the source " + UserInfo.cut(conf.source().uri()), source.dataset()),
            new SharedClasses.NamedClasses(
                "the target " + UserInfo.cut(conf.target().uri()), target.dataset()),
            labelling.unmatched()));
  }

  private static Set<String> leftOut(LoadedDataset read, LoadedDataset kept) {
    Set<String> out = labels(read);
    out.removeAll(labels(kept));
    return out;
  }

  private static Set<String> labels(LoadedDataset read) {
    Set<String> out = new HashSet<>();
    read.dataset().classes().forEach(each -> out.add(each.label()));
    return out;
  }
}
