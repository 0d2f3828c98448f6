package io.wowflow.jobs.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * JSON as all files of results have it: keys of maps are sorted, so that equal values are equal
 * bytes; unknown entries are ignored in reading.
 */
public final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private Json() {}

  /**
   * Indented JSON for files.
   *
   * @param value a record, maps, lists, text, numbers or null
   * @return UTF-8, ending in a line feed
   * @throws IllegalArgumentException if JSON cannot hold it
   */
  public static byte[] pretty(Object value) {
    try {
      String text = MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value);
      return (text + "\n").getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("a value that JSON cannot hold: " + e.getMessage(), e);
    }
  }

  /**
   * JSON without white space, for hashes.
   *
   * @param value a record, maps, lists, text, numbers or null
   * @return UTF-8
   * @throws IllegalArgumentException if JSON cannot hold it
   */
  public static byte[] compact(Object value) {
    try {
      return MAPPER.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("a value that JSON cannot hold: " + e.getMessage(), e);
    }
  }

  /**
   * Reads a value.
   *
   * @param <T> its type
   * @param json a text in UTF-8
   * @param type its type
   * @return the value, never null
   * @throws IOException if the text is not JSON of that type, or is null
   */
  public static <T> T read(byte[] json, Class<T> type) throws IOException {
    T value = MAPPER.readValue(json, type);
    if (value == null) {
      throw new JsonMappingException(null, "it is null");
    }
    return value;
  }

  /**
   * Reads a value from a tree.
   *
   * @param <T> its type
   * @param tree JSON that was parsed
   * @param type its type
   * @return the value
   * @throws IOException if the tree is not of that type
   */
  public static <T> T convert(JsonNode tree, Class<T> type) throws IOException {
    return MAPPER.treeToValue(tree, type);
  }

  /**
   * SHA-256 of a map's compact JSON.
   *
   * @param map the map
   * @return 64 hexadecimal digits, the same for maps that are equal
   */
  public static String hash(Map<String, ?> map) {
    return Sha256.of(compact(map));
  }
}
