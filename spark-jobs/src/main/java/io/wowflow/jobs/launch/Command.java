package io.wowflow.jobs.launch;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The command that the script executes, or its order to build first.
 *
 * @param build true if a build has to come first; there are no variables and no words then
 * @param variables the variables to set, in addition to the environment
 * @param words the arguments of spark-submit
 */
public record Command(boolean build, Map<String, String> variables, List<String> words) {

  static Command afterBuild() {
    return new Command(true, Map.of(), List.of());
  }

  static Command of(Map<String, String> variables, List<String> words) {
    return new Command(
        false, Collections.unmodifiableMap(new LinkedHashMap<>(variables)), List.copyOf(words));
  }

  /**
   * The form in which the script reads it: {@code build} or {@code run}, each variable as {@code
   * NAME=value}, an empty record, and each word; every record ends with a NUL, which no word can
   * contain.
   *
   * @param charset the encoding of the words on the command line
   * @return the records, after an empty one that ends whatever the JVM printed before
   */
  public byte[] records(Charset charset) {
    ByteArrayOutputStream records = new ByteArrayOutputStream();
    add(records, "", charset);
    add(records, build ? "build" : "run", charset);
    for (Map.Entry<String, String> variable : variables.entrySet()) {
      add(records, variable.getKey() + "=" + variable.getValue(), charset);
    }
    add(records, "", charset);
    for (String word : words) {
      add(records, word, charset);
    }
    return records.toByteArray();
  }

  private static void add(ByteArrayOutputStream records, String record, Charset charset) {
    records.writeBytes(record.getBytes(charset));
    records.write(0);
  }
}
