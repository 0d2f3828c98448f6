package io.wowflow.jobs.augment;

import io.wowflow.jobs.conf.AugmentConf;
import io.wowflow.jobs.input.ClassParts;
import io.wowflow.jobs.input.InputNames;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import java.util.Optional;

/**
 * The samples of a target that are enlarged, and those that the result is tested on: never both.
 *
 * @param used the samples that are flowed onto and written
 * @param heldOut the samples of the test; empty without a gate
 */
record TargetParts(LoadedDataset used, Optional<LoadedDataset> heldOut) {

  /**
   * Draws the parts.
   *
   * @throws io.wowflow.jobs.conf.JobException (input) if a class has too few samples
   */
  static TargetParts of(LoadedDataset read, AugmentConf conf) {
    String name = InputNames.name(conf.target());
    LoadedDataset whole =
        conf.targetFirst().isPresent()
            ? ClassParts.first(read, conf.targetFirst().getAsInt(), name)
            : read;
    if (conf.shots().isPresent()) {
      int shots = conf.shots().getAsInt();
      LoadedDataset used = ClassParts.drawn(whole, conf.seed(), shots, name);
      int most = conf.heldOut().orElse(Integer.MAX_VALUE);
      return new TargetParts(
          used,
          conf.isJudged()
              ? Optional.of(ClassParts.left(whole, conf.seed(), shots, most, name))
              : Optional.empty());
    }
    if (!conf.isJudged()) {
      return new TargetParts(whole, Optional.empty());
    }
    int held = conf.heldOut().orElseThrow();
    return new TargetParts(
        ClassParts.left(whole, conf.seed(), held, Integer.MAX_VALUE, name),
        Optional.of(ClassParts.drawn(whole, conf.seed(), held, name)));
  }

  /** A line about the held-out samples, for the plan; empty if there are none. */
  Optional<String> line(AugmentConf conf) {
    String from =
        conf.targetFirst().isPresent()
            ? ", out of the first "
                + conf.targetFirst().getAsInt()
                + " of each class that"
                + " --target-first keeps"
            : "";
    return heldOut.map(
        part -> "held out: " + part.dataset().sampleCount() + " samples of the target" + from);
  }
}
