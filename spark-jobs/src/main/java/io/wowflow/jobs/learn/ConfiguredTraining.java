package io.wowflow.jobs.learn;

import io.wowflow.jobs.conf.TrainingConf;
import java.util.OptionalInt;

/** Architectures and training plans as the configuration names them. */
public final class ConfiguredTraining {
  private ConfiguredTraining() {}

  /**
   * The network of {@code --classifier}.
   *
   * @param training a checked configuration
   * @return the architecture
   */
  public static Architecture architecture(TrainingConf training) {
    return switch (training.classifier()) {
      case LENET5 -> Architecture.LENET5;
      case CONVNET -> Architecture.CONVNET;
      case CNN -> Architecture.CNN;
    };
  }

  /**
   * The plan of a training.
   *
   * @param training a checked configuration
   * @param steps optimiser steps; empty for as many as the passes of the configuration need
   * @param seed of weights and order
   * @return the plan
   */
  public static TrainingPlan plan(TrainingConf training, OptionalInt steps, long seed) {
    return TrainingPlan.of(architecture(training), training.passes(), steps, seed);
  }
}
