package io.wowflow.jobs.io.synthetic;

import java.util.List;
import java.util.OptionalLong;

/** A synthetic dataset, as its URI asks for it. */
public sealed interface SyntheticSpec {

  /**
   * Three circles of radius 0.3 around (0, 0), (-0.75, 0) and (-1.5, 0), each 80 equally spaced
   * points from angle 0 on; labels 0 to 2.
   */
  record Rings() implements SyntheticSpec {}

  /**
   * Three classes of 80 points, normal around (-0.3, 0) with standard deviation 0.01; labels 0 to
   * 2.
   */
  record RingsSource() implements SyntheticSpec {}

  /**
   * Class means normal around {@code shift} in every coordinate, samples normal around their class
   * mean, all with unit variance; labels from 0.
   *
   * @param classes number of classes, at least 1
   * @param samples samples of each class, at least 1
   * @param dimension dimension, at least 1
   * @param stream which of the seed's datasets, or empty for the reader's default
   * @param shift centre of the class means, finite
   */
  record Gaussians(int classes, int samples, int dimension, OptionalLong stream, double shift)
      implements SyntheticSpec {}

  /**
   * Reads the part of a synthetic URI after {@code synthetic:}.
   *
   * @param uri the whole URI, for messages
   * @param text {@code rings}, {@code rings-source} or {@code
   *     gaussians?classes=C&samples=n&dimension=d[&stream=k][&shift=s]}
   * @return what is asked for
   * @throws io.wowflow.jobs.conf.JobException (usage) if a name or a parameter is unknown, missing,
   *     given twice or malformed
   */
  static SyntheticSpec parse(String uri, String text) {
    int question = text.indexOf('?');
    String name = question < 0 ? text : text.substring(0, question);
    String query = question < 0 ? "" : text.substring(question + 1);
    return switch (name) {
      case "rings" -> {
        SyntheticParameters.parse(uri, query, List.of());
        yield new Rings();
      }
      case "rings-source" -> {
        SyntheticParameters.parse(uri, query, List.of());
        yield new RingsSource();
      }
      case "gaussians" -> {
        SyntheticParameters given =
            SyntheticParameters.parse(
                uri, query, List.of("classes", "samples", "dimension", "stream", "shift"));
        yield new Gaussians(
            given.size("classes"),
            given.size("samples"),
            given.size("dimension"),
            given.integer("stream"),
            given.real("shift", 0));
      }
      default ->
          throw SyntheticParameters.unknown(
              uri, "dataset", name, List.of("rings", "rings-source", "gaussians"));
    };
  }
}
