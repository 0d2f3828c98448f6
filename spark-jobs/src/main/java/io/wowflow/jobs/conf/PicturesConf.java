package io.wowflow.jobs.conf;

import java.util.Optional;

/**
 * Samples as pictures.
 *
 * @param resize key {@code resize}: the new size; empty for no resizing
 * @param shape key {@code shape}: the shape of a sample; empty for that of the input
 * @param channels key {@code channels}: what pictures become; empty for those of the input
 */
public record PicturesConf(
    Optional<ImageSize> resize, Optional<ImageShape> shape, Optional<Channels> channels) {
  /** Pictures as they are in the input. */
  public static final PicturesConf AS_THEY_ARE =
      new PicturesConf(Optional.empty(), Optional.empty(), Optional.empty());

  /** The channels of pictures. */
  public enum Channels {
    /** One channel: the luma 0.299 R + 0.587 G + 0.114 B of ITU-R BT.601. */
    GREY(1),
    /** Three channels; those of a grey picture are equal. */
    RGB(3);

    private final int count;

    Channels(int count) {
      this.count = count;
    }

    /**
     * The number of channels.
     *
     * @return 1 or 3
     */
    public int count() {
      return count;
    }
  }

  static PicturesConf read(ConfReader reader) {
    return new PicturesConf(
        reader.optional("resize", ImageSize::parse),
        reader.optional("shape", ImageShape::parse),
        reader.optional("channels", Parsers.choice(Channels.class)));
  }
}
