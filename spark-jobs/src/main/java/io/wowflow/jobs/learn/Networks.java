package io.wowflow.jobs.learn;

import io.wowflow.jobs.conf.ImageShape;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.learn.embed.Embeddings;
import java.util.ArrayList;
import java.util.List;

/**
 * Trains and runs classifiers. The library behind it is in separate jars, which the launcher adds
 * for the commands that need them.
 */
public interface Networks {
  /**
   * Trains a classifier.
   *
   * @param plan the plan of the training
   * @param set the samples to train on
   * @param labels the labels of the classes of the samples, at least 2
   * @param afterStep called after each optimiser step
   * @return the classifier, to be closed
   * @throws JobException (usage) if the pictures are too small for the network
   */
  Classifier train(TrainingPlan plan, TrainingSet set, List<String> labels, Runnable afterStep);

  /**
   * The plan with all numbers that training depends on besides first weights and orders: scaling,
   * penalty, neighbours. Two training sets of which one contains the other are compared with the
   * numbers of the contained one, so that no difference comes from them.
   *
   * @param plan the plan of a training
   * @param own the samples that decide
   * @param labels the labels of their classes, at least 2
   * @return the same plan if nothing is missing in it
   */
  default TrainingPlan fitted(TrainingPlan plan, LabelledSamples own, List<String> labels) {
    return plan.needsFitting() ? new FittingChoice(this, plan, own, labels).fitted() : plan;
  }

  /**
   * Restores a classifier that was trained before.
   *
   * @param state its weights, copied
   * @return the classifier, to be closed
   */
  Classifier restore(NetworkState state);

  /**
   * Classifiers that were trained before. If one of them cannot be restored, those restored before
   * it are closed.
   *
   * @param states their numbers, copied
   * @return the classifiers in the same order, each to be closed
   */
  default List<Classifier> restoreAll(List<NetworkState> states) {
    List<Classifier> out = new ArrayList<>();
    try {
      for (NetworkState state : states) {
        out.add(restore(state));
      }
      return List.copyOf(out);
    } catch (RuntimeException | Error e) {
      out.forEach(Classifier::close);
      throw e;
    }
  }

  /**
   * Networks with random weights as embeddings, drawn again for every step: CONVNET without its
   * linear layer.
   *
   * @param shape the shape of the samples
   * @param seed the run's seed; the weights depend on it and on the step
   * @return the embeddings
   * @throws JobException (usage) if the pictures are too small for the network
   */
  Embeddings embeddings(ImageShape shape, long seed);

  /**
   * Loads the native library now.
   *
   * @throws JobException (failure) if it cannot be loaded here
   */
  void start();

  /**
   * The networks of this process. The native library starts when it is first needed.
   *
   * @return PyTorch's networks; each calling thread computes on one thread
   * @throws JobException (usage) naming the jars of the library, if it is not on the class path
   */
  static Networks open() {
    String probe = "ai.djl.pytorch.engine.PtEngine";
    try {
      Class.forName(probe, false, Networks.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw JobException.usage(
          "Networks need the jars of spark-jobs/target/learn (api, pytorch-engine, pytorch-jni,"
              + " pytorch-native-cpu), which are not on the class path. submit/wowflow adds them for"
              + " the commands evaluate and augment, and for --evaluate-with or --embed, given on the"
              + " command line or in a local file of --config; otherwise give them to Spark by --"
              + " --jars");
    }
    return new TorchNetworks();
  }
}
