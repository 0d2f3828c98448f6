package io.wowflow.jobs.files;

import io.wowflow.jobs.conf.FlowConf;
import io.wowflow.jobs.conf.UserInfo;
import io.wowflow.jobs.context.DriverPlace;
import io.wowflow.jobs.context.JobContext;
import io.wowflow.jobs.flow.FlowMatching;
import io.wowflow.jobs.flow.FlowRun;
import io.wowflow.jobs.flow.FlowSetting;
import io.wowflow.jobs.input.ClassParts;
import io.wowflow.jobs.input.FlowInputs;
import io.wowflow.jobs.input.InputLabels;
import io.wowflow.jobs.io.dataset.FlowedDataset;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.jobs.io.place.DatasetUri;
import io.wowflow.jobs.io.rows.SampleDraw;
import io.wowflow.jobs.learn.Accuracies;
import io.wowflow.jobs.learn.Classifier;
import io.wowflow.jobs.learn.LabelledSamples;
import io.wowflow.jobs.learn.ModelFile;
import io.wowflow.jobs.learn.NetworkState;
import io.wowflow.jobs.learn.Networks;
import io.wowflow.jobs.record.AccuracyLog;
import io.wowflow.jobs.record.Sha256;
import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.data.LabelledDataset;
import io.wowflow.math.flow.FlowObserver;
import io.wowflow.math.flow.FlowResult;
import io.wowflow.math.flow.FlowState;
import io.wowflow.math.transport.LabelMatching;
import io.wowflow.math.transport.NearestSamples;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Judges the particles along a flow: the accuracy of classifiers that were trained on the target,
 * on particles labelled as their classes are matched at that step; and the distance of particles to
 * the nearest target sample, next to that of samples which the flow does not see. Particles that
 * are nearer than those would be copies.
 */
final class FlowEvaluation implements FlowObserver, AutoCloseable {
  /** Samples of a class whose nearest neighbours are looked up. */
  private static final int COMPARED = 100;

  private final FlowSetting setting;
  private final FlowState start;
  private final FlowRun run;
  private final NetworkState model;
  private final String classifiersHash;
  private final List<Classifier> classifiers;
  private final LabelledDataset target;
  private final double nearestOfUnseen;
  private final AccuracyLog log = new AccuracyLog();

  private FlowEvaluation(FlowRun run, String file, JobContext context) {
    setting = run.setting();
    start = run.start();
    this.run = run;
    List<NetworkState> models = read(file, context);
    model = models.get(0);
    LabelledDataset seen = setting.inputs().target().dataset();
    // Labels and shapes that the classifier does not know are refused before a step is made.
    for (LabelledClass c : seen.classes()) {
      LabelledSamples.of(
          LabelledDataset.of(List.of(c)),
          model.shape(),
          model.labels(),
          UserInfo.cut(setting.conf().target().uri()));
    }
    target = seen;
    nearestOfUnseen = nearestOfUnseen(context);
    classifiersHash = hash(models);
    classifiers = Networks.open().restoreAll(models);
  }

  /**
   * Reads the classifiers of a file.
   *
   * @throws io.wowflow.jobs.conf.JobException (usage), (input) if there is no such file, or the
   *     library that runs classifiers is missing
   */
  static List<NetworkState> read(String file, JobContext context) {
    Networks.open();
    return ModelFile.read(file, context.hadoop());
  }

  /**
   * The evaluation that the configuration of a run requests.
   *
   * @return empty without {@code --evaluate-with}; to be closed
   * @throws io.wowflow.jobs.conf.JobException (usage), (input) if there is no such classifier or it
   *     does not fit the target
   */
  static Optional<FlowEvaluation> of(FlowRun run, JobContext context) {
    return run.setting()
        .conf()
        .evaluation()
        .evaluateWith()
        .map(file -> new FlowEvaluation(run, file, context));
  }

  private double nearestOfUnseen(JobContext context) {
    FlowConf conf = setting.conf();
    OptionalInt drawn = conf.samples().ofTarget();
    if (drawn.isEmpty()) {
      return Double.NaN;
    }
    LoadedDataset read =
        context
            .reader()
            .read(
                DatasetUri.parse(conf.target().uri()),
                FlowInputs.targetOptions(conf)
                    .withAllSamples()
                    .withUnits(setting.inputs().target().units())
                    .withPlace(DriverPlace.of(context.settings())));
    LoadedDataset whole =
        new InputLabels(conf.seed(), context.hadoop(), notice -> {})
            .applied(read, conf.target(), OptionalInt.empty());
    boolean someAreLeft =
        whole.dataset().classes().stream().allMatch(c -> c.size() > drawn.getAsInt());
    if (!someAreLeft) {
      return Double.NaN;
    }
    String name = UserInfo.cut(conf.target().uri());
    LoadedDataset unseen = ClassParts.left(whole, conf.seed(), drawn.getAsInt(), COMPARED, name);
    return medianDistance(unseen.dataset());
  }

