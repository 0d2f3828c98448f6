package io.wowflow.jobs.report;

import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.conf.ImageShape;
import io.wowflow.jobs.conf.ImageSize;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.conf.UserInfo;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.jobs.io.place.AtomicFile;
import io.wowflow.jobs.io.place.DatasetUri;
import io.wowflow.jobs.io.place.FileSystems;
import io.wowflow.jobs.io.rows.Resize;
import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.data.LabelledDataset;
import io.wowflow.math.internal.Guard;
import java.awt.AWTError;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A picture of a dataset of images: one row per class with its label and its first samples, values
 * clipped to [0, 1]. Small images are enlarged by a whole factor, large ones are shrunk. At most
 * 256 classes are shown, the first ones.
 *
 * @param samplesPerClass the largest number of samples shown per class, at least 1
 */
public record ContactSheet(int samplesPerClass) {
  private static final Logger LOG = LoggerFactory.getLogger(ContactSheet.class);

  private static final int MOST_CLASSES = 256;
  private static final int MOST_SIDE = 112;
  private static final int WANTED_SIDE = 56;
  private static final int GAP = 4;
  private static final int LABEL_HEIGHT = 16;
  private static final int LABEL_CHARACTERS = 16;
  private static final int CHARACTER_WIDTH = 9;
  private static final int BACKGROUND = 0xE8E8E8;

  /**
   * Checks the count.
   *
   * @throws IllegalArgumentException if it is below 1
   */
  public ContactSheet {
    Guard.positive("samples per class", samplesPerClass);
  }

  /**
   * Draws the sheet.
   *
   * @param loaded images, grey or red, green, blue
   * @param name the dataset's name in messages
   * @return the picture
   * @throws JobException (usage) if the shape of the samples is unknown or has neither 1 nor 3
   *     channels
   */
  public BufferedImage draw(LoadedDataset loaded, String name) {
    ImageShape shape =
        loaded
            .shape()
            .orElseThrow(
                () ->
                    JobException.usage(
                        name
                            + " has no picture: the input does not contain the shape of its samples;"
                            + " give --shape HxWxC"));
    if (shape.channels() != 1 && shape.channels() != 3) {
      throw JobException.usage(
          name
              + " has no picture: its samples have "
              + shape.channels()
              + " channels, not 1 or 3:"
              + " leave --preview out");
    }
    return drawShown(shrunk(shown(loaded), name));
  }

  /**
   * Writes a picture as PNG.
   *
   * @param picture the picture
   * @param file where to; an existing file is replaced
   * @param configuration where the file systems are configured
   * @throws JobException (failure) if the file cannot be written; an older one is then as it was
   */
  public static void write(BufferedImage picture, String file, Configuration configuration) {
    Path path = DatasetUri.plainPath(file);
    try {
      ByteArrayOutputStream png = new ByteArrayOutputStream();
      // Not through ImageIO's own cache, which is a temporary file.
      try (MemoryCacheImageOutputStream cache = new MemoryCacheImageOutputStream(png)) {
        ImageIO.write(picture, "png", cache);
      }
      AtomicFile.write(FileSystems.of(path, configuration), path, png.toByteArray());
    } catch (IOException e) {
      throw JobException.of(
          ExitCode.FAILURE,
          UserInfo.cut(file) + " cannot be written: " + UserInfo.cut(e.getMessage()),
          e);
    }
  }

  private LoadedDataset shown(LoadedDataset loaded) {
    List<LabelledClass> classes =
        loaded.dataset().classes().stream()
            .limit(MOST_CLASSES)
            .map(
                c -> {
                  int rows = Math.min(samplesPerClass, c.size());
                  float[] first = Arrays.copyOf(c.samples().values(), rows * c.dimension());
                  return LabelledClass.of(c.label(), new FloatMatrix(rows, c.dimension(), first));
                })
            .toList();
    return loaded.withDataset(LabelledDataset.of(classes));
  }

