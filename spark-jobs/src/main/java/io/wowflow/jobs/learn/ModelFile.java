package io.wowflow.jobs.learn;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wowflow.jobs.conf.Architecture;
import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.conf.ImageShape;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.conf.UserInfo;
import io.wowflow.jobs.io.place.AtomicFile;
import io.wowflow.jobs.io.place.DatasetUri;
import io.wowflow.jobs.io.place.DiskErrors;
import io.wowflow.jobs.io.place.FileSystems;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Files of classifiers in the format safetensors: the length of a header (64 bits, little-endian),
 * the header in JSON, the numbers (32-bit floats, little-endian). Tensor {@code t} of the first
 * classifier is named {@code tNN}, of classifier {@code c > 0} of the same training {@code
 * cNNN.tNN}. The metadata hold architecture, shape and labels, which all classifiers share.
 */
public final class ModelFile {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String METADATA = "__metadata__";
  private static final String FORMAT = "wowflow-classifier-1";
  private static final long MOST_BYTES = 1L << 30;

  /** Leaves room for headers; by default the driver accepts 1 GB of results of a job. */
  private static final long MOST_SAVED_BYTES = 900_000_000;

  private ModelFile() {}

  /**
   * Refuses classifiers that do not fit into one file, before they are trained.
   *
   * @param architecture of the classifiers
   * @param shape of their samples
   * @param labels number of classes
   * @param samples number of training samples: a classifier of nearest samples consists of them
   * @param count number of classifiers
   * @throws JobException (usage) if they are too large
   */
  public static void checkFits(
      Architecture architecture, ImageShape shape, int labels, long samples, int count) {
    long one =
        architecture == Architecture.KNN ? Float.BYTES * samples * (shape.dimension() + 1L) : 0;
    for (Layer.Tensor tensor :
        NetworkState.tensors(LayerPlan.classifier(architecture, shape, labels))) {
      one += (long) Float.BYTES * tensor.size();
    }
    if (one * count > MOST_SAVED_BYTES) {
      throw JobException.usage(
          count
              + " classifiers of "
              + one
              + " bytes do not fit into one file of at most "
              + MOST_SAVED_BYTES
              + " bytes: lower --repeats"
              + (architecture == Architecture.KNN ? " or draw --samples-per-class" : "")
              + ", or leave --save-model out");
    }
  }

  /**
   * Writes classifiers, or replaces them.
   *
   * @param states at least one, all of one architecture, shape and list of labels
   * @param file any Hadoop path
   * @param hadoop the configuration of the file systems
   * @throws JobException (failure) if it cannot be written; nothing half written stays, and an
   *     older file does, as {@link AtomicFile} keeps it
   */
  public static void write(List<NetworkState> states, String file, Configuration hadoop) {
    Path path = DatasetUri.plainPath(file);
    FileSystem files = FileSystems.of(path, hadoop);
    try {
      AtomicFile.write(files, path, bytes(states));
    } catch (IOException e) {
      throw JobException.of(
          ExitCode.FAILURE,
          UserInfo.cut(file) + " cannot be written: " + UserInfo.cut(e.getMessage()),
          e);
    }
  }

  /** The content of a file. */
  static byte[] bytes(List<NetworkState> states) throws JsonProcessingException {
    NetworkState first = states.get(0);
    ObjectNode header = JSON.createObjectNode();
    ObjectNode metadata = header.putObject(METADATA);
    metadata.put("format", FORMAT);
    metadata.put("architecture", first.architecture().text());
    metadata.put("height", Integer.toString(first.shape().height()));
    metadata.put("width", Integer.toString(first.shape().width()));
    metadata.put("channels", Integer.toString(first.shape().channels()));
    metadata.put("labels", JSON.writeValueAsString(first.labels()));
    int end = 0;
    List<Layer.Tensor> tensors = first.tensors();
    for (int c = 0; c < states.size(); c++) {
      for (int t = 0; t < tensors.size(); t++) {
        ObjectNode tensor = header.putObject(name(c, t)).put("dtype", "F32");
        tensors.get(t).shape().forEach(tensor.withArray("shape")::add);
        int start = end;
        end = Math.addExact(end, tensors.get(t).size() * Float.BYTES);
        tensor.putArray("data_offsets").add(start).add(end);
      }
    }
    byte[] text = JSON.writeValueAsBytes(header);
    ByteBuffer out =
        ByteBuffer.allocate(Long.BYTES + text.length + end).order(ByteOrder.LITTLE_ENDIAN);
    out.putLong(text.length).put(text);
    for (NetworkState state : states) {
      for (float[] values : state.weights()) {
        out.asFloatBuffer().put(values);
        out.position(out.position() + values.length * Float.BYTES);
      }
    }
    return out.array();
  }

