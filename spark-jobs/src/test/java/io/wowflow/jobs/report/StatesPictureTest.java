package io.wowflow.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.wowflow.jobs.conf.ImageShape;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StatesPictureTest {
  private static final List<String> LABELS = List.of("a", "b");

  private static BufferedImage picture(Optional<ImageShape> shape) {
    return StatesPicture.of(Reports.finished(LABELS, Reports.states(LABELS, shape)));
  }

  private static int level(BufferedImage image, int x, int y) {
    return image.getRGB(x, y) & 0xFF;
  }

  @Test
  void imagesAreARowAClassAndAColumnAStep() {
    BufferedImage image = picture(Optional.of(new ImageShape(3, 3, 1)));

    // 12 steps and the target, each three pixels and a gap, twice as large.
    assertThat(image.getWidth()).isEqualTo(2 * (13 * 4 - 1));
    assertThat(image.getHeight()).isEqualTo(2 * (2 * 4 - 1));
    // The first pixel of the first particle is step / 12 in the frame of a step.
    for (int step = 0; step < 12; step++) {
      assertThat(level(image, 8 * step, 0))
          .as("step %d", step)
          .isEqualTo(Math.round(255 * step / 12f));
      assertThat(level(image, 8 * step + 6, 0)).as("the gap").isEqualTo(0xFF);
    }
    // Class b is matched to class 1 of the target, which begins at 0.1.
    assertThat(level(image, 8 * 12, 8)).isEqualTo(Math.round(255 * 0.1f));
  }

  @Test
  void pointsAreAPanelAStep() {
    BufferedImage image = picture(Optional.empty());

    assertThat(image.getWidth()).isEqualTo(3 * 300 + 2 * 6);
    // Not of class a: its dots lie under those of class b.
    for (int colour : new int[] {0xFFFFFF, 0xF1F2EE, 0x9AA0AB, 0xD55E00}) {
      assertThat(nearest(image, colour)).as("%06X", colour).isLessThan(24);
    }
  }

  /** How far the nearest pixel is from a colour: dots are smoothed at their edges. */
  private static int nearest(BufferedImage image, int colour) {
    int nearest = 255;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        int difference = 0;
        for (int shift = 0; shift <= 16; shift += 8) {
          int level = image.getRGB(x, y) >> shift & 0xFF;
          difference = Math.max(difference, Math.abs(level - (colour >> shift & 0xFF)));
        }
        nearest = Math.min(nearest, difference);
      }
    }
    return nearest;
  }
}
