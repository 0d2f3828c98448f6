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
import java.util.function.IntFunction;

/**
 * The same few particles at some steps of a flow, and samples of the target. There are at most 12
 * steps. Images: at most the first 20 classes and 10 particles of each, as bytes, shrunk to at most
 * 64 pixels per side. Points in the plane: at most 3000, as little-endian 32-bit floats. The size
 * is therefore below about 4 MB for every flow.
 *
 * @param shape the shape of a recorded image, or null for points in the plane
 * @param source the shape of a particle, or null for points
 * @param particles the recorded classes of the source
 * @param targets the recorded classes of the target
 * @param targetValues samples of the target, class after class
 * @param frames the particles at some steps, in the order of the steps
 */
public record RecordedStates(
    ImageShape shape,
    ImageShape source,
    List<Group> particles,
    List<Group> targets,
    byte[] targetValues,
    List<Frame> frames) {
  /** The largest number of recorded steps. */
  public static final int MOST_FRAMES = 12;

  private static final int MOST_CLASSES = 20;
  private static final int MOST_PARTICLES = 10;
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
   * A record without steps.
   *
   * @param source the dataset that moves
   * @param target the dataset to move onto
   * @return the record; empty if samples are neither images nor points in the plane
   */
  public static Optional<RecordedStates> of(LoadedDataset source, LoadedDataset target) {
    Optional<ImageShape> known = source.shape().or(target::shape);
    int dimension = source.dataset().dimension();
    if (known.filter(s -> s.channels() == 1 || s.channels() == 3).isPresent()) {
      return Optional.of(ofImages(source, target, known.get()));
    }
    if (dimension != PLANE) {
      return Optional.empty();
    }
    List<Group> particles = groups(source, Integer.MAX_VALUE, MOST_POINTS);
    List<Group> targets = groups(target, Integer.MAX_VALUE, MOST_POINTS);
    RecordedStates points =
        new RecordedStates(null, null, particles, targets, new byte[0], List.of());
    return Optional.of(points.withTarget(target));
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
    List<Group> particles = groups(source, MOST_CLASSES, most);
    particles.replaceAll(g -> new Group(g.label, Math.min(g.count, MOST_PARTICLES)));
    List<Group> targets = groups(target, MOST_CLASSES, most);
    targets.replaceAll(g -> new Group(g.label, Math.min(g.count, MOST_TARGET_SAMPLES)));
    return new RecordedStates(shown, shape, particles, targets, new byte[0], List.of())
        .withTarget(target);
  }

  /** The first classes, each with its share of the largest number of samples. */
  private static List<Group> groups(LoadedDataset dataset, int mostClasses, int most) {
    List<Group> out = new ArrayList<>();
    int classes = Math.min(mostClasses, dataset.dataset().classCount());
    for (LabelledClass c : dataset.dataset().classes().subList(0, classes)) {
      out.add(new Group(c.label(), Math.min(c.size(), Math.max(1, most / classes))));
    }
    return out.subList(0, Math.min(out.size(), most));
  }

  private RecordedStates withTarget(LoadedDataset target) {
    byte[] values = values(targets, c -> target.dataset().get(c).samples());
    return new RecordedStates(shape, source, particles, targets, values, frames);
  }

  /**
   * Distinguishes images from points.
   *
   * @return true for images, false for points in the plane
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
   * @param classes gives for class c its particles in the units of the input, at least as many as
   *     are recorded; called once for each recorded class
   * @return the record; this one if it has the step already
   */
  public RecordedStates with(int step, IntFunction<FloatMatrix> classes) {
    if (frames.stream().anyMatch(frame -> frame.step == step)) {
      return this;
    }
    List<Frame> more = new ArrayList<>(frames);
    more.add(new Frame(step, values(particles, classes)));
    if (more.size() > MOST_FRAMES) {
      more.remove(mostCrowded(more));
    }
    return new RecordedStates(shape, source, particles, targets, targetValues, more);
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

  private byte[] values(List<Group> groups, IntFunction<FloatMatrix> classes) {
    int samples = groups.stream().mapToInt(Group::count).sum();
    ByteBuffer out = ByteBuffer.allocate(samples * sampleBytes()).order(ByteOrder.LITTLE_ENDIAN);
    for (int c = 0; c < groups.size(); c++) {
      FloatMatrix values = classes.apply(c);
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
