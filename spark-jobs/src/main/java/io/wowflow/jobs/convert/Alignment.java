package io.wowflow.jobs.convert;

import io.wowflow.jobs.conf.ConvertConf.Align;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.input.Shapes;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.jobs.io.place.DatasetUri;
import io.wowflow.jobs.io.rows.ReadOptions;
import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.data.LabelledDataset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Moves the samples of a dataset by an affine map such that they have the mean, or the mean and the
 * covariance, of another dataset's samples: the baselines that an adaptation by a flow is compared
 * with. Labels, ids and the order of the samples stay.
 *
 * @param target the other dataset
 * @param options how it is read
 * @param map which map
 * @param classes between which samples
 * @param regularisation added to the variances of both datasets, above 0
 */
public record Alignment(
    DatasetUri target,
    ReadOptions options,
    Align.Map map,
    Align.Classes classes,
    double regularisation) {
  /** A map of 4096 features takes some 130 MB a matrix, and minutes. */
  private static final int MOST_FEATURES = 4096;

  /**
   * Moves a dataset.
   *
   * @param source the dataset to move
   * @param name its name in messages
   * @param other the dataset {@link #target}, in the same units
   * @return the moved dataset
   * @throws JobException (input) if the numbers of features differ, a label is missing in the other
   *     dataset where each class has its own map, or a value leaves the range of 32-bit floats;
   *     (usage) if there are too many features for a map of covariances
   */
  LoadedDataset apply(LoadedDataset source, String name, LoadedDataset other) {
    String otherName = target.redacted();
    Shapes.checkDimensions("The source " + name, source, "--align-to " + otherName, other);
    int d = source.dataset().dimension();
    if (map != Align.Map.MEAN && d > MOST_FEATURES) {
      throw JobException.usage(
          "--align "
              + map.text()
              + " computes with the covariances of "
              + d
              + " features, it can have at most "
              + MOST_FEATURES
              + ": give --resize, or --align mean");
    }
    List<LabelledClass> own = source.dataset().classes();
    List<LabelledClass> moved = new ArrayList<>();
    if (classes == Align.Classes.POOLED) {
      GaussianMap pooled = between(own, other.dataset().classes());
      own.forEach(each -> moved.add(moved(each, pooled)));
    } else {
      Map<String, LabelledClass> byLabel = sharedLabels(source.dataset(), name, other);
      for (LabelledClass each : own) {
        List<LabelledClass> namesake = List.of(byLabel.get(each.label()));
        moved.add(moved(each, between(List.of(each), namesake)));
      }
    }
    return source.withDataset(source.dataset().withClasses(moved));
  }

  private GaussianMap between(List<LabelledClass> from, List<LabelledClass> to) {
    return GaussianMap.between(map, from, to, regularisation);
  }

  private static Map<String, LabelledClass> sharedLabels(
      LabelledDataset source, String name, LoadedDataset other) {
    Map<String, LabelledClass> byLabel = new HashMap<>();
    other.dataset().classes().forEach(each -> byLabel.put(each.label(), each));
    List<String> missing =
        source.classes().stream()
            .map(LabelledClass::label)
            .filter(label -> !byLabel.containsKey(label))
            .toList();
    if (!missing.isEmpty()) {
      throw JobException.input(
          "--align-classes each needs every class of "
              + name
              + " in --align-to, which has no class '"
              + missing.get(0)
              + "'"
              + (missing.size() > 1 ? " and " + (missing.size() - 1) + " more are missing" : "")
              + ": give --align-classes pooled, or give the source the labels of the classes that"
              + " it is matched to by flow --steps 0 first");
    }
    return byLabel;
  }

  private LabelledClass moved(LabelledClass each, GaussianMap by) {
    FloatMatrix samples = by.apply(each.samples());
    if (!samples.allFinite()) {
      throw JobException.input(
          "--align "
              + map.text()
              + " moves samples of class '"
              + each.label()
              + "' beyond the range of 32-bit floats: raise --align-regularisation, it is "
              + regularisation);
    }
    return each.withSamples(samples);
  }
}