  private static String hash(List<NetworkState> models) {
    MessageDigest digest = Sha256.digest();
    for (NetworkState one : models) {
      for (float[] values : one.weights()) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(values.length, Float.BYTES));
        bytes.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(values);
        digest.update(bytes);
      }
    }
    return Sha256.hex(digest.digest());
  }

  /**
   * Takes over the rows of an earlier run, up to the step of this one.
   *
   * @return false if that run had other classifiers: then its rows are not taken over
   */
  boolean resume(FlowHistory.Evaluation earlier) {
    if (!earlier.classifiers().equals(classifiersHash)) {
      return false;
    }
    earlier.accuracies().stream().filter(row -> row.step() <= start.step()).forEach(log::add);
    return true;
  }

  /** The classifiers and the rows so far, for a snapshot. */
  FlowHistory.Evaluation history() {
    return new FlowHistory.Evaluation(classifiersHash, log.rows());
  }

  AccuracyLog log() {
    return log;
  }

  @Override
  public void begin(int step, StateSource flow) {
    evaluate(start);
  }

  @Override
  public void moved(int step, StateSource flow) {
    if (step % setting.conf().evaluation().evaluateEvery() == 0) {
      evaluate(flow.view());
    }
  }

  @Override
  public void finish(FlowResult result) {
    log.cutAfter(result.state().step());
    evaluate(result.state());
  }

  /** Adds the row of a state, unless it is there. */
  private void evaluate(FlowState state) {
    if (state.step() <= log.lastStep()) {
      return;
    }
    FlowMatching matcher = new FlowMatching(setting, run.currentProblem());
    LabelMatching matching = matcher.match(state);
    FlowedDataset flowed = matcher.flowed(state, matching);
    // A classifier knows values as they are in files.
    LabelledDataset particles = flowed.particles().inInputUnits();
    double[] right = new double[classifiers.size()];
    for (int c = 0; c < particles.classCount(); c++) {
      LabelledClass labelled = LabelledClass.of(flowed.label(c), particles.get(c).source());
      LabelledSamples pictures =
          LabelledSamples.of(
              LabelledDataset.of(List.of(labelled)), model.shape(), model.labels(), "the flow");
      for (int m = 0; m < right.length; m++) {
        right[m] += classifiers.get(m).accuracy(pictures) * labelled.size();
      }
    }
    Accuracies found =
        Accuracies.of(Arrays.stream(right).map(r -> r / particles.sampleCount()).toArray());
    log.add(
        new AccuracyLog.Row(
            state.step(),
            found.mean(),
            medianDistance(flowed.particles().dataset()),
            nearestOfUnseen,
            found.standardDeviation().orElse(Double.NaN)));
  }

  /** The samples of all classes, at most the given number of each. */
  private FloatMatrix rows(LabelledDataset dataset, int most) {
    int d = dataset.dimension();
    int count = dataset.classes().stream().mapToInt(c -> Math.min(most, c.size())).sum();
    float[] values = new float[Math.multiplyExact(count, d)];
    int at = 0;
    for (LabelledClass c : dataset.classes()) {
      int taken = Math.min(most, c.size());
      float[] samples = c.samples().values();
      for (int i : SampleDraw.draw(setting.conf().seed(), c.label(), c.size(), taken)) {
        System.arraycopy(samples, i * d, values, at++ * d, d);
      }
    }
    return new FloatMatrix(count, d, values);
  }

  /** The median, over some samples of each class, of the distance to the nearest target sample. */
  private double medianDistance(LabelledDataset dataset) {
    FloatMatrix points = rows(dataset, COMPARED);
    double[] nearest = new double[points.rows()];
    Arrays.fill(nearest, Double.POSITIVE_INFINITY);
    for (LabelledClass c : target.classes()) {
      double[] here = NearestSamples.distances(points, c.samples());
      Arrays.setAll(nearest, i -> Math.min(nearest[i], here[i]));
    }
    return median(nearest);
  }

  private static double median(double[] distances) {
    Arrays.sort(distances);
    int middle = distances.length / 2;
    return distances.length % 2 == 1
        ? distances[middle]
        : 0.5 * (distances[middle - 1] + distances[middle]);
  }

  @Override
  public void close() {
    classifiers.forEach(Classifier::close);
  }
}
