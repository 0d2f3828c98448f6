package io.wowflow.jobs.learn;

import io.wowflow.jobs.conf.ImageShape;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.conf.TrainingConf.Augmentation;
import io.wowflow.jobs.learn.embed.Resampling;
import io.wowflow.math.random.CounterRandom;
import io.wowflow.math.random.Streams;

/**
 * Ordinary augmentation: random changes of the samples of a batch, drawn again for every sample of
 * every step from (seed, repeat, step).
 *
 * <ul>
 *   <li>noise: {@code x + s e} with e standard normal per feature and s a quarter of the deviation
 *       of that feature within the classes, {@code sqrt(sum_c sum_i (x_ci - m_c)^2 / (N - C))} over
 *       the own samples. Without two samples of any class, the deviation of all samples is used in
 *       its place;
 *   <li>affine: a rotation by up to 15 degrees, a scale of 0.9 to 1.1 and a shift of up to a tenth
 *       of each side, about the centre, bilinear, zero outside;
 *   <li>crop: a shift by whole pixels, up to an eighth of each side, zero outside.
 * </ul>
 */
final class BatchAugmentation {
  private static final double NOISE = 0.25;
  private static final double LARGEST_ANGLE = Math.toRadians(15);
  private static final double LARGEST_CHANGE_OF_SIZE = 0.1;
  private static final double LARGEST_SHIFT = 0.1;
  private static final double LARGEST_CROP = 0.125;

  private final TrainingPlan plan;
  private final ImageShape shape;
  private final float[] noise;

  BatchAugmentation(TrainingPlan plan, TrainingSet set) {
    this.plan = plan;
    shape = set.samples().shape();
    noise = plan.augmentation() == Augmentation.NOISE ? deviations(set.ownSamples()) : new float[0];
  }

  /**
   * Refuses samples that cannot be changed so.
   *
   * @throws JobException (usage) if a change of pictures is wanted for vectors
   */
  static void check(Augmentation augmentation, ImageShape shape) {
    boolean ofPictures = augmentation == Augmentation.AFFINE || augmentation == Augmentation.CROP;
    if (ofPictures && (shape.height() == 1 || shape.width() == 1)) {
      throw JobException.usage(
          "--training-augmentation "
              + augmentation.text()
              + " changes pictures, and the samples are vectors: use noise or none, or give the"
              + " shape of pictures with --shape HxWxC");
    }
  }

  private static float[] deviations(LabelledSamples own) {
    int d = own.shape().dimension();
    int classes = 0;
    for (int c : own.classes()) {
      classes = Math.max(classes, c + 1);
    }
    int[] sizes = new int[classes];
    double[] means = new double[classes * d];
    for (int i = 0; i < own.count(); i++) {
      int c = own.classes()[i];
      sizes[c]++;
      for (int f = 0; f < d; f++) {
        means[c * d + f] += own.values()[i * d + f];
      }
    }
    int present = 0;
    for (int c = 0; c < classes; c++) {
      present += sizes[c] > 0 ? 1 : 0;
      for (int f = 0; f < d; f++) {
        means[c * d + f] /= Math.max(1, sizes[c]);
      }
    }
    boolean alone = own.count() == present;
    double[] whole = alone ? mean(own) : new double[0];
    double[] squares = new double[d];
    for (int i = 0; i < own.count(); i++) {
      int c = own.classes()[i];
      for (int f = 0; f < d; f++) {
        double off = own.values()[i * d + f] - (alone ? whole[f] : means[c * d + f]);
        squares[f] += off * off;
      }
    }
    int freedom = Math.max(1, own.count() - (alone ? 1 : present));
    float[] out = new float[d];
    for (int f = 0; f < d; f++) {
      out[f] = (float) (NOISE * Math.sqrt(squares[f] / freedom));
    }
    return out;
  }

  private static double[] mean(LabelledSamples samples) {
    int d = samples.shape().dimension();
    double[] out = new double[d];
    for (int i = 0; i < samples.count(); i++) {
      for (int f = 0; f < d; f++) {
        out[f] += samples.values()[i * d + f] / samples.count();
      }
    }
    return out;
  }

  /**
   * Changes the samples of a batch in place.
   *
   * @param values samples one after the other, each channel by channel
   * @param step the step, from 0
   */
  void apply(float[] values, long step) {
    if (plan.augmentation() == Augmentation.NONE) {
      return;
    }
    CounterRandom random =
        CounterRandom.at(plan.seed(), Streams.TRAINING_AUGMENTATION, plan.repeat(), step);
    int d = shape.dimension();
    for (int start = 0; start < values.length; start += d) {
      if (plan.augmentation() == Augmentation.NOISE) {
        for (int f = 0; f < d; f++) {
          values[start + f] += noise[f] * (float) random.nextGaussian();
        }
      } else {
        move(values, start, random);
      }
    }
  }

  private void move(float[] values, int start, CounterRandom random) {
    // The planes of a sample as pictures of one channel: all are moved alike.
    ImageShape plane = new ImageShape(shape.height(), shape.width(), 1);
    float[] planes = new float[shape.dimension()];
    System.arraycopy(values, start, planes, 0, planes.length);
    Resampling drawn =
        plan.augmentation() == Augmentation.AFFINE ? affine(plane, random) : crop(plane, random);
    System.arraycopy(drawn.features(planes), 0, values, start, planes.length);
  }

  private static Resampling affine(ImageShape plane, CounterRandom random) {
    double angle = within(random, LARGEST_ANGLE);
    double scale = 1 + within(random, LARGEST_CHANGE_OF_SIZE);
    double sine = StrictMath.sin(angle) / scale;
    double cosine = StrictMath.cos(angle) / scale;
    return Resampling.affine(
        plane,
        new double[] {cosine, sine, -sine, cosine},
        within(random, LARGEST_SHIFT * plane.height()),
        within(random, LARGEST_SHIFT * plane.width()));
  }

  private static Resampling crop(ImageShape plane, CounterRandom random) {
    int down = (int) Math.round(plane.height() * LARGEST_CROP);
    int right = (int) Math.round(plane.width() * LARGEST_CROP);
    return Resampling.affine(
        plane,
        new double[] {1, 0, 0, 1},
        random.nextInt(2 * down + 1) - down,
        random.nextInt(2 * right + 1) - right);
  }

  private static double within(CounterRandom random, double most) {
    return (2 * random.nextDouble() - 1) * most;
  }
}
