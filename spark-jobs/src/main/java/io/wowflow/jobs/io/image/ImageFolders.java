package io.wowflow.jobs.io.image;

import io.wowflow.jobs.conf.ImageShape;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.jobs.io.place.FileSystems;
import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.data.LabelledClass;
import java.awt.image.BufferedImage;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Writes datasets of images as folders of PNG files, one folder a class. */
public final class ImageFolders {
  private ImageFolders() {}

  /**
   * Refuses what cannot be written so.
   *
   * @throws JobException (usage) if the samples are no grey or colour images, or a label cannot be
   *     the name of a folder
   */
  public static void check(LoadedDataset loaded, String name) {
    Optional<ImageShape> shape = loaded.shape();
    if (shape.isEmpty() || (shape.get().channels() != 1 && shape.get().channels() != 3)) {
      throw JobException.usage(
          name
              + " cannot be written as images: its samples are not known to be grey or colour"
              + " images; give their shape with --shape HxWxC");
    }
    for (LabelledClass c : loaded.dataset().classes()) {
      if (!c.label().matches("[^./:\\\\\\p{Cntrl}][^/:\\\\\\p{Cntrl}]*")) {
        throw JobException.usage(
            name
                + " cannot be written as images: the label '"
                + c.label()
                + "' cannot be the name of a folder; write Parquet");
      }
    }
  }

  /**
   * Writes {@code LABEL/00000000.png} and so on; values are clipped to [0, 1] and rounded to 256
   * levels.
   *
   * @param loaded a dataset that {@link #check} let pass
   * @param directory an existing or new directory
   * @param files its file system
   * @throws IOException if the file system fails
   */
  public static void write(LoadedDataset loaded, Path directory, FileSystem files)
      throws IOException {
    ImageShape shape = loaded.shape().orElseThrow();
    for (LabelledClass c : loaded.dataset().classes()) {
      Path folder = new Path(directory, c.label());
      files.mkdirs(folder);
      FloatMatrix samples = c.samples();
      for (int i = 0; i < c.size(); i++) {
        Path file = new Path(folder, String.format(Locale.ROOT, "%08d.png", i));
        try (OutputStream out = FileSystems.create(files, file)) {
          out.write(png(samples, i, shape));
        }
      }
    }
  }

  private static byte[] png(FloatMatrix samples, int i, ImageShape shape) throws IOException {
    int kind = shape.channels() == 1 ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_3BYTE_BGR;
    BufferedImage image = new BufferedImage(shape.width(), shape.height(), kind);
    WritableRaster raster = image.getRaster();
    int[] row = new int[shape.width() * shape.channels()];
    int at = i * samples.columns();
    for (int y = 0; y < shape.height(); y++) {
      for (int j = 0; j < row.length; j++) {
        row[j] = Math.round(255 * Math.min(1f, Math.max(0f, samples.values()[at++])));
      }
      raster.setPixels(0, y, shape.width(), 1, row);
    }
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    // Not through ImageIO's own cache, which is a temporary file.
    try (MemoryCacheImageOutputStream cache = new MemoryCacheImageOutputStream(png)) {
      ImageIO.write(image, "png", cache);
    }
    return png.toByteArray();
  }
}
