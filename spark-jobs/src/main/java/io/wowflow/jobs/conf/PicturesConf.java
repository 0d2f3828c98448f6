package io.wowflow.jobs.conf;

import java.util.Optional;

/**
 * Samples as pictures.
 *
 * @param resize key {@code resize}: the new size; empty for no resizing
 * @param shape key {@code shape}: the shape of a sample; empty for that of the input
 */
public record PicturesConf(Optional<ImageSize> resize, Optional<ImageShape> shape) {
  static PicturesConf read(ConfReader reader) {
    return new PicturesConf(
        reader.optional("resize", ImageSize::parse), reader.optional("shape", ImageShape::parse));
  }
}
