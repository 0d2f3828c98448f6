package io.wowflow.jobs.io.image;

import io.wowflow.jobs.conf.ImageShape;
import io.wowflow.jobs.conf.ImageSize;
import io.wowflow.jobs.io.rows.Channels;
import io.wowflow.jobs.io.rows.Resize;

/**
 * The pixels of an image.
 *
 * @param shape its shape
 * @param features row-major, in [0, 1], as many as the shape's dimension
 */
record DecodedImage(ImageShape shape, float[] features) {
  /** The same image with 1 or 3 channels. */
  DecodedImage withChannels(int count) {
    return count == shape.channels()
        ? this
        : new DecodedImage(
            new ImageShape(shape.height(), shape.width(), count),
            Channels.convert(features, shape.channels(), count));
  }

  /** The same image at another size. */
  DecodedImage resized(ImageSize size) {
    ImageShape to = new ImageShape(size.height(), size.width(), shape.channels());
    return to.equals(shape) ? this : new DecodedImage(to, Resize.resize(features, shape, size));
  }
}
