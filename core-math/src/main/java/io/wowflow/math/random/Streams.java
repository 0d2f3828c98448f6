package io.wowflow.math.random;

/** The uses of random numbers: one constant per use, so that no two uses share numbers. */
public final class Streams {
  /** Gaussian directions: index is the step, subindex the direction. */
  public static final long GAUSSIAN_DIRECTION = 1;

  /** Sign flips of the Hadamard directions: index is the step, subindex the block. */
  public static final long HADAMARD_SIGNS = 2;

  /** Haar rotations: index is the step, subindex the block. */
  public static final long ROTATION = 3;

  /** The samples of a target class that a step uses: index is the step, subindex the class. */
  public static final long TARGET_BATCH = 4;

  /** The source classes that a step interacts with: index is the step. */
  public static final long SOURCE_CLASS_BATCH = 5;

  /** The target classes that a step interacts with: index is the step. */
  public static final long TARGET_CLASS_BATCH = 6;

  /** The fixed sample of classes on which a batched flow reports its objective. */
  public static final long OBJECTIVE_CLASSES = 7;

  /** The samples of a class that are drawn from an input: index is the label's key. */
  public static final long SAMPLE_DRAW = 8;

  /** The values of synthetic datasets: index is the dataset's stream, subindex the class. */
  public static final long SYNTHETIC = 9;

  /** The first weights of a network: index is the repeat. */
  public static final long NETWORK_WEIGHTS = 20;

  /** The order of the pictures of a training: index is the repeat, subindex the pass. */
  public static final long TRAINING_ORDER = 21;

  /** The weights of a random embedding: index is the step. */
  public static final long EMBEDDING_WEIGHTS = 22;

  /** The augmentation of a step: index is the step. */
  public static final long AUGMENTATION = 23;

  /** The augmentation of the samples of a training: index is the repeat, subindex the step. */
  public static final long TRAINING_AUGMENTATION = 24;

  /** Samples by which a classifier's numbers are chosen: index is the use, subindex the class. */
  public static final long CLASSIFIER_CHOICE = 25;

  /** The first centres of k-means in a class: index is the label's key. */
  public static final long CENTRES = 30;

  /** The first centres of the clusters of an input: index is the start. */
  public static final long CLUSTERS = 31;

  /** The samples on which clusters are judged. */
  public static final long CLUSTER_SAMPLE = 32;

  /** The samples of a target class that a flow does not see: index is the label's key. */
  public static final long HOLD_OUT = 40;

  /**
   * The samples that a copy share compares: index is the class, subindex 0 for seen and 1 for held.
   */
  public static final long COPY_THINNING = 41;

  /**
   * The labels seen and held of a permutation: index is the permutation, subindex the class that
   * has held samples.
   */
  public static final long COPY_PERMUTATION = 42;

  /** The particles whose copy share is measured: index is 0. */
  public static final long COPY_PARTICLES = 43;

  /** The normal noise of a class: index is the label's key, subindex the sample. */
  public static final long NOISE = 50;

  /** The points between the samples of a class: index is the label's key, subindex the point. */
  public static final long INTERPOLATION = 51;

  /** The projection that sketches classes: index is the step, subindex the leaf of directions. */
  public static final long CLASS_SKETCH = 52;

  private Streams() {}
}
