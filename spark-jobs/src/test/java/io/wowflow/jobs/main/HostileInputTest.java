package io.wowflow.jobs.main;

import static io.wowflow.jobs.main.CommandLines.RINGS;
import static io.wowflow.jobs.main.CommandLines.flow;
import static io.wowflow.jobs.main.CommandLines.refused;
import static io.wowflow.jobs.main.CommandLines.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.wowflow.jobs.conf.ExitCode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hostile names, pictures and addresses, through whole commands. */
class HostileInputTest {
  private static final String SCRIPT = "<script>alert(1)<";
  private static final String SECRET = "wJalrXUtnFEMI";

  @TempDir Path folder;

  private static byte[] png(int side, int level) throws IOException {
    BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < side * side; i++) {
      image.getRaster().setSample(i % side, i / side, 0, (level + 37 * i) % 256);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, "png", out);
    return out.toByteArray();
  }

  /** Two classes of two pictures. */
  private Path pictures(String name, String first, String second) throws IOException {
    Path data = folder.resolve(name);
    for (String label : List.of(first, second)) {
      Path of = Files.createDirectories(data.resolve(label));
      Files.write(of.resolve("0.png"), png(6, label.length()));
      Files.write(of.resolve("1.png"), png(6, 90 + label.length()));
    }
    return data;
  }

  @Test
  void aPictureWithADamagedByte() throws IOException {
    Path data = pictures("pictures", "a", "b");
    Path damaged = data.resolve("b/1.png");
    byte[] bytes = png(6, 1);
    bytes[45] ^= 1;
    Files.write(damaged, bytes);

    refused(ExitCode.INPUT, folder, flow(data.toString(), RINGS, folder.resolve("out")))
        .contains("pictures/b/1.png", "damaged", "fetch it again");
  }

  @Test
  void picturesOfDifferentSizes() throws IOException {
    Path data = pictures("pictures", "a", "b");
    Files.write(data.resolve("b/1.png"), png(7, 1));

    refused(ExitCode.INPUT, folder, flow(data.toString(), RINGS, folder.resolve("out")))
        .contains("pictures/b/1.png", "7x7", "6x6", "--resize");
  }

  @Test
  void foldersWhoseNamesAreCode() throws IOException {
    String source = pictures("\" onload=\"alert(2)", SCRIPT, "'; DROP TABLE").toString();
    String target = pictures("<img src=x onerror=alert(3)>", "${jndi:ldap:x}", "up,\"q").toString();
    Path out = folder.resolve("out <b>");

    run(flow(source, target, out, "--snapshot-every", "1")).succeeded();

    String page = Files.readString(out.resolve("report.html"));
    assertThat(page.split("<script", -1)).hasSize(2);
    assertThat(page)
        .contains("&lt;script&gt;alert(1)&lt;")
        .doesNotContain("<img src=x", "\" onload=\"alert");
    assertThat(Files.readString(out.resolve("matching.csv")).lines()).hasSize(3);
    CommandLines.Outcome converted =
        run(
            "convert",
            "--source=" + source,
            "--output=" + folder.resolve("sheet.npz"),
            "--preview=" + folder.resolve("sheet.png"));
    converted.succeeded();
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3a://AKIA:%s@bucket/data", "s3a://AKIA:%s/with/slashes@bucket/data"})
  void aKeyInAnAddressIsToldToNobody(String pattern) {
    String address = String.format(Locale.ROOT, pattern, SECRET);
    for (String[] args :
        List.of(
            flow(address, RINGS, folder.resolve("out")),
            flow(RINGS, address + "#train", folder.resolve("out")),
            flow(RINGS, RINGS, (Object) address),
            new String[] {"convert", "--source", address, "--output", folder + "/out.npz"},
            new String[] {"convert", "--source", RINGS, "--output", address},
            new String[] {"report", address},
            new String[] {"doctor", "--output", address},
            new String[] {"flow", "--config", address},
            new String[] {"flow", "--dry-run", "--source", RINGS, "--target", address})) {
      CommandLines.Outcome outcome = run(args);

      assertThat(outcome.code()).as(String.join(" ", args)).isNotZero();
      assertThat(outcome.out() + outcome.err())
          .as(String.join(" ", args))
          .contains("bucket")
          .doesNotContain(SECRET)
          .doesNotContain("AKIA")
          .doesNotContain("\tat ");
    }
  }
}