  private static String name(int classifier, int tensor) {
    return classifier == 0
        ? String.format(Locale.ROOT, "t%02d", tensor)
        : String.format(Locale.ROOT, "c%03d.t%02d", classifier, tensor);
  }

  /**
   * Reads classifiers.
   *
   * @param file any Hadoop path
   * @param hadoop the configuration of the file systems
   * @return at least one classifier, in the order of their repeats
   * @throws JobException (input) if the file is missing, a directory or not of this software;
   *     (failure) if the file system fails
   */
  public static List<NetworkState> read(String file, Configuration hadoop) {
    Path path = DatasetUri.plainPath(file);
    FileSystem files = FileSystems.of(path, hadoop);
    String name = UserInfo.cut(file);
    try {
      FileStatus status = files.getFileStatus(path);
      if (status.isDirectory()) {
        throw JobException.input(
            name + " is a directory: give the file that evaluate --save-model wrote");
      }
      long length = status.getLen();
      if (length > MOST_BYTES) {
        throw new IllegalArgumentException("it has " + length + " bytes");
      }
      byte[] content = new byte[(int) length];
      try (var in = files.open(path)) {
        DiskErrors.run(() -> in.readFully(0, content));
      }
      return parse(ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN));
    } catch (FileNotFoundException e) {
      throw JobException.of(ExitCode.INPUT, name + " does not exist: check the path", e);
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw JobException.of(
          ExitCode.INPUT,
          name
              + " is not a classifier that evaluate --save-model wrote: "
              + UserInfo.cut(e.getMessage()),
          e);
    } catch (IOException e) {
      throw JobException.of(
          ExitCode.FAILURE, name + " cannot be read: " + UserInfo.cut(e.getMessage()), e);
    }
  }

  private static List<NetworkState> parse(ByteBuffer content) throws IOException {
    long length = content.remaining() < Long.BYTES ? -1 : content.getLong();
    if (length < 0 || length > content.remaining()) {
      throw new IllegalArgumentException("its header is cut off");
    }
    byte[] text = new byte[(int) length];
    content.get(text);
    JsonNode header = JSON.readTree(new String(text, StandardCharsets.UTF_8));
    JsonNode metadata = header.path(METADATA);
    if (!metadata.path("format").asText().equals(FORMAT)) {
      throw new IllegalArgumentException("its format is not " + FORMAT);
    }
    Architecture architecture =
        Architecture.valueOf(metadata.path("architecture").asText().toUpperCase(Locale.ROOT));
    ImageShape shape =
        new ImageShape(
            metadata.path("height").asInt(),
            metadata.path("width").asInt(),
            metadata.path("channels").asInt());
    List<String> labels = labels(metadata.path("labels").asText());
    List<NetworkState> out = new ArrayList<>();
    try {
      do {
        List<float[]> weights = new ArrayList<>();
        for (int t = 0; header.has(name(out.size(), t)); t++) {
          weights.add(numbers(content, header.path(name(out.size(), t)).path("data_offsets")));
        }
        out.add(new NetworkState(architecture, shape, labels, weights));
      } while (header.has(name(out.size(), 0)));
      return out;
    } catch (JobException | ArithmeticException e) {
      throw new IllegalArgumentException("its network does not fit its pictures", e);
    }
  }

  private static List<String> labels(String text) throws JsonProcessingException {
    String[] labels = JSON.readValue(text, String[].class);
    if (labels == null || Arrays.asList(labels).contains(null)) {
      throw new IllegalArgumentException("one of its labels is null");
    }
    Set<String> distinct = new HashSet<>();
    for (String label : labels) {
      if (!distinct.add(label)) {
        throw new IllegalArgumentException("its label '" + label + "' names two classes");
      }
    }
    return List.of(labels);
  }

  private static float[] numbers(ByteBuffer content, JsonNode offsets) {
    int start = offsets.path(0).asInt(-1);
    int end = offsets.path(1).asInt(-1);
    if (start < 0 || end < start || end > content.remaining()) {
      throw new IllegalArgumentException("its numbers are cut off");
    }
    float[] out = new float[(end - start) / Float.BYTES];
    content
        .slice(content.position() + start, end - start)
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .get(out);
    return out;
  }
}
