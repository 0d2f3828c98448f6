package io.wowflow.jobs.learn.embed;

import io.wowflow.jobs.conf.ImageShape;

/**
 * A change of colours: the distances to the mean of a pixel's channels are multiplied by the
 * saturation, then the distances to the mean of the picture by the contrast, and the brightness is
 * added. The saturation has no effect on grey pictures.
 *
 * @param shape the shape of the pictures
 * @param brightness added to every number
 * @param saturation factor, 1 for no change
 * @param contrast factor, 1 for no change
 */
record Colour(ImageShape shape, double brightness, double saturation, double contrast)
    implements Embedding {

  @Override
  public float[] features(float[] samples) {
    float[] out = mixed(samples);
    for (int i = 0; i < out.length; i++) {
      out[i] += (float) brightness;
    }
    return out;
  }

  /** Both means are symmetric maps that commute, so the linear part is its own transpose. */
  @Override
  public float[] pulledBack(float[] samples, float[] gradient) {
    return mixed(gradient);
  }

  private float[] mixed(float[] pictures) {
    int d = shape.dimension();
    float[] out = new float[pictures.length];
    for (int start = 0; start < out.length; start += d) {
      double mean = mean(pictures, start, d);
      for (int pixel = start; pixel < start + d; pixel += shape.channels()) {
        double grey = mean(pictures, pixel, shape.channels());
        double moved = mean + contrast * (grey - mean);
        for (int i = pixel; i < pixel + shape.channels(); i++) {
          out[i] = (float) (moved + contrast * saturation * (pictures[i] - grey));
        }
      }
    }
    return out;
  }

  private static double mean(float[] values, int start, int count) {
    double sum = 0;
    for (int i = start; i < start + count; i++) {
      sum += values[i];
    }
    return sum / count;
  }

  @Override
  public void close() {}
}
