package io.wowflow.jobs.record;

import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.data.LabelledDataset;
import io.wowflow.math.flow.FlowState;
import io.wowflow.math.internal.Guard;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * SHA-256 over the bits of data, as 64 hexadecimal digits: equal on every platform, different as
 * soon as one bit, label, size or weight differs.
 */
public final class Fingerprint {
  private Fingerprint() {}

  /**
   * The fingerprint of a dataset: C, d and the class weights; then for each class its label, size,
   * sample weights and the little-endian bits of its samples.
   *
   * @param dataset the dataset, not modified
   * @return 64 hexadecimal digits
   */
  public static String of(LabelledDataset dataset) {
    return digest(
        out -> {
          out.writeInt(dataset.classCount());
          out.writeInt(dataset.dimension());
          for (int c = 0; c < dataset.classCount(); c++) {
            out.writeDouble(dataset.classWeight(c));
            write(dataset.get(c), out);
          }
        });
  }

  /**
   * The fingerprint of an array: its axes, then the bits of its values.
   *
   * @param shape its axes
   * @param values its values, not modified
   * @return 64 hexadecimal digits
   */
  public static String of(List<Integer> shape, double[] values) {
    return digest(
        out -> {
          out.writeInt(shape.size());
          for (int axis : shape) {
            out.writeInt(axis);
          }
          for (double value : values) {
            out.writeDouble(value);
          }
        });
  }

  private static void write(LabelledClass labelled, DataOutputStream out) throws IOException {
    byte[] label = labelled.label().getBytes(StandardCharsets.UTF_8);
    out.writeInt(label.length);
    out.write(label);
    out.writeInt(labelled.size());
    out.writeBoolean(labelled.isUniform());
    if (!labelled.isUniform()) {
      for (int i = 0; i < labelled.size(); i++) {
        out.writeDouble(labelled.weight(i));
      }
    }
    FloatBytes.write(labelled.samples().values(), out);
  }

  /**
   * The fingerprint of a state: {@link #ofClasses} of the {@link #ofClass} of each class, so that
   * classes on several machines need not be brought together.
   *
   * @param state the state, not modified
   * @return 64 hexadecimal digits
   */
  public static String of(FlowState state) {
    int count = state.positions().size();
    Guard.size("number of classes with velocities", count, state.velocities().size());
    List<String> classes = new ArrayList<>(count);
    for (int c = 0; c < count; c++) {
      classes.add(ofClass(state.positions().get(c), state.velocities().get(c)));
    }
    return ofClasses(state.step(), classes);
  }

  /**
   * The fingerprint of a state and of the class weights that belong to it: that of the state, then
   * the weights.
   *
   * @param state the state, not modified
   * @param classWeights the weights of the source classes; empty where a flow does not change them
   * @return 64 hexadecimal digits; {@link #of(FlowState)} without weights
   */
  public static String of(FlowState state, Optional<List<Double>> classWeights) {
    String particles = of(state);
    return classWeights
        .map(
            weights ->
                digest(
                    out -> {
                      out.writeBytes(particles);
                      for (double weight : weights) {
                        out.writeDouble(weight);
                      }
                    }))
        .orElse(particles);
  }

  /**
   * The fingerprint of one class of a state.
   *
   * @param positions n x d, not modified
   * @param velocities n x d, not modified
   * @return 64 hexadecimal digits
   */
  public static String ofClass(FloatMatrix positions, FloatMatrix velocities) {
    return digest(
        out -> {
          out.writeInt(positions.rows());
          out.writeInt(positions.columns());
          FloatBytes.write(positions.values(), out);
          FloatBytes.write(velocities.values(), out);
        });
  }

  /**
   * The fingerprint of a state from those of its classes.
   *
   * @param step how many steps were made
   * @param classes {@link #ofClass} of each class, in the order of the classes
   * @return 64 hexadecimal digits
   */
  public static String ofClasses(int step, List<String> classes) {
    return digest(
        out -> {
          out.writeInt(step);
          out.writeInt(classes.size());
          for (String fingerprint : classes) {
            out.writeUTF(fingerprint);
          }
        });
  }

  private static String digest(Content content) {
    MessageDigest sha = Sha256.digest();
    try (DataOutputStream out =
        new DataOutputStream(new DigestOutputStream(OutputStream.nullOutputStream(), sha))) {
      content.writeTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException("a stream that goes nowhere cannot fail", e);
    }
    return Sha256.hex(sha.digest());
  }

  @FunctionalInterface
  private interface Content {
    void writeTo(DataOutputStream out) throws IOException;
  }
}
