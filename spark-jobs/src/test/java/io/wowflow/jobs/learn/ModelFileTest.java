package io.wowflow.jobs.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wowflow.jobs.conf.Architecture;
import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.conf.ImageShape;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.conf.TrainingConf;
import io.wowflow.jobs.io.place.FullDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelFileTest {
  private static final NetworkState STATE =
      NetworkState.first(
          new TrainingPlan(Architecture.CNN, 1, 1, TrainingConf.Augmentation.NONE, 0.5, 5, 0),
          new ImageShape(28, 30, 3),
          List.of("a \"b\"", "é", "c"));

  private static final List<NetworkState> BOTH =
      List.of(
          STATE,
          NetworkState.first(
              new TrainingPlan(Architecture.CNN, 1, 1, TrainingConf.Augmentation.NONE, 0.5, 6, 0),
              STATE.shape(),
              STATE.labels()));

  @TempDir Path folder;

  private List<NetworkState> read(byte[] content) throws IOException {
    Path file = Files.write(folder.resolve("model"), content);
    return ModelFile.read(file.toString(), new Configuration());
  }

  @Test
  void everyBitComesBack() {
    String file = folder.resolve("deep/model.safetensors").toString();
    ModelFile.write(BOTH, file, new Configuration());
    ModelFile.write(BOTH, file, new Configuration());

    List<NetworkState> back = ModelFile.read(file, new Configuration());

    assertThat(back).hasSize(2);
    for (int c = 0; c < 2; c++) {
      NetworkState one = back.get(c);
      assertThat(one.architecture()).isEqualTo(STATE.architecture());
      assertThat(one.shape()).isEqualTo(STATE.shape());
      assertThat(one.labels()).isEqualTo(STATE.labels());
      for (int t = 0; t < one.weights().size(); t++) {
        // One comparison of arrays: AssertJ's containsExactly boxes a million numbers.
        assertThat(Arrays.equals(one.weights().get(t), BOTH.get(c).weights().get(t))).isTrue();
      }
    }
    assertThat(back.get(0).weights().get(0)).isNotEqualTo(back.get(1).weights().get(0));
    assertThat(folder.resolve("deep")).isDirectoryNotContaining(p -> p.toString().endsWith(".tmp"));
  }

  @Test
  void theFileIsSafetensors() throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(ModelFile.bytes(BOTH)).order(ByteOrder.LITTLE_ENDIAN);
    byte[] header = new byte[(int) bytes.getLong()];
    bytes.get(header);
    assertThat(new String(header, StandardCharsets.UTF_8))
        .contains("\"__metadata__\":{\"format\":\"wowflow-classifier-1\"")
        .contains("\"t00\":{\"dtype\":\"F32\",\"shape\":[3,3,4,4],\"data_offsets\":[0,576]}")
        .contains("\"c001.t00\":{\"dtype\":\"F32\",\"shape\":[3,3,4,4],");
    assertThat(bytes.getFloat()).isEqualTo(STATE.weights().get(0)[0]);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 7, 8, 100, 5000})
  void aFileThatIsCutOffIsRefused(int length) throws IOException {
    byte[] whole = ModelFile.bytes(BOTH);
    assertThatThrownBy(() -> read(Arrays.copyOf(whole, length)))
        .isInstanceOf(JobException.class)
        .hasFieldOrPropertyWithValue("exitCode", ExitCode.INPUT)
        .hasMessageContaining("is not a classifier that evaluate --save-model wrote");
  }

  @ParameterizedTest
  @ValueSource(strings = {"cnn", "wowflow-classifier-1", "\"height\":\"28\"", "[3,3,4,4]"})
  void anotherHeaderIsRefusedOrNoMatter(String part) throws IOException {
    String text = new String(ModelFile.bytes(BOTH), StandardCharsets.ISO_8859_1);
    byte[] changed =
        text.replace(part, part.replaceAll("[0-9a-z]", "7")).getBytes(StandardCharsets.ISO_8859_1);
    if (part.startsWith("[")) {
      // The shapes follow from architecture and picture; those in the file are for other readers.
      assertThat(read(changed)).extracting(one -> one.weights().size()).containsExactly(8, 8);
      return;
    }
    assertThatThrownBy(() -> read(changed))
        .isInstanceOf(JobException.class)
        .hasFieldOrPropertyWithValue("exitCode", ExitCode.INPUT);
  }

  private static byte[] withLabels(String labels) throws IOException {
    ByteBuffer whole = ByteBuffer.wrap(ModelFile.bytes(BOTH)).order(ByteOrder.LITTLE_ENDIAN);
    byte[] text = new byte[(int) whole.getLong()];
    whole.get(text);
    ObjectMapper json = new ObjectMapper();
    ObjectNode header = (ObjectNode) json.readTree(text);
    ((ObjectNode) header.get("__metadata__")).put("labels", labels);
    byte[] changed = json.writeValueAsBytes(header);
    return ByteBuffer.allocate(Long.BYTES + changed.length + whole.remaining())
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(changed.length)
        .put(changed)
        .put(whole)
        .array();
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "[null,\"b\",\"c\"]", "[\"a\",\"c\",\"a\"]", "", "{}", "3"})
  void labelsThatAreMissingOrRepeatedAreRefused(String labels) throws IOException {
    assertThat(read(withLabels("[\"a\",\"b\",\"c\"]"))).hasSize(2);
    assertThatThrownBy(() -> read(withLabels(labels)))
        .isInstanceOf(JobException.class)
        .hasFieldOrPropertyWithValue("exitCode", ExitCode.INPUT)
        .hasMessageContaining(folder + "/model is not a classifier");
  }

  @Test
  void aDirectoryIsNoFile() {
    assertThatThrownBy(() -> ModelFile.read(folder.toString(), new Configuration()))
        .isInstanceOf(JobException.class)
        .hasFieldOrPropertyWithValue("exitCode", ExitCode.INPUT)
        .hasMessageContaining(folder + " is a directory");
  }

  @Test
  void anotherJobThatWritesTheSameFileIsNotDisturbed() throws IOException {
    Path unfinished = Files.writeString(folder.resolve("_model.tmp"), "of another job");

    ModelFile.write(BOTH, folder.resolve("model").toString(), new Configuration());

    assertThat(unfinished).hasContent("of another job");
  }

  @Test
  void aFullDiskKeepsTheOldClassifier() throws IOException {
    Path model = Files.writeString(folder.resolve("model"), "old");

    assertThatThrownBy(() -> ModelFile.write(BOTH, model.toString(), FullDisk.withRoomFor(1000)))
        .isInstanceOf(JobException.class)
        .hasFieldOrPropertyWithValue("exitCode", ExitCode.FAILURE)
        .hasMessageContaining("No space left on device");

    assertThat(model).hasContent("old");
    assertThat(folder.toFile().list()).containsExactly("model");
  }

  @Test
  void aWriteThatFailsIsAFailure() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "no directory");
    assertThatThrownBy(() -> ModelFile.write(BOTH, file + "/model", new Configuration()))
        .isInstanceOf(JobException.class)
        .hasFieldOrPropertyWithValue("exitCode", ExitCode.FAILURE)
        .hasMessageContaining("cannot be written");
  }

  @Test
  void moreThanAFileHoldsIsRefusedBeforeTheTraining() {
    ImageShape shape = new ImageShape(28, 28, 1);
    // 919064 numbers each.
    ModelFile.checkFits(Architecture.CNN, shape, 10, 1, 240);
    assertThatThrownBy(() -> ModelFile.checkFits(Architecture.CNN, shape, 10, 1, 250))
        .isInstanceOf(JobException.class)
        .hasFieldOrPropertyWithValue("exitCode", ExitCode.USAGE)
        .hasMessageContaining("lower --repeats");
  }
}