  private static LoadedDataset shrunk(LoadedDataset loaded, String name) {
    ImageShape shape = loaded.shape().orElseThrow();
    int side = Math.max(shape.height(), shape.width());
    if (side <= MOST_SIDE) {
      return loaded;
    }
    int height = Math.max(1, (int) ((long) shape.height() * MOST_SIDE / side));
    int width = Math.max(1, (int) ((long) shape.width() * MOST_SIDE / side));
    return Resize.resize(loaded, new ImageSize(height, width), name);
  }

  private BufferedImage drawShown(LoadedDataset loaded) {
    ImageShape shape = loaded.shape().orElseThrow();
    List<LabelledClass> classes = loaded.dataset().classes();
    int zoom = Math.max(1, WANTED_SIDE / Math.max(shape.height(), shape.width()));
    int columns = classes.stream().mapToInt(LabelledClass::size).max().orElse(1);
    int margin = labelWidth(classes);
    int rowHeight = Math.max(LABEL_HEIGHT, shape.height() * zoom) + GAP;
    int columnWidth = shape.width() * zoom + GAP;
    BufferedImage picture = blank(margin + columns * columnWidth, GAP + classes.size() * rowHeight);
    for (int c = 0; c < classes.size(); c++) {
      FloatMatrix samples = classes.get(c).samples();
      for (int i = 0; i < samples.rows(); i++) {
        Cell cell = new Cell(picture, margin + i * columnWidth, GAP + c * rowHeight, zoom);
        cell.draw(samples.values(), i * samples.columns(), shape);
      }
    }
    drawLabels(picture, classes, rowHeight);
    return picture;
  }

  private static BufferedImage blank(int width, int height) {
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    int[] row = new int[width];
    Arrays.fill(row, BACKGROUND);
    for (int y = 0; y < height; y++) {
      picture.setRGB(0, y, width, 1, row, 0, width);
    }
    return picture;
  }

  /** The place at which a sample is drawn. */
  private record Cell(BufferedImage picture, int left, int top, int zoom) {
    void draw(float[] values, int at, ImageShape shape) {
      for (int y = 0; y < shape.height() * zoom; y++) {
        for (int x = 0; x < shape.width() * zoom; x++) {
          int pixel = at + (y / zoom * shape.width() + x / zoom) * shape.channels();
          int red = level(values[pixel]);
          int green = shape.channels() == 1 ? red : level(values[pixel + 1]);
          int blue = shape.channels() == 1 ? red : level(values[pixel + 2]);
          picture.setRGB(left + x, top + y, red << 16 | green << 8 | blue);
        }
      }
    }

    private static int level(float value) {
      return Math.round(255 * Math.min(1f, Math.max(0f, value)));
    }
  }

  private static int labelWidth(List<LabelledClass> classes) {
    int longest = classes.stream().mapToInt(c -> shortened(c.label()).length()).max().orElse(1);
    return 2 * GAP + longest * CHARACTER_WIDTH;
  }

  private static String shortened(String label) {
    return label.length() <= LABEL_CHARACTERS ? label : label.substring(0, LABEL_CHARACTERS);
  }

  private static void drawLabels(
      BufferedImage picture, List<LabelledClass> classes, int rowHeight) {
    try {
      Graphics2D graphics = picture.createGraphics();
      graphics.setColor(Color.BLACK);
      graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, LABEL_HEIGHT - GAP));
      for (int c = 0; c < classes.size(); c++) {
        int baseline = GAP + c * rowHeight + LABEL_HEIGHT - GAP;
        graphics.drawString(shortened(classes.get(c).label()), GAP, baseline);
      }
      graphics.dispose();
    } catch (RuntimeException | LinkageError | InternalError | AWTError e) {
      // Without fonts Java throws different exceptions by release; the samples are still useful.
      LOG.warn(
          "The contact sheet has no labels, because text cannot be drawn here: {}", e.toString());
    }
  }
}
