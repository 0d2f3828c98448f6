package io.wowflow.jobs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** The Java that tests run on, and another one next to it where it is installed. */
public final class Javas {
  /** The home of this Java. */
  public static final Path THIS = Path.of(System.getProperty("java.home"));

  private Javas() {}

  /** The home of a JDK of another feature release, 17 or newer. */
  public static Optional<Path> other() {
    try (Stream<Path> homes = Files.list(THIS.toRealPath().getParent())) {
      return homes
          .filter(home -> Files.isExecutable(home.resolve("bin/javac")))
          .filter(Javas::isOther)
          .sorted()
          .findFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isOther(Path home) {
    try {
      String release = Files.readString(home.resolve("release"));
      return release
          .lines()
          .filter(line -> line.startsWith("JAVA_VERSION="))
          .map(line -> line.replaceAll("^[^0-9]*([0-9]+).*", "$1"))
          .anyMatch(
              major ->
                  Integer.parseInt(major) >= 17
                      && Integer.parseInt(major) != Runtime.version().feature());
    } catch (IOException e) {
      return false;
    }
  }
}
