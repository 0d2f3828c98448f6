package io.wowflow.jobs.plan;

import io.wowflow.jobs.conf.DirectionsConf;
import io.wowflow.jobs.conf.FlowConf;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.conf.UserInfo;
import io.wowflow.jobs.io.npz.NpyFiles;
import io.wowflow.math.sliced.Directions;
import io.wowflow.math.sliced.ExplicitDirections;
import io.wowflow.math.sliced.GaussianDirections;
import io.wowflow.math.sliced.HadamardDirections;
import io.wowflow.math.sliced.OrthonormalDirections;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/** The directions of a configuration. */
public final class DirectionSource {
  private DirectionSource() {}

  /**
   * The directions of a flow in R^d.
   *
   * @param conf a checked configuration
   * @param dimension d
   * @param hadoop where a file of directions is read from
   * @return the directions
   * @throws JobException (usage) if they do not fit the dimension or the number of steps; (input)
   *     if the file cannot be read or a row is no unit vector
   */
  public static Directions of(FlowConf conf, int dimension, Configuration hadoop) {
    DirectionsConf asked = conf.directions();
    if (asked.directions().file().isPresent()) {
      return fromFile(asked.directions().file().get(), conf, dimension, hadoop);
    }
    try {
      return switch (asked.directions().name().orElseThrow()) {
        case HADAMARD ->
            new HadamardDirections(
                conf.seed(),
                dimension,
                asked.directionCount().orElseGet(() -> HadamardDirections.size(dimension)));
        case GAUSSIAN ->
            new GaussianDirections(conf.seed(), dimension, asked.directionCount().orElseThrow());
        case ORTHONORMAL ->
            new OrthonormalDirections(conf.seed(), dimension, asked.directionCount().orElseThrow());
      };
    } catch (IllegalArgumentException e) {
      throw JobException.usage("--directions " + asked.directions() + ": " + e.getMessage());
    }
  }

  private static Directions fromFile(
      String file, FlowConf conf, int dimension, Configuration hadoop) {
    String name = "--directions " + UserInfo.cut(file);
    NpyFiles.Floats array = NpyFiles.readDirections(file, hadoop);
    List<Integer> shape = array.shape();
    int axes = shape.size();
    if (axes < 2 || axes > 3 || shape.contains(0)) {
      throw JobException.input(
          name + " has shape " + shape + ": write an array of shape (L, d) or (T, L, d)");
    }
    int d = shape.get(axes - 1);
    if (d != dimension) {
      throw JobException.input(
          name
              + " has shape "
              + shape
              + ", so its directions are in R^"
              + d
              + ", but the samples are in R^"
              + dimension);
    }
    int sets = axes == 3 ? shape.get(0) : 1;
    if (sets > 1 && sets < conf.descent().steps()) {
      throw JobException.usage(
          name
              + " holds the directions of "
              + sets
              + " steps, and --steps is "
              + conf.descent().steps()
              + ": give at most "
              + sets
              + " steps, or give one set (L, d) for all steps");
    }
    try {
      return ExplicitDirections.of(sets, shape.get(axes - 2), d, array.values());
    } catch (IllegalArgumentException e) {
      throw JobException.input(name + ": " + e.getMessage());
    }
  }
}
