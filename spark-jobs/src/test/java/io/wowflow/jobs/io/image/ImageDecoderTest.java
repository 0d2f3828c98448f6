package io.wowflow.jobs.io.image;

import static io.wowflow.jobs.io.Readings.refusal;
import static io.wowflow.jobs.io.image.ImageBytes.claiming;
import static io.wowflow.jobs.io.image.ImageBytes.colour;
import static io.wowflow.jobs.io.image.ImageBytes.encoded;
import static io.wowflow.jobs.io.image.ImageBytes.grey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.conf.ImageShape;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.util.Arrays;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.Test;

class ImageDecoderTest {
  private static DecodedImage decode(byte[] file) {
    return ImageDecoder.decode(file, "cat/1.png").image();
  }

  private static AbstractStringAssert<?> refused(byte[] file) {
    return refusal(ExitCode.INPUT, () -> decode(file)).startsWith("cat/1.png ");
  }

  @Test
  void greyStaysGreyAndLinear() {
    DecodedImage image = decode(grey(2, 3, 100));
    assertThat(image.shape()).isEqualTo(new ImageShape(2, 3, 1));
    assertThat(image.features())
        .containsExactly(100 / 255f, 101 / 255f, 102 / 255f, 103 / 255f, 104 / 255f, 105 / 255f);
  }

  @Test
  void coloursComeRedGreenBlueByPixel() {
    DecodedImage image = decode(colour(1, 2, 7));
    assertThat(image.shape()).isEqualTo(new ImageShape(1, 2, 3));
    assertThat(image.features())
        .containsExactly(7 / 255f, 8 / 255f, 9 / 255f, 10 / 255f, 11 / 255f, 12 / 255f);
  }

