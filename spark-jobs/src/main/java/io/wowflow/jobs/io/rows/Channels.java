package io.wowflow.jobs.io.rows;

import io.wowflow.jobs.conf.ImageShape;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.conf.PicturesConf;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.math.array.FloatMatrix;
import java.util.Locale;

/**
 * Brings pictures to one channel or to three. Grey is the luma 0.299 R + 0.587 G + 0.114 B of ITU-R
 * BT.601 section 2.5.1, computed in 64 bits and rounded to 32; colour of grey has three equal
 * channels.
 */
public final class Channels {
  private static final double RED = 0.299;
  private static final double GREEN = 0.587;
  private static final double BLUE = 0.114;

  private Channels() {}

  /**
   * Pictures with other channels.
   *
   * @param pictures row-major, pixel by pixel, not modified
   * @param from their channels, 1 or 3
   * @param to the channels that they get, 1 or 3
   * @return {@code pictures} where the two agree, else new pictures
   */
  public static float[] convert(float[] pictures, int from, int to) {
    if (from == to) {
      return pictures;
    }
    int pixels = pictures.length / from;
    float[] out = new float[Math.multiplyExact(pixels, to)];
    if (to == 3) {
      repeat(pictures, out);
      return out;
    }
    for (int i = 0; i < pixels; i++) {
      out[i] =
          (float)
              (RED * pictures[3 * i] + GREEN * pictures[3 * i + 1] + BLUE * pictures[3 * i + 2]);
    }
    return out;
  }

  /** Writes every value of grey pictures three times. */
  static void repeat(float[] grey, float[] colour) {
    for (int i = 0; i < grey.length; i++) {
      colour[3 * i] = grey[i];
      colour[3 * i + 1] = grey[i];
      colour[3 * i + 2] = grey[i];
    }
  }

  /**
   * A dataset with other channels.
   *
   * @param loaded pictures of a known shape
   * @param channels what they become
   * @param name the dataset's name in messages
   * @param place where changed pictures are kept
   * @return the same dataset if it has these channels
   * @throws JobException (usage) if the shape is unknown or has other channels than 1 or 3
   */
  static LoadedDataset apply(
      LoadedDataset loaded, PicturesConf.Channels channels, String name, SamplePlace place) {
    String to = channels.name().toLowerCase(Locale.ROOT);
    ImageShape from =
        loaded
            .shape()
            .orElseThrow(
                () ->
                    JobException.usage(
                        name
                            + " cannot be brought to --channels "
                            + to
                            + ": the input does not contain the shape of its samples, of dimension "
                            + loaded.dataset().dimension()
                            + "; give it with --shape HxWxC"));
    if (from.channels() != 1 && from.channels() != 3) {
      throw JobException.usage(
          name + " has pictures of " + from + ", which --channels " + to + " does not apply to");
    }
    if (from.channels() == channels.count()) {
      return loaded;
    }
    LoadedDataset converted =
        PictureChange.apply(
            loaded,
            new ImageShape(from.height(), from.width(), channels.count()),
            pictures ->
                new FloatMatrix(
                    pictures.rows(),
                    pictures.columns() / from.channels() * channels.count(),
                    convert(pictures.values(), from.channels(), channels.count())),
            name,
            place);
    return converted.withReport(
        loaded.report().withFeatures(loaded.report().features() + ", brought to " + to));
  }
}
