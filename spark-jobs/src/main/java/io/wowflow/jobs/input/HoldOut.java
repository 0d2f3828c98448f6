package io.wowflow.jobs.input;

import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.jobs.io.rows.SampleDraw;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.random.CounterRandom;
import io.wowflow.math.random.Streams;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * The two parts of a target: the samples that a flow sees, and those that it is compared with.
 *
 * <p>Of a class of n samples the nearest whole number to {@code F n} is held out, at most half of
 * them. The draw of a class is keyed by the seed and its label: it depends neither on the other
 * classes nor on the order in which the input arrives.
 *
 * @param seen the samples that the flow sees, of every class at least one
 * @param held the other samples, without classes that have none
 */
record HoldOut(LoadedDataset seen, List<LabelledClass> held) {

  static HoldOut of(LoadedDataset target, OptionalDouble fraction, long seed) {
    if (fraction.isEmpty()) {
      return new HoldOut(target, List.of());
    }
    double part = fraction.getAsDouble();
    List<LabelledClass> held =
        target.dataset().classes().stream()
            .filter(c -> count(c, part) > 0)
            .map(c -> ClassParts.part(c, c.label(), drawn(c, part, seed)))
            .toList();
    return new HoldOut(ClassParts.of(target, c -> others(c, drawn(c, part, seed))), held);
  }

  private static int count(LabelledClass c, double fraction) {
    return (int) Math.min(Math.round(fraction * c.size()), c.size() / 2);
  }

  private static int[] drawn(LabelledClass c, double fraction, long seed) {
    return CounterRandom.at(seed, Streams.HOLD_OUT, SampleDraw.labelKey(c.label()))
        .sample(c.size(), count(c, fraction));
  }

  private static int[] others(LabelledClass c, int[] places) {
    return IntStream.range(0, c.size()).filter(i -> Arrays.binarySearch(places, i) < 0).toArray();
  }
}
