package io.wowflow.jobs.learn.embed;

import io.wowflow.jobs.conf.ImageShape;
import io.wowflow.math.random.CounterRandom;
import io.wowflow.math.random.Streams;

/**
 * Random changes that keep the class of a picture: those of differentiable siamese augmentation
 * (Zhao and Bilen, ICML 2021), one operation per step with the same parameters for every picture.
 * All of them are affine in the pixels.
 *
 * <ul>
 *   <li>colour: brightness within 0.5 of 0 added, saturation times up to 2, contrast times 0.5 to
 *       1.5 ({@link Colour});
 *   <li>crop: shifted by up to an eighth of each side, filled with zeros;
 *   <li>cut-out: zeros in a square of half the side around a pixel, 25 % of the picture, less at
 *       its rim, 19 % in the mean;
 *   <li>scale: times 1/1.2 to 1.2 about the centre;
 *   <li>rotation: by up to 15 degrees about the centre;
 *   <li>flip: mirrored left to right, with probability 1/2 when it is drawn.
 * </ul>
 *
 * @param shape the shape of the pictures
 * @param flip true to include flips; mirrored digits are no longer digits
 * @param seed the run's seed
 */
public record Augmentations(ImageShape shape, boolean flip, long seed) implements Embeddings {
  private static final double PADDING = 0.125;
  private static final double CUT = 0.5;
  private static final double LARGEST_SCALE = 1.2;
  private static final double LARGEST_ANGLE = Math.toRadians(15);

  /** The operations. */
  enum Operation {
    COLOUR,
    CROP,
    CUT_OUT,
    SCALE,
    ROTATION,
    FLIP
  }

  @Override
  public int sampleDimension() {
    return shape.dimension();
  }

  @Override
  public int featureDimension() {
    return shape.dimension();
  }

  @Override
  public Embedding at(int step) {
    CounterRandom random = CounterRandom.at(seed, Streams.AUGMENTATION, step);
    int operations = Operation.values().length;
    Operation drawn = Operation.values()[random.nextInt(flip ? operations : operations - 1)];
    return drawn(drawn, random);
  }

  Embedding drawn(Operation operation, CounterRandom random) {
    return switch (operation) {
      case COLOUR ->
          new Colour(
              shape, random.nextDouble() - 0.5, 2 * random.nextDouble(), random.nextDouble() + 0.5);
      case CROP -> crop(random);
      case CUT_OUT -> cutOut(random);
      case SCALE -> {
        double least = 1 / LARGEST_SCALE;
        double factor = least + random.nextDouble() * (LARGEST_SCALE - least);
        yield Resampling.affine(shape, new double[] {factor, 0, 0, factor}, 0, 0);
      }
      case ROTATION -> {
        double angle = (2 * random.nextDouble() - 1) * LARGEST_ANGLE;
        double sine = StrictMath.sin(angle);
        double cosine = StrictMath.cos(angle);
        yield Resampling.affine(shape, new double[] {cosine, sine, -sine, cosine}, 0, 0);
      }
      case FLIP ->
          Resampling.affine(
              shape, new double[] {1, 0, 0, random.nextDouble() < 0.5 ? -1 : 1}, 0, 0);
    };
  }

  private Embedding crop(CounterRandom random) {
    int down = (int) Math.round(shape.height() * PADDING);
    int right = (int) Math.round(shape.width() * PADDING);
    return Resampling.affine(
        shape,
        new double[] {1, 0, 0, 1},
        random.nextInt(2 * down + 1) - down,
        random.nextInt(2 * right + 1) - right);
  }

  private Embedding cutOut(CounterRandom random) {
    int height = (int) Math.round(shape.height() * CUT);
    int width = (int) Math.round(shape.width() * CUT);
    // An even side has its middle between two pixels, so one more place is possible.
    int row = random.nextInt(shape.height() + 1 - height % 2);
    int column = random.nextInt(shape.width() + 1 - width % 2);
    return Resampling.cutOut(shape, row - height / 2, column - width / 2, height, width);
  }
}
