package io.wowflow.jobs.input;

import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.jobs.io.rows.SampleDraw;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.data.LabelledDataset;
import io.wowflow.math.random.CounterRandom;
import io.wowflow.math.random.Streams;
import io.wowflow.math.transport.KMeans;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.LongStream;

/** The centres of the samples of every class, by {@link KMeans}. */
final class ClassCentres {
  private ClassCentres() {}

  /**
   * Centres in the place of samples. Their ids count them from 0, class after class.
   *
   * @param loaded a dataset whose classes have at least {@code count} samples
   * @param seed of the first centres
   * @param count centres of a class; one is the mean
   * @param threads number of classes at the same time, which no bit depends on; empty for all cores
   * @return the centres, all of one weight, in the units of the dataset
   */
  static LoadedDataset of(LoadedDataset loaded, long seed, int count, OptionalInt threads) {
    LabelledDataset dataset = loaded.dataset();
    List<KMeans.Clusters> found =
        KMeans.ofEach(
            dataset,
            count,
            c -> random(seed, dataset.get(c))::nextDouble,
            threads.orElseGet(() -> Runtime.getRuntime().availableProcessors()));
    List<LabelledClass> centres = new ArrayList<>();
    List<long[]> ids = new ArrayList<>();
    for (int c = 0; c < found.size(); c++) {
      centres.add(LabelledClass.of(dataset.get(c).label(), found.get(c).centres()));
      ids.add(LongStream.range((long) c * count, (c + 1L) * count).toArray());
    }
    return new LoadedDataset(dataset.withClasses(centres), loaded.labelKind(), ids, loaded.shape())
        .withReport(loaded.report())
        .withUnits(loaded.units());
  }

  private static CounterRandom random(long seed, LabelledClass of) {
    return CounterRandom.at(seed, Streams.CENTRES, SampleDraw.labelKey(of.label()));
  }
}
