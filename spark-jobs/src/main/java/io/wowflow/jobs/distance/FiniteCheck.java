package io.wowflow.jobs.distance;

import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.input.SquareRange;
import io.wowflow.math.array.DoubleMatrix;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.mmd.GramGroups;
import io.wowflow.math.mmd.SlicedGram;
import java.util.List;
import java.util.Optional;

/**
 * Refuses sliced distances that are no numbers. Samples are finite, but 32-bit floats end at about
 * 3.4e38, and so do squares of projections.
 */
final class FiniteCheck {
  private FiniteCheck() {}

  /**
   * Checks the distances between classes.
   *
   * @throws JobException (input) if one is not a finite number, naming the classes
   */
  static void ofClasses(GramGroups grams, NamedDataset source, NamedDataset target) {
    for (SlicedGram gram : grams.groups()) {
      stray(gram.across(), source, target)
          .or(() -> stray(gram.within(), source, source))
          .or(() -> stray(gram.between(), target, target))
          .ifPresent(
              pair -> {
                throw refusal(pair, source, target);
              });
    }
  }

  /**
   * Checks the distance between all samples of one dataset and all of another.
   *
   * @throws JobException (input) if it is not a finite number
   */
  static void ofPooled(GramGroups grams, NamedDataset source, NamedDataset target) {
    for (SlicedGram gram : grams.groups()) {
      if (!Double.isFinite(gram.across().get(0, 0))) {
        throw refusal(source.name() + " and " + target.name(), source, target);
      }
    }
  }

  private static Optional<String> stray(
      DoubleMatrix distances, NamedDataset rows, NamedDataset columns) {
    for (int c = 0; c < distances.rows(); c++) {
      for (int e = 0; e < distances.columns(); e++) {
        if (!Double.isFinite(distances.get(c, e))) {
          return Optional.of(text(rows, c) + " and " + text(columns, e));
        }
      }
    }
    return Optional.empty();
  }

  private static String text(NamedDataset named, int c) {
    return "class '" + named.dataset().get(c).label() + "' of " + named.name();
  }

  /** Rows are centred on the mean of all classes, so the pair may suffer from a third class. */
  private static JobException refusal(String pair, NamedDataset source, NamedDataset target) {
    String where = "";
    float largest = -1;
    for (NamedDataset named : List.of(source, target)) {
      for (int c = 0; c < named.dataset().classCount(); c++) {
        float found = magnitude(named.dataset().get(c));
        where = found > largest ? text(named, c) : where;
        largest = Math.max(found, largest);
      }
    }
    return SquareRange.tooLarge(
        "The sliced distance between " + pair + " is not a finite number", largest, where);
  }

  private static float magnitude(LabelledClass samples) {
    float largest = 0;
    for (float value : samples.samples().values()) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }
}
