package io.wowflow.jobs.flow;

import io.wowflow.jobs.conf.DistillConf;
import io.wowflow.jobs.conf.ImageShape;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.input.Shapes;
import io.wowflow.jobs.learn.Networks;
import io.wowflow.jobs.learn.embed.Augmentations;
import io.wowflow.jobs.learn.embed.EmbeddedEngine;
import io.wowflow.jobs.learn.embed.EmbeddedProblem;
import io.wowflow.jobs.learn.embed.Embeddings;
import io.wowflow.jobs.plan.DirectionSource;
import io.wowflow.math.flow.Batches;
import io.wowflow.math.flow.FlowEngine;
import io.wowflow.math.flow.FlowProblem;
import io.wowflow.math.flow.FlowState;
import io.wowflow.math.sliced.Directions;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * The differences between a distillation and a flow: its gradient may be that of features, and its
 * classes may keep their labels.
 *
 * @param features the space where the gradient is computed; empty for that of the samples
 * @param keepsLabels true if no class can become another: each is pulled by its own target class
 *     only, or by nothing
 */
public record Distillation(Optional<Features> features, boolean keepsLabels) {

  /**
   * A space of features.
   *
   * @param embeddings maps samples to features
   * @param directions the directions in the space
   * @param pull the force that acts there
   * @param meaning the space in words
   */
  record Features(
      Embeddings embeddings, Directions directions, EmbeddedProblem.Pull pull, String meaning) {
    FlowEngine engine(FlowProblem problem, Batches batches, FlowState start, int threads) {
      EmbeddedProblem embedded = new EmbeddedProblem(problem, embeddings, directions, pull);
      return new EmbeddedEngine(embedded, batches, start, threads);
    }

    List<String> lines() {
      return List.of(
          String.format(
              Locale.ROOT,
              "features: %s; %d per sample, %d directions between them",
              meaning,
              embeddings.featureDimension(),
              directions.count()));
    }
  }

  /**
   * The distillation of a configuration.
   *
   * @param conf a checked configuration
   * @param setting the flow in it
   * @param hadoop where the file systems are configured
   * @return the distillation
   * @throws JobException (usage) if pictures are needed and the samples are not pictures or too
   *     small, or if the library of the networks is missing
   */
  public static Distillation of(DistillConf conf, FlowSetting setting, Configuration hadoop) {
    return new Distillation(
        conf.needsFeatures() ? Optional.of(features(conf, setting, hadoop)) : Optional.empty(),
        conf.method() != DistillConf.Method.FLOW);
  }

  private static Features features(DistillConf conf, FlowSetting setting, Configuration hadoop) {
    int d = setting.inputs().seenSource().dimension();
    Embeddings embeddings = Embeddings.identity(d);
    String meaning = "the samples themselves";
    if (conf.augment()) {
      embeddings = new Augmentations(shape(setting), conf.flip(), conf.seed());
      meaning = "augmented samples";
    }
    if (conf.embed()) {
      embeddings = embeddings.then(Networks.open().embeddings(shape(setting), conf.seed()));
      meaning = "a random network's, of " + meaning;
    }
    int m = embeddings.featureDimension();
    return new Features(
        embeddings,
        m == d ? setting.directions() : DirectionSource.of(setting.conf(), m, hadoop),
        conf.method() == DistillConf.Method.MATCHING
            ? EmbeddedProblem.Pull.MEANS
            : EmbeddedProblem.Pull.FLOW,
        meaning);
  }

  private static ImageShape shape(FlowSetting setting) {
    return Shapes.common(setting.inputs().source(), setting.inputs().target());
  }
}