  @Test
  void sixteenBitsKeepTheirPrecision() {
    BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_USHORT_GRAY);
    image.getRaster().setSample(1, 0, 0, 65_535);
    image.getRaster().setSample(0, 0, 0, 12_345);
    assertThat(decode(encoded(image, "png")).features()).containsExactly(12_345 / 65_535f, 1f);
  }

  @Test
  void palettesAreGreyIfTheirEntriesAre() {
    byte[] ramp = {0, 100, (byte) 200, (byte) 255};
    byte[] other = {0, 100, (byte) 201, (byte) 255};
    for (byte[] blue : new byte[][] {ramp, other}) {
      BufferedImage image =
          new BufferedImage(
              2, 1, BufferedImage.TYPE_BYTE_INDEXED, new IndexColorModel(2, 4, ramp, ramp, blue));
      image.getRaster().setSample(0, 0, 0, 2);
      image.getRaster().setSample(1, 0, 0, 3);
      DecodedImage decoded = decode(encoded(image, "png"));
      assertThat(decoded.features()[0]).isEqualTo(200 / 255f);
      assertThat(decoded.shape().channels()).isEqualTo(blue == ramp ? 1 : 3);
    }
    BufferedImage bits = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_BINARY);
    bits.getRaster().setSample(1, 0, 0, 1);
    assertThat(decode(encoded(bits, "png")).features()).containsExactly(0f, 1f);
  }

  @Test
  void anAlphaChannelMustBeOpaque() {
    BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_4BYTE_ABGR);
    image.setRGB(0, 0, 0xFF102030);
    image.setRGB(1, 0, 0xFF405060);
    assertThat(decode(encoded(image, "png")).features())
        .containsExactly(16 / 255f, 32 / 255f, 48 / 255f, 64 / 255f, 80 / 255f, 96 / 255f);
    image.setRGB(1, 0, 0xFE405060);
    refused(encoded(image, "png")).contains("is transparent at (1, 0); lay it on a background");
  }

  @Test
  void jpegIsReadGreyAndInColour() {
    BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_3BYTE_BGR);
    for (int i = 0; i < 256; i++) {
      image.setRGB(i % 16, i / 16, 0x204060);
    }
    DecodedImage decoded = decode(encoded(image, "jpg"));
    assertThat(decoded.shape()).isEqualTo(new ImageShape(16, 16, 3));
    assertThat(decoded.features()[0]).isCloseTo(0x20 / 255f, within(3 / 255f));
    assertThat(decoded.features()[2]).isCloseTo(0x60 / 255f, within(3 / 255f));
    BufferedImage flat = new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_GRAY);
    assertThat(decode(encoded(flat, "jpg")).shape()).isEqualTo(new ImageShape(8, 8, 1));
  }

  @Test
  void damagedPngIsRefused() {
    byte[] png = grey(20, 20, 0);
    byte[] flipped = png.clone();
    flipped[png.length / 2] ^= 1;
    refused(flipped).contains("its chunk IDAT has a wrong checksum; fetch it again");
    refused(Arrays.copyOf(png, png.length - 12)).contains("breaks off in or after its chunk IDAT");
    refused(Arrays.copyOf(png, 8)).contains("breaks off at its start, after 8 bytes");
    for (int length = 0; length < png.length; length++) {
      refused(Arrays.copyOf(png, length));
    }
  }

  @Test
  void damagedJpegIsRefused() {
    byte[] jpeg = encoded(ImageBytes.rgb(32, 32, 5), "jpg");
    for (int length = 3; length < jpeg.length - 2; length += 7) {
      refused(Arrays.copyOf(jpeg, length));
    }
  }

  @Test
  void anythingElseIsRefused() {
    refused("GIF89a".getBytes(java.nio.charset.StandardCharsets.US_ASCII))
        .contains("is a GIF picture, neither PNG nor JPEG; convert it");
    refused(new byte[0]).contains("is neither PNG nor JPEG");
  }

  @Test
  void aClaimedSizeIsNotTrusted() {
    refused(claiming(grey(2, 2, 0), 60_000, 60_000))
        .contains("claims 60000 x 60000 pixels; images of at most 16777216 pixels are read");
    refused(claiming(grey(2, 2, 0), 3, 4)).contains("cannot be decoded");
    refused(claiming(grey(2, 2, 0), 0, 4)).contains("cannot be decoded");
  }

  @Test
  void otherPicturesAreNamed() {
    for (String[] kind :
        new String[][] {
          {"RIFF\1\0\0\0WEBPVP8 ", "WebP"},
          {"\0\0\0\30ftypavif", "AVIF"},
          {"\0\0\0\30ftypheic", "HEIC"},
          {"II*\0\10\0\0\0", "TIFF"},
          {"MM\0*\0\0\0\10", "TIFF"},
          {"BM\1\2\3\4\0\0\0\0", "BMP"},
          {"P6\n8 8", "PNM"}
        }) {
      refused(kind[0].getBytes(java.nio.charset.StandardCharsets.ISO_8859_1))
          .contains("is a " + kind[1] + " picture, neither PNG nor JPEG; convert it");
    }
    refused(
            "version https://git-lfs.github.com/spec/v1\noid sha256:12\nsize 5\n"
                .getBytes(java.nio.charset.StandardCharsets.US_ASCII))
        .contains("is a pointer of Git LFS, not the picture; fetch the files with git lfs pull");
  }

  /** Eight ways to store one picture; the values of each corner are those of the upright one. */
  @Test
  void picturesAreTurnedUpright() {
    // Upright: 1 2 3 / 4 5 6. For each orientation the rows as they are stored.
    int[][][] stored = {
      {{1, 2, 3}, {4, 5, 6}},
      {{3, 2, 1}, {6, 5, 4}},
      {{6, 5, 4}, {3, 2, 1}},
      {{4, 5, 6}, {1, 2, 3}},
      {{1, 4}, {2, 5}, {3, 6}},
      {{3, 6}, {2, 5}, {1, 4}},
      {{6, 3}, {5, 2}, {4, 1}},
      {{4, 1}, {5, 2}, {6, 3}}
    };
    for (int orientation = 1; orientation <= 8; orientation++) {
      int[][] rows = stored[orientation - 1];
      BufferedImage image =
          new BufferedImage(rows[0].length, rows.length, BufferedImage.TYPE_BYTE_GRAY);
      for (int y = 0; y < rows.length; y++) {
        for (int x = 0; x < rows[0].length; x++) {
          image.getRaster().setSample(x, y, 0, rows[y][x]);
        }
      }
      for (boolean little : new boolean[] {true, false}) {
        byte[] png = ImageBytes.withExif(encoded(image, "png"), orientation, little);
        ImageDecoder.Decoded decoded = ImageDecoder.decode(png, "a.png");
        assertThat(decoded.image().shape()).isEqualTo(new ImageShape(2, 3, 1));
        assertThat(decoded.image().features())
            .as("orientation %d", orientation)
            .containsExactly(1 / 255f, 2 / 255f, 3 / 255f, 4 / 255f, 5 / 255f, 6 / 255f);
        assertThat(decoded.turned()).isEqualTo(orientation != 1);
      }
    }
  }

  @Test
  void jpegIsTurnedLikewise() {
    BufferedImage image = new BufferedImage(16, 8, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < 64; i++) {
      image.getRaster().setSample(8 + i % 8, i / 8, 0, 255);
    }
    byte[] jpeg = encoded(image, "jpg");
    assertThat(decode(jpeg).shape()).isEqualTo(new ImageShape(8, 16, 1));
    DecodedImage turned = decode(ImageBytes.withExif(jpeg, 6, false));
    assertThat(turned.shape()).isEqualTo(new ImageShape(16, 8, 1));
    // The right half of the stored picture is the lower half of the upright one.
    assertThat(turned.features()[0]).isLessThan(0.1f);
    assertThat(turned.features()[127]).isGreaterThan(0.9f);
    for (int bad : new int[] {0, 9}) {
      assertThat(decode(ImageBytes.withExif(jpeg, bad, true)).shape())
          .isEqualTo(new ImageShape(8, 16, 1));
    }
  }

  /** Values of Pillow 12.3: {@code Image.open(file).convert('RGB')}. */
  @Test
  void cmykBecomesColour() {
    byte[] cmyk = ImageBytes.cmyk();
    assertThat(bytes(decode(cmyk)))
        .containsExactly(255, 132, 4, 162, 124, 101, 0, 119, 121, 51, 50, 47);
    assertThat(decode(cmyk).shape()).isEqualTo(new ImageShape(2, 2, 3));
    assertThat(ImageDecoder.decode(cmyk, "a.jpg").cmyk()).isTrue();
    byte[] ycck = cmyk.clone();
    // The last byte of Adobe's segment, which follows SOI.
    ycck[17] = 2;
    assertThat(bytes(decode(ycck))).containsExactly(174, 0, 0, 20, 41, 0, 41, 123, 21, 0, 25, 0);
  }

  private static int[] bytes(DecodedImage image) {
    int[] out = new int[image.features().length];
    for (int i = 0; i < out.length; i++) {
      out[i] = Math.round(image.features()[i] * 255);
    }
    return out;
  }
}
