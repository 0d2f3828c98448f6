package io.wowflow.jobs.io.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
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

  /** A JPEG of 2 x 2 pixels of CMYK, as Pillow 12.3 writes it. */
  public static byte[] cmyk() {
    return Base64.getDecoder()
        .decode(
            "/9j/7gAOQWRvYmUAZAAAAAAA/9sAQwADAgIDAgIDAwMDBAMDBAUIBQUEBAUKBwcGCAwKDAwLCgsLDQ4SEA0O"
                + "EQ4LCxAWEBETFBUVFQwPFxgWFBgSFBUU/8AAFAgAAgACBEMRAE0RAFkRAEsRAP/EABYAAQEBAAAAAAAA"
                + "AAAAAAAAAAgHCf/EACEQAAICAgIDAAMAAAAAAAAAAAECAwQFBgARBwghE1Ni/9oADgRDAE0AWQBLAAA/"
                + "AHR63SNsXrt4ty2WY5PKX9VxVq3euH809iZ6kTPJI7ds7sxJLEkkkk80Nsafga9iWKLCY6KJGKoiVIwq"
                + "gHoADr4OOibxlp+Lmkp09UwdSnXYww14MdCkcSKelVVC9AAAAAfAByBbj5g3wbdnAN22MAXp/gy1j9jf"
                + "3z//2Q==");
  }

  /** A picture with an orientation, in a chunk of PNG or a segment of JPEG. */
  public static byte[] withExif(byte[] picture, int orientation, boolean little) {
    ByteBuffer tiff =
        ByteBuffer.allocate(26).order(little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    byte order = (byte) (little ? 'I' : 'M');
    tiff.put(order).put(order).putShort((short) 42).putInt(8).putShort((short) 1);
    tiff.putShort((short) 0x0112).putShort((short) 3).putInt(1).putShort((short) orientation);
    boolean png = picture[0] == (byte) 0x89;
    ByteBuffer part = ByteBuffer.allocate(64);
    if (png) {
      part.putInt(26).put("eXIf".getBytes(StandardCharsets.US_ASCII)).put(tiff.array());
      CRC32 crc = new CRC32();
      crc.update(part.array(), 4, 30);
      part.putInt((int) crc.getValue());
    } else {
      part.putShort((short) 0xFFE1).putShort((short) (2 + 6 + 26));
      part.put("Exif\0\0".getBytes(StandardCharsets.US_ASCII)).put(tiff.array());
    }
    // Behind the signature and IHDR of PNG, behind SOI of JPEG.
    int at = png ? 33 : 2;
    return ByteBuffer.allocate(picture.length + part.position())
        .put(picture, 0, at)
        .put(part.array(), 0, part.position())
        .put(picture, at, picture.length - at)
        .array();
  }

  /** Writes a file into the folder of a class. */
  public static Path put(Path root, String label, String name, byte[] bytes) throws IOException {
    Path folder = Files.createDirectories(root.resolve(label));
    return Files.write(folder.resolve(name), bytes);
  }
}
