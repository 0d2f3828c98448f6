package io.wowflow.jobs.input;

import io.wowflow.jobs.conf.FlowConf;
import io.wowflow.jobs.conf.InputConf;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.jobs.io.dataset.ReadReport;
import io.wowflow.jobs.io.rows.SampleDraw;
import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.array.MatrixSource;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.data.LabelledDataset;
import io.wowflow.math.random.CounterRandom;
import io.wowflow.math.random.Streams;
import io.wowflow.math.standin.GaussianClass;
import io.wowflow.math.standin.Interpolation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.stream.LongStream;

/**
 * A source that is made from the classes of a target: of each class samples of a law that is
 * estimated from the samples which the flow sees, in the units in which the flow sees them, because
 * shrinkage and neighbours depend on the units.
 *
 * <p>Sample i of a class is keyed by the seed, the label and i: it depends neither on other classes
 * nor on the number of samples.
 */
final class StandIns {
  private final InputConf.StandIn kind;
  private final FlowConf conf;
  private final LoadedDataset target;
  private final LabelledDataset seen;
  private final Normalisation normalisation;
  private double least = Double.POSITIVE_INFINITY;
  private double most;

  private StandIns(
      InputConf.StandIn kind, FlowConf conf, LoadedDataset target, Normalisation normalisation) {
    this.kind = kind;
    this.conf = conf;
    this.target = target;
    this.seen = normalisation.apply(target.dataset());
    this.normalisation = normalisation;
  }

  /**
   * Makes the source.
   *
   * @param kind the samples to make
   * @param conf a checked configuration, with the number of samples of each class
   * @param target the samples of the target that the flow sees
   * @param normalisation from the units of the target to those of the flow
   * @return the samples in the units of the target, with its labels; ids count them from 0, class
   *     after class
   * @throws JobException (input) if a class has one sample, or equal ones only: what was made of it
   *     would be that sample
   */
  static LoadedDataset of(
      InputConf.StandIn kind, FlowConf conf, LoadedDataset target, Normalisation normalisation) {
    return new StandIns(kind, conf, target, normalisation).made();
  }

  private LoadedDataset made() {
    List<LabelledClass> classes = new ArrayList<>();
    List<long[]> ids = new ArrayList<>();
    long first = 0;
    for (LabelledClass c : seen.classes()) {
      check(c);
      int count = conf.samples().ofSource().orElse(c.size());
      classes.add(LabelledClass.of(c.label(), samples(c, count)));
      ids.add(LongStream.range(first, first + count).toArray());
      first += count;
    }
    ReadReport report = ReadReport.of(kind.uri(), "the target", "made from the target");
    return new LoadedDataset(LabelledDataset.of(classes), target.labelKind(), ids, target.shape())
        .withUnits(target.units())
        .withReport(kind == InputConf.StandIn.NOISE ? report.withNotice(shrinkage()) : report);
  }

  private void check(LabelledClass c) {
    if (c.size() == 1) {
      throw onlyOne(c, "one sample");
    }
    if (isConstant(c.samples())) {
      throw onlyOne(c, c.size() + " equal samples");
    }
  }

  private static boolean isConstant(FloatMatrix samples) {
    float[] values = samples.values();
    int d = samples.columns();
    for (int i = d; i < values.length; i++) {
      if (values[i] != values[i - d]) {
        return false;
      }
    }
    return true;
  }

  private JobException onlyOne(LabelledClass c, String there) {
    return JobException.input(
        InputNames.name(conf.target())
            + ": class '"
            + c.label()
            + "' has "
            + there
            + (conf.copying().holdOut().isPresent() ? " that the flow sees" : "")
            + ", and whatever is made from it would be a copy: leave the class out, or join it with"
            + " another");
  }

  /** Samples in memory if those of the class are; else made again whenever they are read. */
  private MatrixSource samples(LabelledClass c, int count) {
    IntFunction<FloatMatrix> law = law(c);
    return c.source() instanceof FloatMatrix
        ? law.apply(count)
        : MatrixSource.of(count, c.dimension(), () -> law.apply(count));
  }

  private IntFunction<FloatMatrix> law(LabelledClass c) {
    long key = SampleDraw.labelKey(c.label());
    if (kind == InputConf.StandIn.SMOTE) {
      Interpolation law = Interpolation.of(c);
      return count -> normalisation.undo(law.draw(count, keyed(Streams.INTERPOLATION, key)));
    }
    GaussianClass law = GaussianClass.of(c);
    least = Math.min(least, law.shrinkage());
    most = Math.max(most, law.shrinkage());
    return count -> normalisation.undo(law.draw(count, keyed(Streams.NOISE, key)));
  }

  private IntFunction<CounterRandom> keyed(long stream, long key) {
    long seed = conf.seed();
    return i -> CounterRandom.at(seed, stream, key, i);
  }

  private String shrinkage() {
    return String.format(
        Locale.ROOT,
        "normal noise: shrinkage of the covariances by OAS from %.2f to %.2f",
        least,
        most);
  }
}
