package io.wowflow.jobs.report;

import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.util.Locale;

/** The colours of a map of distances: from pale for near to dark for far, in 256 levels. */
final class Colours {
  static final int LEVELS = 256;

  /** Evenly spaced colours, between which others are mixed; light falls from one to the next. */
  private static final int[] RAMP = {
    0xFFFFD9, 0xEDF8B1, 0xC7E9B4, 0x7FCDBB, 0x41B6C4, 0x1D91C0, 0x225EA8, 0x253494, 0x081D58
  };

  private Colours() {}

  /** The colour of a level. */
  static int rgb(int level) {
    double place = (double) level / (LEVELS - 1) * (RAMP.length - 1);
    int below = Math.min(RAMP.length - 2, (int) place);
    double share = place - below;
    int out = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      int from = RAMP[below] >> shift & 0xFF;
      int to = RAMP[below + 1] >> shift & 0xFF;
      out |= (int) Math.round(from + share * (to - from)) << shift;
    }
    return out;
  }

  /** The level of a number from 0 for near to 1 for far. */
  static int level(double share) {
    return (int) Math.round((LEVELS - 1) * share);
  }

  static String css(int rgb) {
    return String.format(Locale.ROOT, "#%06x", rgb);
  }

  /** Black or white, whichever is easier to read on a colour. */
  static String textOn(int rgb) {
    double light =
        0.2126 * linear(rgb >> 16 & 0xFF)
            + 0.7152 * linear(rgb >> 8 & 0xFF)
            + 0.0722 * linear(rgb & 0xFF);
    return (light + 0.05) / 0.05 >= 1.05 / (light + 0.05) ? "#000000" : "#ffffff";
  }

  private static double linear(int byteValue) {
    double v = byteValue / 255.0;
    return v <= 0.04045 ? v / 12.92 : Math.pow((v + 0.055) / 1.055, 2.4);
  }

  /** All levels, one after the other, for the script. */
  static String all() {
    StringBuilder out = new StringBuilder();
    for (int level = 0; level < LEVELS; level++) {
      out.append(String.format(Locale.ROOT, "%06x", rgb(level)));
    }
    return out.toString();
  }

  static IndexColorModel model() {
    int[] colours = new int[LEVELS];
    for (int level = 0; level < LEVELS; level++) {
      colours[level] = rgb(level);
    }
    return new IndexColorModel(8, LEVELS, colours, 0, false, -1, DataBuffer.TYPE_BYTE);
  }
}
