package io.wowflow.math;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wowflow.math.array.DoubleMatrix;
import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.data.LabelledDataset;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Reads the golden files: values made by independent tools, from inputs written in the files. */
public final class Golden {
  private Golden() {}

  /** The cases of a golden file. */
  public static List<JsonNode> cases(String name) {
    try (InputStream in = Golden.class.getResourceAsStream("/golden/" + name + ".json")) {
      List<JsonNode> out = new ArrayList<>();
      new ObjectMapper().readTree(in).get("cases").forEach(out::add);
      return out;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All numbers of a nested array, row-major. */
  public static double[] flat(JsonNode node) {
    List<Double> out = new ArrayList<>();
    collect(node, out);
    return out.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static void collect(JsonNode node, List<Double> out) {
    if (node.isArray()) {
      node.forEach(child -> collect(child, out));
    } else {
      out.add(node.asDouble());
    }
  }

  /** Classes as the oracle holds them: for each its points, flat, row-major. */
  public static List<double[]> points(JsonNode classes) {
    List<double[]> out = new ArrayList<>();
    classes.forEach(c -> out.add(flat(c)));
    return out;
  }

  /** Classes in single precision, labelled by their number. */
  public static LabelledDataset dataset(JsonNode classes, double[] classWeights) {
    List<LabelledClass> out = new ArrayList<>();
    for (JsonNode c : classes) {
      out.add(LabelledClass.of(Integer.toString(out.size()), matrix(c)));
    }
    return classWeights == null
        ? LabelledDataset.of(out)
        : LabelledDataset.weighted(out, classWeights);
  }

  /** A nested array of rows as a matrix in double precision. */
  public static DoubleMatrix doubles(JsonNode rows) {
    return new DoubleMatrix(rows.size(), rows.get(0).size(), flat(rows));
  }

  /** A nested array of rows as a matrix in single precision. */
  public static FloatMatrix matrix(JsonNode rows) {
    double[] values = flat(rows);
    float[] kept = new float[values.length];
    for (int i = 0; i < kept.length; i++) {
      kept[i] = (float) values[i];
    }
    return new FloatMatrix(rows.size(), values.length / rows.size(), kept);
  }
}
