package io.wowflow.jobs.report;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.wowflow.jobs.conf.ImageShape;
import io.wowflow.jobs.conf.ImageSize;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.jobs.io.rows.Resize;
import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.data.LabelledClass;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * The same few particles at some steps of a flow, and samples of the target. There are at most 12
 * steps. Images: at most 60 classes, evenly spread over all of them, and 10 particles of each (3 of
 * more than 20 classes), as bytes, shrunk to at most 64 pixels per side. Points in a plane: at most
 * 3000, as little-endian 32-bit floats; vectors of more than two values are projected onto the
 * plane in which the target's samples vary most. Of a state of more than 128 MB, which may be on
 * executors, at most 20 classes. The size is therefore below about 4 MB for every flow.
 *
 * @param shape the shape of a recorded image, or null for points
 * @param source the shape of a particle, or null for points
 * @param axes the plane of projected vectors; null for images and for samples of two values
 * @param particles the recorded classes of the source
 * @param targets the recorded classes of the target
 * @param targetValues samples of the target, class after class
 * @param frames the particles at some steps, in the order of the steps
 */
public record RecordedStates(
    ImageShape shape,
    ImageShape source,
    Axes axes,
    List<Group> particles,
    List<Group> targets,
    byte[] targetValues,
    List<Frame> frames) {
  /** The largest number of recorded steps. */
  public static final int MOST_FRAMES = 12;

  private static final int MOST_CLASSES = 60;
  private static final int MANY_CLASSES = 20;

  /** Values of a state of which every class may be brought to the driver for a step: 128 MB. */
  private static final long MOST_VALUES = 1L << 25;

  private static final int MOST_PARTICLES = 10;
  private static final int MOST_PARTICLES_OF_MANY = 3;
  private static final int MOST_TARGET_SAMPLES = 6;
  private static final int MOST_FRAME_BYTES = 200_000;
  private static final int MOST_SIDE = 64;
  private static final int MOST_POINTS = 3000;
  private static final int PLANE = 2;

  /**
   * The recorded samples of a class, which are its first ones.
   *
   * @param label its label
   * @param count their number
   */
  public record Group(String label, int count) {}

  /**
   * The particles at a step.
   *
   * @param step the step
   * @param values class after class
   */
  public record Frame(int step, byte[] values) {}

  /**
   * The plane that vectors are projected onto.
   *
   * @param dimension d of the vectors
   * @param first share of the variance of the target's samples along the horizontal axis
   * @param second the same along the vertical axis
   */
  public record Axes(int dimension, double first, double second) {}

  /**
   * A record without steps.
   *
   * @param source the dataset that moves
   * @param target the dataset to move onto
   * @param plane the plane that {@link PrincipalPlane#of} gives for both
   * @return the record; empty if samples have a single value
   */
  public static Optional<RecordedStates> of(
      LoadedDataset source, LoadedDataset target, Optional<PrincipalPlane> plane) {
    Optional<ImageShape> images = imageShape(source, target);
    if (images.isPresent()) {
      return Optional.of(ofImages(source, target, images.get()));
    }
    if (plane.isEmpty() && source.dataset().dimension() != PLANE) {
      return Optional.empty();
    }
    List<Group> particles = groups(source, affordable(source, MOST_POINTS), MOST_POINTS);
    List<Group> targets = groups(target, MOST_POINTS, MOST_POINTS);
    Axes axes = plane.map(PrincipalPlane::axes).orElse(null);
    RecordedStates points =
        new RecordedStates(null, null, axes, particles, targets, new byte[0], List.of());
    byte[] values =
        points.values(
            targets,
            label -> {
              FloatMatrix samples = target.dataset().get(indexOf(target, label)).samples();
              return plane.map(it -> it.project(samples)).orElse(samples);
            });
    return Optional.of(new RecordedStates(null, null, axes, particles, targets, values, List.of()));
  }

  /** The shape of samples that are grey or coloured images. */
  static Optional<ImageShape> imageShape(LoadedDataset source, LoadedDataset target) {
    return source.shape().or(target::shape).filter(s -> s.channels() == 1 || s.channels() == 3);
  }

  private static RecordedStates ofImages(
      LoadedDataset source, LoadedDataset target, ImageShape shape) {
    int side = Math.max(shape.height(), shape.width());
    ImageShape shown =
        side <= MOST_SIDE
            ? shape
            : new ImageShape(
                Math.max(1, shape.height() * MOST_SIDE / side),
                Math.max(1, shape.width() * MOST_SIDE / side),
                shape.channels());
    int most = MOST_FRAME_BYTES / shown.dimension();
    List<Group> particles = groups(source, affordable(source, MOST_CLASSES), most);
    int each = particles.size() > MANY_CLASSES ? MOST_PARTICLES_OF_MANY : MOST_PARTICLES;
    particles.replaceAll(g -> new Group(g.label, Math.min(g.count, each)));
    List<Group> targets = groups(target, MOST_CLASSES, most);
    targets.replaceAll(g -> new Group(g.label, Math.min(g.count, MOST_TARGET_SAMPLES)));
    return new RecordedStates(shown, shape, null, particles, targets, new byte[0], List.of())
        .withTarget(target);
  }

  private static int affordable(LoadedDataset source, int most) {
    long values = source.dataset().sampleCount() * source.dataset().dimension();
    return values <= MOST_VALUES ? most : Math.min(MANY_CLASSES, most);
  }

  /** Evenly spread classes, each with its share of the largest number of samples. */
  private static List<Group> groups(LoadedDataset dataset, int mostClasses, int most) {
    List<Group> out = new ArrayList<>();
    int classes =
        Math.max(1, Math.min(Math.min(mostClasses, most), dataset.dataset().classCount()));
    for (int c : spread(dataset.dataset().classCount(), classes)) {
      LabelledClass one = dataset.dataset().get(c);
      out.add(new Group(one.label(), Math.min(one.size(), Math.max(1, most / classes))));
    }
    return out;
  }

  /** Some of the numbers 0 to count - 1, ascending, evenly spread, the first and the last too. */
  static int[] spread(int count, int some) {
    if (some >= count) {
      return IntStream.range(0, count).toArray();
    }
    return some == 1
        ? new int[1]
        : IntStream.range(0, some).map(i -> (int) ((long) i * (count - 1) / (some - 1))).toArray();
  }

  private RecordedStates withTarget(LoadedDataset target) {
    byte[] values =
        values(targets, label -> target.dataset().get(indexOf(target, label)).samples());
    return new RecordedStates(shape, source, axes, particles, targets, values, frames);
  }

  /**
   * The record of images with samples of the target classes that the recorded classes were matched
   * with, in place of classes that were chosen before the matching was known.
   *
   * @param matched the labels of these target classes
   * @param target the dataset to move onto
   * @return the record; this one if it holds points
   */
  public RecordedStates withMatched(Set<String> matched, LoadedDataset target) {
    if (!isImages()) {
      return this;
    }
    int most = Math.max(1, MOST_FRAME_BYTES / sampleBytes() / Math.max(1, matched.size()));
    List<Group> groups =
        target.dataset().classes().stream()
            .filter(c -> matched.contains(c.label()))
            .map(c -> new Group(c.label(), Math.min(c.size(), Math.min(most, MOST_TARGET_SAMPLES))))
            .toList();
    return new RecordedStates(shape, source, axes, particles, groups, targetValues, frames)
        .withTarget(target);
  }

  private static int indexOf(LoadedDataset dataset, String label) {
    List<LabelledClass> classes = dataset.dataset().classes();
    for (int c = 0; c < classes.size(); c++) {
      if (classes.get(c).label().equals(label)) {
        return c;
      }
    }
    throw new IllegalArgumentException("the dataset has no class " + label);
  }

  /**
   * Distinguishes images from points.
   *
   * @return true for images, false for points in a plane
   */
  @JsonIgnore
  public boolean isImages() {
    return shape != null;
  }

  /**
   * The size of one recorded sample.
   *
   * @return in bytes: one per value of an image, eight per point
   */
  @JsonIgnore
  public int sampleBytes() {
    return isImages() ? shape.dimension() : PLANE * Float.BYTES;
  }

  /**
   * The record with one more step. If there are too many, the step closest to its neighbours is
   * left out; the first and the last stay.
   *
   * @param step the step
   * @param classes gives for a recorded class, by its label, its particles as they are recorded: in
   *     the units of the input, vectors projected; at least as many as are recorded; called once
   *     for each recorded class
   * @return the record; this one if it has the step already
   */
  public RecordedStates with(int step, Function<String, FloatMatrix> classes) {
    if (frames.stream().anyMatch(frame -> frame.step == step)) {
      return this;
    }
    List<Frame> more = new ArrayList<>(frames);
    more.add(new Frame(step, values(particles, classes)));
    if (more.size() > MOST_FRAMES) {
      more.remove(mostCrowded(more));
    }
    return new RecordedStates(shape, source, axes, particles, targets, targetValues, more);
  }

  /**
   * The record without later steps.
   *
   * @param step the last step that stays
   * @return the record
   */
  public RecordedStates upTo(int step) {
    List<Frame> kept = frames.stream().filter(frame -> frame.step <= step).toList();
    return new RecordedStates(shape, source, axes, particles, targets, targetValues, kept);
  }

  /** The distance between steps is that of their square roots, because flows slow down. */
  private static int mostCrowded(List<Frame> frames) {
    int out = 1;
    double least = Double.POSITIVE_INFINITY;
    for (int i = 1; i < frames.size() - 1; i++) {
      double gap = Math.sqrt(frames.get(i + 1).step) - Math.sqrt(frames.get(i - 1).step);
      if (gap < least) {
        least = gap;
        out = i;
      }
    }
    return out;
  }

  private byte[] values(List<Group> groups, Function<String, FloatMatrix> classes) {
    int samples = groups.stream().mapToInt(Group::count).sum();
    ByteBuffer out = ByteBuffer.allocate(samples * sampleBytes()).order(ByteOrder.LITTLE_ENDIAN);
    for (int c = 0; c < groups.size(); c++) {
      FloatMatrix values = classes.apply(groups.get(c).label);
      for (int i = 0; i < groups.get(c).count; i++) {
        put(values, i, out);
      }
    }
    return out.array();
  }

  private void put(FloatMatrix values, int i, ByteBuffer out) {
    float[] sample = new float[values.columns()];
    System.arraycopy(values.values(), i * values.columns(), sample, 0, sample.length);
    if (!isImages()) {
      for (float value : sample) {
        out.putFloat(value);
      }
      return;
    }
    float[] shown =
        shape.equals(source)
            ? sample
            : Resize.resize(sample, source, new ImageSize(shape.height(), shape.width()));
    for (float value : shown) {
      out.put((byte) Math.round(255 * Math.min(1f, Math.max(0f, value))));
    }
  }
}
