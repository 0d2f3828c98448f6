package io.wowflow.jobs.input;

import io.wowflow.jobs.conf.Amount;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.jobs.io.rows.SampleDraw;
import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.array.MatrixSource;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.data.LabelledDataset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Parts of every class of a dataset. */
public final class ClassParts {
  private ClassParts() {}

  /**
   * The samples at some places of each class.
   *
   * @param places for a class the places to keep, ascending, at least one
   */
  static LoadedDataset of(LoadedDataset loaded, Function<LabelledClass, int[]> places) {
    List<LabelledClass> classes = new ArrayList<>();
    List<long[]> ids = new ArrayList<>();
    for (int c = 0; c < loaded.dataset().classCount(); c++) {
      LabelledClass whole = loaded.dataset().get(c);
      int[] kept = places.apply(whole);
      classes.add(part(whole, kept));
      long[] all = loaded.ids().get(c);
      ids.add(Arrays.stream(kept).mapToLong(i -> all[i]).toArray());
    }
    return new LoadedDataset(
        loaded.dataset().withClasses(classes),
        loaded.labelKind(),
        ids,
        loaded.shape(),
        Optional.empty(),
        loaded.report(),
        loaded.ranges(),
        loaded.units());
  }

  private static LabelledClass part(LabelledClass whole, int[] kept) {
    return part(whole, whole.label(), kept);
  }

  /**
   * Some samples of a class, as a class of a label, read on demand where those of the class are.
   */
  static LabelledClass part(LabelledClass whole, String label, int[] kept) {
    double[] weights = Arrays.stream(kept).mapToDouble(whole::weight).toArray();
    MatrixSource samples =
        whole.source() instanceof FloatMatrix there
            ? rows(there, kept)
            : whole.source().derived(kept.length, all -> rows(all, kept));
    return LabelledClass.weighted(label, samples, weights);
  }

  private static FloatMatrix rows(FloatMatrix whole, int[] kept) {
    int d = whole.columns();
    float[] values = new float[Math.multiplyExact(kept.length, d)];
    float[] all = whole.values();
    for (int i = 0; i < kept.length; i++) {
      System.arraycopy(all, kept[i] * d, values, i * d, d);
    }
    return new FloatMatrix(kept.length, d, values);
  }

  /**
   * Some classes of a dataset.
   *
   * @param loaded the dataset
   * @param places the classes to keep, ascending, at least one
   * @return the same dataset if all are kept; else the dataset of these classes, of unknown origins
   */
  public static LoadedDataset classes(LoadedDataset loaded, List<Integer> places) {
    if (places.size() == loaded.dataset().classCount()) {
      return loaded;
    }
    return new LoadedDataset(
        SharedClasses.kept(loaded.dataset(), places),
        loaded.labelKind(),
        places.stream().map(loaded.ids()::get).toList(),
        loaded.shape(),
        Optional.empty(),
        loaded.report(),
        loaded.ranges(),
        loaded.units());
  }

  /**
   * The first classes of a dataset.
   *
   * @param loaded the dataset
   * @param count classes to keep, at least 1, in the order of their labels
   * @param name the dataset in messages
   * @return the dataset of these classes, of unknown ranges and origins
   * @throws JobException (input) if the dataset has fewer
   */
  public static LoadedDataset firstClasses(LoadedDataset loaded, int count, String name) {
    LabelledDataset all = loaded.dataset();
    if (all.classCount() < count) {
      throw JobException.input(
          name
              + " has "
              + Amount.of(all.classCount(), "class")
              + ", "
              + count
              + " are needed; request fewer");
    }
    return new LoadedDataset(
            LabelledDataset.of(all.classes().subList(0, count)),
            loaded.labelKind(),
            loaded.ids().subList(0, count),
            loaded.shape())
        .withReport(loaded.report())
        .withUnits(loaded.units());
  }

  /**
   * The first samples of each class.
   *
   * @param loaded the dataset
   * @param count samples of a class, at least 1
   * @param name the dataset in messages
   * @return the part
   * @throws JobException (input) if a class has fewer
   */
  public static LoadedDataset first(LoadedDataset loaded, int count, String name) {
    return of(loaded, c -> IntStream.range(0, enough(c, count, name)).toArray());
  }

  /**
   * All but the first samples of each class.
   *
   * @param loaded the dataset
   * @param count samples of a class that are left out
   * @param name the dataset in messages
   * @return the part
   * @throws JobException (input) if nothing is left of a class
   */
  public static LoadedDataset without(LoadedDataset loaded, int count, String name) {
    return of(
        loaded,
        c -> {
          moreThan(c, count, name);
          return IntStream.range(count, c.size()).toArray();
        });
  }

  /**
   * Samples of each class drawn as {@link SampleDraw} draws them.
   *
   * @param loaded the dataset
   * @param seed of the draw
   * @param count samples of a class, at least 1
   * @param name the dataset in messages
   * @return the part
   * @throws JobException (input) if a class has fewer
   */
  public static LoadedDataset drawn(LoadedDataset loaded, long seed, int count, String name) {
    return of(loaded, c -> SampleDraw.draw(seed, c.label(), c.size(), enough(c, count, name)));
  }

  /**
   * Of each class the samples that were not {@link #drawn}; if they are more than {@code most},
   * those that would be drawn next.
   *
   * @param loaded the dataset
   * @param seed of the draw
   * @param drawn samples of a class that were drawn
   * @param most the largest number of samples of a class
   * @param name the dataset in messages
   * @return the part
   * @throws JobException (input) if nothing is left of a class
   */
  public static LoadedDataset left(
      LoadedDataset loaded, long seed, int drawn, int most, String name) {
    return of(
        loaded,
        c -> {
          moreThan(c, drawn, name);
          int both = (int) Math.min(c.size(), (long) drawn + most);
          int[] taken = SampleDraw.draw(seed, c.label(), c.size(), drawn);
          return Arrays.stream(SampleDraw.draw(seed, c.label(), c.size(), both))
              .filter(i -> Arrays.binarySearch(taken, i) < 0)
              .toArray();
        });
  }

  private static void moreThan(LabelledClass c, int taken, String name) {
    if (c.size() <= taken) {
      throw tooFew(c, name, "which leaves none besides " + taken + " of them");
    }
  }

  private static int enough(LabelledClass c, int count, String name) {
    if (c.size() < count) {
      throw tooFew(c, name, count + " are needed");
    }
    return count;
  }

  private static JobException tooFew(LabelledClass c, String name, String why) {
    return JobException.input(
        name
            + ": class '"
            + c.label()
            + "' has "
            + Amount.of(c.size(), "sample")
            + ", "
            + why
            + "; request fewer");
  }
}
