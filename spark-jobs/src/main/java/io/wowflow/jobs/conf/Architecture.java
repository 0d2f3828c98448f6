package io.wowflow.jobs.conf;

/** The classifiers: networks for pictures, and three for samples of any kind. */
public enum Architecture {
  /**
   * Convolutions 1x1 to 6, 5x5 to 16 and 5x5 to 120 planes with means over 2x2 between them, then
   * 84 and one output per class; ReLU.
   */
  LENET5,

  /**
   * Three times: convolution 3x3 to 128 planes, instance normalisation, ReLU, means over 2x2. Then
   * linear. The first convolution has padding 3 for pictures of one channel; all others have 1.
   */
  CONVNET,

  /**
   * Convolution 4x4 to 3 planes, maxima over 2x2 at stride 1, ReLU; then 512 sigmoid, 64 ReLU and
   * one output per class.
   */
  CNN,

  /** Multinomial logistic regression: one output per class, linear in the features. */
  LINEAR,

  /** A hidden layer of 256, ReLU, then one output per class. */
  MLP,

  /** The majority of the classes of the nearest training samples in Euclidean distance. */
  KNN;

  /**
   * Distinguishes networks that read samples as pictures from classifiers of any vectors.
   *
   * @return true if samples need a height and a width
   */
  public boolean needsPictures() {
    return switch (this) {
      case LENET5, CONVNET, CNN -> true;
      case LINEAR, MLP, KNN -> false;
    };
  }

  /**
   * The name on the command line and in files.
   *
   * @return lower case
   */
  public String text() {
    return Parsers.text(this);
  }
}
