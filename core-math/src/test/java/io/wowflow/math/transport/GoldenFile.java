package io.wowflow.math.transport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wowflow.math.array.DoubleMatrix;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Reads the cases of a golden file. */
final class GoldenFile {
  private GoldenFile() {}

  static List<JsonNode> cases(String name) {
    try (InputStream in = GoldenFile.class.getResourceAsStream("/golden/" + name)) {
      List<JsonNode> out = new ArrayList<>();
      new ObjectMapper().readTree(in).get("cases").forEach(out::add);
      return out;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The numbers of an array, nested to any depth, in order. */
  static double[] numbers(JsonNode array) {
    List<Double> out = new ArrayList<>();
    collect(array, out);
    return out.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static void collect(JsonNode node, List<Double> out) {
    if (node.isArray()) {
      node.forEach(child -> collect(child, out));
    } else {
      out.add(node.doubleValue());
    }
  }

  static DoubleMatrix matrix(JsonNode rows) {
    return new DoubleMatrix(rows.size(), rows.get(0).size(), numbers(rows));
  }
}
