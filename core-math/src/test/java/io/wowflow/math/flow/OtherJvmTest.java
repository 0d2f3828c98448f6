package io.wowflow.math.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.wowflow.math.Needs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The bits of a flow in other JVMs: without the vector module, interpreted, other versions of Java.
 */
class OtherJvmTest {
  static final Path THIS_JAVA = Path.of(System.getProperty("java.home"));
  static final String MODULE = "--add-modules=jdk.incubator.vector";

  @Test
  void theVectorModuleDoesNotChangeABit() throws Exception {
    List<String> with = hashes(THIS_JAVA, MODULE);
    List<String> without = hashes(THIS_JAVA);
    assertThat(with.get(0)).isEqualTo("vector module: true");
    assertThat(without.get(0)).isEqualTo("vector module: false");
    assertThat(with).hasSize(13);
    assertThat(without.subList(1, 13)).isEqualTo(with.subList(1, 13));
    assertThat(hashes(THIS_JAVA, MODULE, "-XX:UseAVX=1").subList(1, 13))
        .as("narrower vectors")
        .isEqualTo(with.subList(1, 13));
  }

  @Test
  void otherJavasGiveTheSameBits() throws Exception {
    List<Path> others = otherJavas();
    Needs.that(!others.isEmpty(), "no other JDK of 17 or newer next to " + THIS_JAVA);
    List<String> here = hashes(THIS_JAVA, MODULE);
    for (Path other : others) {
      assertThat(hashes(other, MODULE)).as("%s", other).isEqualTo(here);
    }
  }

  private static List<String> hashes(Path java, String... options) throws Exception {
    return printed(StateHash.class, java, options);
  }

  /** The lines that a class prints in a JVM of its own. */
  static List<String> printed(Class<?> main, Path java, String... options) throws Exception {
    List<String> command = new ArrayList<>(List.of(java.resolve("bin/java").toString()));
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    Path errors = Files.createTempFile("wowflow", ".err");
    try {
      Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as(Files.readString(errors)).isZero();
      return out.lines().toList();
    } finally {
      Files.delete(errors);
    }
  }

  private static List<Path> otherJavas() throws IOException {
    try (Stream<Path> homes = Files.list(THIS_JAVA.toRealPath().getParent())) {
      return homes
          .filter(home -> Files.isExecutable(home.resolve("bin/javac")))
          .filter(home -> !Files.isSymbolicLink(home))
          .filter(home -> isOther(home.resolve("release")))
          .toList();
    }
  }

  private static boolean isOther(Path release) {
    try {
      return Files.readString(release)
          .lines()
          .filter(line -> line.startsWith("JAVA_VERSION="))
          .map(line -> line.replaceAll("^[^0-9]*([0-9]+).*", "$1"))
          .mapToInt(Integer::parseInt)
          .anyMatch(major -> major >= 17 && major != Runtime.version().feature());
    } catch (IOException e) {
      return false;
    }
  }
}
