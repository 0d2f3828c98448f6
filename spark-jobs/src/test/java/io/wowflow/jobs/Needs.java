package io.wowflow.jobs;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The prerequisites of tests that a machine may lack. Where one is missing the test is skipped with
 * the reason; with {@code -Dwowflow.strict=true} it fails, so that a run of CI leaves out nothing
 * in silence. The data sets are an exception: a checkout without the folder around them skips their
 * tests in both modes.
 */
public final class Needs {
  static final String STRICT = "wowflow.strict";

  private Needs() {}

  /** A condition with the reason that is given where it does not hold. */
  public static void that(boolean met, String reason) {
    if (!met) {
      missing(reason);
    }
  }

  /**
   * A program of the PATH.
   *
   * @param names its names, the preferred first
   */
  public static Path program(String... names) {
    Optional<Path> found = Stream.of(names).flatMap(name -> Ran.program(name).stream()).findFirst();
    return found.orElseGet(
        () -> missing("no " + String.join(" or ", names) + " on the PATH: install it"));
  }

  /** The home of a JDK of another feature release than this one's, 17 or newer. */
  public static Path otherJava() {
    return Javas.other()
        .orElseGet(
            () ->
                missing(
                    "no JDK of another release, 17 or newer, next to "
                        + Javas.THIS
                        + ": install one"));
  }

  /**
   * The folder of the published data sets, from the system property {@code wowflow.data}.
   *
   * @param names the folders in it that the test reads
   */
  public static Path data(String... names) {
    return data(Path.of(System.getProperty("wowflow.data", "")).toAbsolutePath(), List.of(names));
  }

  /** One of the published data sets. */
  public static Path dataSet(String name) {
    return data(name).resolve(name);
  }

  /** The folder {@code field/inputs} next to the data sets: small inputs of many kinds. */
  public static Path fieldInputs() {
    Path data = Path.of(System.getProperty("wowflow.data", "")).toAbsolutePath();
    Path inputs = data.resolveSibling("field").resolve("inputs").normalize();
    return Files.isDirectory(inputs) ? inputs : data(inputs, List.of("csv_wine.csv"));
  }

  static Path data(Path folder, List<String> names) {
    List<String> absent =
        names.stream().filter(name -> !Files.isDirectory(folder.resolve(name))).toList();
    if (!absent.isEmpty()) {
      String reason =
          "no "
              + String.join(", ", absent)
              + " in "
              + folder
              + ": put the data sets there, or give their folder by -Dwowflow.data=DIR";
      if (!Files.isDirectory(folder.getParent())) {
        abort(reason);
      }
      missing(reason);
    }
    return folder;
  }

  private static Path missing(String reason) {
    return Boolean.getBoolean(STRICT) ? fail(reason) : abort(reason);
  }
}
