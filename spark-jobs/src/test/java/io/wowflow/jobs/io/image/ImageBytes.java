package io.wowflow.jobs.io.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;

/** Small encoded images for tests. */
public final class ImageBytes {
  private ImageBytes() {}

  /** A grey PNG; pixel (x, y) is {@code first + y * width + x}. */
  public static byte[] grey(int height, int width, int first) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < height * width; i++) {
      image.getRaster().setSample(i % width, i / width, 0, first + i & 0xFF);
    }
    return encoded(image, "png");
  }

  /** A colour PNG; channel k of pixel (x, y) is {@code first + 3 (y * width + x) + k}. */
  public static byte[] colour(int height, int width, int first) {
    return encoded(rgb(height, width, first), "png");
  }

  public static BufferedImage rgb(int height, int width, int first) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
    for (int i = 0; i < 3 * height * width; i++) {
      image.getRaster().setSample(i / 3 % width, i / 3 / width, i % 3, first + i & 0xFF);
    }
    return image;
  }

  public static byte[] encoded(BufferedImage image, String format) {
    try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
      if (!ImageIO.write(image, format, out)) {
        throw new IllegalArgumentException("no encoder for " + format);
      }
      return out.toByteArray();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A PNG whose header claims another size, with a right checksum. */
  public static byte[] claiming(byte[] png, int width, int height) {
    byte[] out = png.clone();
    ByteBuffer.wrap(out).putInt(16, width).putInt(20, height);
    CRC32 crc = new CRC32();
    crc.update(out, 12, 17);
    ByteBuffer.wrap(out).putInt(29, (int) crc.getValue());
    return out;
  }

  /** Writes a file into the folder of a class. */
  public static Path put(Path root, String label, String name, byte[] bytes) throws IOException {
    Path folder = Files.createDirectories(root.resolve(label));
    return Files.write(folder.resolve(name), bytes);
  }
}
