package io.wowflow.jobs.io.npz;

import io.wowflow.jobs.io.dataset.FlowedDataset;
import io.wowflow.jobs.io.dataset.LabelKind;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.jobs.io.dataset.SampleOrigins;
import io.wowflow.jobs.io.parquet.RowDatasets;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.data.LabelledDataset;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Labelled datasets as NPZ arrays. If all classes are equally large, samples have shape (C, n, d)
 * and labels (C); else (N, d) and (N), class after class.
 */
public final class NpzDatasets {
  private NpzDatasets() {}

  /**
   * Writes a dataset: {@code x} (32-bit floats, or 64-bit floats where the samples are centred, see
   * {@link io.wowflow.jobs.io.dataset.Units}), {@code y} (64-bit integers or text) and, if some
   * class is not uniform, {@code weight} (64-bit floats); of a flowed or enlarged dataset also
   * {@code source_class} (for each sample; text, empty for a sample that was not flowed, or
   * integers where all were flowed from classes of integers) and {@code origin_id} (64-bit
   * integers). The same dataset gives the same bytes.
   *
   * @param loaded the dataset
   * @param out where to, not closed
   * @throws IOException if {@code out} fails
   */
  public static void write(LoadedDataset loaded, OutputStream out) throws IOException {
    LabelledDataset dataset = loaded.dataset();
    List<String> labels = dataset.classes().stream().map(LabelledClass::label).toList();
    NpzWriter npz = new NpzWriter(out);
    npz.write("x", samples(loaded));
    npz.write("y", labels(dataset, labels, loaded.labelKind()));
    if (loaded.origins().isPresent()) {
      writeOrigins(loaded.origins().get(), dataset, npz);
    }
    Optional<NpyArray> weights = weights(dataset);
    if (weights.isPresent()) {
      npz.write("weight", weights.get());
    }
    npz.finish();
  }

  /** NumPy has no missing integers: with samples of the target's own, source classes are text. */
  private static void writeOrigins(SampleOrigins origins, LabelledDataset dataset, NpzWriter npz)
      throws IOException {
    List<String> classes = new ArrayList<>();
    List<Long> ids = new ArrayList<>();
    for (int c = 0; c < dataset.classCount(); c++) {
      for (int i = 0; i < dataset.get(c).size(); i++) {
        classes.add(Objects.requireNonNullElse(origins.label(c, i), ""));
        ids.add(origins.ids().get(c)[i]);
      }
    }
    List<Integer> axes = sampleAxes(dataset);
    boolean integers = origins.kind() == LabelKind.INTEGER && origins.isComplete();
    npz.write(
        NpzArchive.SOURCE_CLASS,
        (integers
                ? NpyArray.integers(classes.stream().mapToLong(Long::parseLong).toArray())
                : NpyArray.texts(classes))
            .reshaped(axes));
    npz.write(
        NpzArchive.ORIGIN_ID,
        NpyArray.integers(ids.stream().mapToLong(Long::longValue).toArray()).reshaped(axes));
  }

  /**
   * Writes a flowed dataset: {@code x}, {@code y} (the matched labels), {@code source_class} (the
   * labels of the source) and, if some class is not uniform, {@code weight}; in the source's order
   * of classes and samples.
   *
   * @param flowed the dataset
   * @param out where to, not closed
   * @throws IOException if {@code out} fails
   */
  public static void writeFlowed(FlowedDataset flowed, OutputStream out) throws IOException {
    LoadedDataset particles = flowed.particles();
    LabelledDataset dataset = particles.dataset();
    List<String> classes = dataset.classes().stream().map(LabelledClass::label).toList();
    List<String> labels = IntStream.range(0, classes.size()).mapToObj(flowed::label).toList();
    NpzWriter npz = new NpzWriter(out);
    npz.write("x", samples(particles));
    npz.write("y", labels(dataset, labels, flowed.labelKind()));
    npz.write(NpzArchive.SOURCE_CLASS, labels(dataset, classes, particles.labelKind()));
    Optional<NpyArray> weights = weights(dataset);
    if (weights.isPresent()) {
      npz.write("weight", weights.get());
    }
    npz.finish();
  }

  /** The samples in the units of their input: 64-bit floats where 32 would lose digits. */
  private static NpyArray samples(LoadedDataset loaded) {
    if (loaded.units().isAsRead()) {
      return samples(loaded.dataset());
    }
    return NpyArray.samples(
        shape(loaded.dataset()),
        loaded.dataset().classes().stream().map(LabelledClass::source).toList(),
        loaded.units());
  }

  private static List<Integer> shape(LabelledDataset dataset) {
    List<Integer> shape = new ArrayList<>(sampleAxes(dataset));
    shape.add(dataset.dimension());
    return shape;
  }

  /**
   * The samples.
   *
   * @param dataset not copied
   * @return shape (C, n, d) or (N, d)
   */
  public static NpyArray samples(LabelledDataset dataset) {
    return NpyArray.floats(
        shape(dataset), dataset.classes().stream().map(LabelledClass::source).toList());
  }

  /**
   * A label for each class.
   *
   * @param dataset the sizes of whose classes are used
   * @param labels one for each class, which need not be the class's own
   * @param kind whether they are integers or text
   * @return shape (C) or (N)
   */
  public static NpyArray labels(LabelledDataset dataset, List<String> labels, LabelKind kind) {
    List<String> all = new ArrayList<>();
    boolean perClass = sampleAxes(dataset).size() == 2;
    for (int c = 0; c < dataset.classCount(); c++) {
      int copies = perClass ? 1 : dataset.get(c).size();
      for (int i = 0; i < copies; i++) {
        all.add(labels.get(c));
      }
    }
    return kind == LabelKind.STRING
        ? NpyArray.texts(all)
        : NpyArray.integers(all.stream().mapToLong(Long::parseLong).toArray());
  }

  /**
   * The weights of the samples in their classes.
   *
   * @param dataset not copied where weights are explicit
   * @return shape (C, n) or (N), or empty if all classes are uniform
   */
  public static Optional<NpyArray> weights(LabelledDataset dataset) {
    if (!RowDatasets.isWeighted(dataset)) {
      return Optional.empty();
    }
    return Optional.of(
        NpyArray.doubles(
            sampleAxes(dataset), dataset.classes().stream().map(LabelledClass::weights).toList()));
  }

  private static List<Integer> sampleAxes(LabelledDataset dataset) {
    int[] sizes = dataset.classes().stream().mapToInt(LabelledClass::size).distinct().toArray();
    return sizes.length == 1
        ? List.of(dataset.classCount(), sizes[0])
        : List.of(Math.toIntExact(dataset.sampleCount()));
  }
}
