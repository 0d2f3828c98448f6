package io.wowflow.jobs.learn;

/** A trained network. For use by one thread. */
public interface Classifier extends AutoCloseable {
  /**
   * The class of each picture.
   *
   * @param pictures of the shape that it was trained on; their own classes do not count
   * @return N places in the list of labels
   * @throws IllegalArgumentException if the shape is another
   */
  int[] classify(Pictures pictures);

  /**
   * The part of the pictures whose class it finds.
   *
   * @param pictures of the shape that it was trained on
   * @return in [0, 1]
   * @throws IllegalArgumentException if the shape is another
   */
  default double accuracy(Pictures pictures) {
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
   * The numbers of the network.
   *
   * @return a copy
   */
  NetworkState state();

  @Override
  void close();
}
