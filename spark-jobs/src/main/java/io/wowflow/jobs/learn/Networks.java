package io.wowflow.jobs.learn;

import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.io.dataset.ImageShape;
import io.wowflow.jobs.learn.embed.Embeddings;
import java.util.ArrayList;
import java.util.List;

/**
 * Trains and runs networks. The library behind it is in jars of its own, which the launcher adds
 * for the commands that need them.
 */
public interface Networks {
  /**
   * Trains a classifier.
   *
   * @param plan how
   * @param pictures what on
   * @param labels the labels that the classes of the pictures stand for, at least 2
   * @param afterStep called after each optimiser step
   * @return the classifier, to be closed
   * @throws JobException (usage) if the pictures are too small for the network
   */
  Classifier train(TrainingPlan plan, Pictures pictures, List<String> labels, Runnable afterStep);

  /**
   * A classifier that was trained before.
   *
   * @param state its numbers, copied
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
   * Networks with random weights as embeddings, fresh ones each step: CONVNET before its linear
   * layer.
   *
   * @param shape the shape of the samples
   * @param seed of the weights, with the step
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
   * @return PyTorch's, on one thread for each thread that calls
   * @throws JobException (usage) if the library is not there, naming its jars
   */
  static Networks open() {
    String probe = "ai.djl.pytorch.engine.PtEngine";
    try {
      Class.forName(probe, false, Networks.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw JobException.usage(
          "Networks need the jars of spark-jobs/target/learn (api, pytorch-engine, pytorch-jni,"
              + " pytorch-native-cpu), which are not on the class path: submit/wowflow adds them to"
              + " the commands evaluate and augment, and where --evaluate-with or --embed is given, on"
              + " the command line or in a local file of --config; else give them to Spark with --"
              + " --jars");
    }
    return new TorchNetworks();
  }
}
