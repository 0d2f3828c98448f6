package io.wowflow.jobs.learn;

/** A trained network, to be used by one thread. */
public interface Classifier extends AutoCloseable {
  /**
   * The class of each picture.
   *
   * @param pictures of the shape that it was trained on; their own classes are ignored
   * @return N positions in the list of labels
   * @throws IllegalArgumentException if the shape differs
   */
  int[] classify(LabelledSamples pictures);

  /**
   * The share of the pictures that are classified correctly.
   *
   * @param pictures of the shape that it was trained on
   * @return in [0, 1]
   * @throws IllegalArgumentException if the shape differs
   */
  default double accuracy(LabelledSamples pictures) {
    int[] found = classify(pictures);
    int right = 0;
    for (int i = 0; i < found.length; i++) {
      if (found[i] == pictures.classes()[i]) {
        right++;
      }
    }
    return (double) right / found.length;
  }

  /**
   * The weights of the network.
   *
   * @return a copy
   */
  NetworkState state();

  @Override
  void close();
}
