package io.wowflow.jobs.io.dataset;

import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.array.MatrixSource;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.data.LabelledDataset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A target dataset enlarged by flowed samples: in each class first its own samples, then those of
 * the source classes that were matched to it. Weights of samples are not kept: they were relative
 * to classes that now hold more.
 *
 * @param enlarged the target's classes; ids count all samples from 0
 * @param sourceOf for each class and sample the place of its source class, -1 for the target's own
 * @param originIds for each class the id that each sample had in its own dataset
 * @param sourceKind the type of the source's labels
 * @param sourceLabels the source's labels, in the order of its classes
 */
public record AugmentedDataset(
    LoadedDataset enlarged,
    List<int[]> sourceOf,
    List<long[]> originIds,
    LabelKind sourceKind,
    List<String> sourceLabels) {

  /**
   * Puts the two together.
   *
   * @param target the dataset to enlarge; it may have classes that the flow left out, which keep
   *     their own samples only
   * @param flowed samples flowed onto it
   * @return the enlarged dataset
   */
  public static AugmentedDataset of(LoadedDataset target, FlowedDataset flowed) {
    List<LabelledClass> classes = new ArrayList<>();
    List<long[]> ids = new ArrayList<>();
    List<int[]> sourceOf = new ArrayList<>();
    List<long[]> originIds = new ArrayList<>();
    long next = 0;
    int[] placeOf = placesByLabel(target, flowed);
    for (int c = 0; c < target.dataset().classCount(); c++) {
      Part part = new Part(target, flowed, placeOf, c);
      classes.add(LabelledClass.of(target.dataset().get(c).label(), part.samples()));
      sourceOf.add(part.sources);
      originIds.add(part.origins);
      long[] running = new long[part.sources.length];
      for (int i = 0; i < running.length; i++) {
        running[i] = next++;
      }
      ids.add(running);
    }
    LoadedDataset enlarged =
        new LoadedDataset(LabelledDataset.of(classes), target.labelKind(), ids, target.shape())
            .withUnits(target.units());
    LoadedDataset particles = flowed.particles();
    return new AugmentedDataset(
        enlarged,
        sourceOf,
        originIds,
        particles.labelKind(),
        particles.dataset().classes().stream().map(LabelledClass::label).toList());
  }

  /** For each source class the place of its label among the target's classes. */
  private static int[] placesByLabel(LoadedDataset target, FlowedDataset flowed) {
    Map<String, Integer> places = new HashMap<>();
    for (int c = 0; c < target.dataset().classCount(); c++) {
      places.put(target.dataset().get(c).label(), c);
    }
    return IntStream.range(0, flowed.targetOf().length)
        .map(c -> places.get(flowed.label(c)))
        .toArray();
  }

  /** One class of the enlarged dataset: the target's own samples, then those flowed onto it. */
  private static final class Part {
    private final List<LabelledClass> parts = new ArrayList<>();
    private final int[] sources;
    private final long[] origins;
    private int filled;

    Part(LoadedDataset target, FlowedDataset flowed, int[] placeOf, int place) {
      LabelledDataset particles = flowed.particles().dataset();
      int size = target.dataset().get(place).size();
      for (int c = 0; c < particles.classCount(); c++) {
        size += placeOf[c] == place ? particles.get(c).size() : 0;
      }
      Math.multiplyExact(size, particles.dimension());
      sources = new int[size];
      origins = new long[size];
      add(target.dataset().get(place), target.ids().get(place), -1);
      for (int c = 0; c < particles.classCount(); c++) {
        if (placeOf[c] == place) {
          add(particles.get(c), flowed.particles().ids().get(c), c);
        }
      }
    }

    private void add(LabelledClass from, long[] ids, int source) {
      parts.add(from);
      System.arraycopy(ids, 0, origins, filled, ids.length);
      Arrays.fill(sources, filled, filled + from.size(), source);
      filled += from.size();
    }

    /** Put together when they are asked for, unless they are in memory anyway. */
    MatrixSource samples() {
      boolean there = parts.stream().allMatch(p -> p.source() instanceof FloatMatrix);
      return there
          ? together()
          : MatrixSource.of(sources.length, parts.get(0).dimension(), this::together);
    }

    private FloatMatrix together() {
      FloatMatrix out = FloatMatrix.zeros(sources.length, parts.get(0).dimension());
      int at = 0;
      for (LabelledClass part : parts) {
        float[] samples = part.samples().values();
        System.arraycopy(samples, 0, out.values(), at, samples.length);
        at += samples.length;
      }
      return out;
    }
  }
}
