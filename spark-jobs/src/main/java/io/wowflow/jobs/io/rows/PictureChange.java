package io.wowflow.jobs.io.rows;

import io.wowflow.jobs.conf.ImageShape;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.array.MatrixSource;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.data.LabelledDataset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Pictures of a dataset changed class by class; labels, weights, ids and origins stay. */
final class PictureChange {
  private PictureChange() {}

  /**
   * Changes all pictures.
   *
   * @param loaded pictures
   * @param to the shape that they get
   * @param change of the pictures of one class, a row each
   * @param name the dataset's name in messages
   * @param place where the changed pictures are kept
   * @return the changed dataset
   */
  static LoadedDataset apply(
      LoadedDataset loaded,
      ImageShape to,
      UnaryOperator<FloatMatrix> change,
      String name,
      SamplePlace place) {
    if (!loaded.units().isAsRead()) {
      throw JobException.input(
          name
              + ": the values are too far from zero for pictures ("
              + loaded.report().values().map(Object::toString).orElse("")
              + "); subtract a number from all of them");
    }
    for (LabelledClass c : loaded.dataset().classes()) {
      if ((long) c.size() * to.channels() * to.height() * to.width() > RowTable.MOST_ROWS) {
        throw JobException.usage(
            name + ": class '" + c.label() + "' is too large at " + to + "; draw fewer samples");
      }
    }
    List<LabelledClass> classes = new ArrayList<>();
    int[] sizes = loaded.dataset().classes().stream().mapToInt(LabelledClass::size).toArray();
    Optional<SampleFile> file = place.file(sizes, to.dimension());
    for (LabelledClass c : loaded.dataset().classes()) {
      FloatMatrix changed = change.apply(c.samples());
      int number = classes.size();
      file.ifPresent(f -> place.write(() -> f.put(number, changed)));
      MatrixSource samples = file.isPresent() ? file.get().source(number) : changed;
      classes.add(
          c.isUniform()
              ? LabelledClass.of(c.label(), samples)
              : LabelledClass.weighted(c.label(), samples, c.weights()));
    }
    double[] classWeights = loaded.dataset().classWeights();
    boolean uniform = Arrays.stream(classWeights).allMatch(weight -> weight == classWeights[0]);
    LabelledDataset all =
        uniform ? LabelledDataset.of(classes) : LabelledDataset.weighted(classes, classWeights);
    return new LoadedDataset(
        all, loaded.labelKind(), loaded.ids(), Optional.of(to), loaded.origins(), loaded.report());
  }
}
