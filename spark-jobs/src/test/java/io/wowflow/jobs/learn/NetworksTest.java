package io.wowflow.jobs.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wowflow.jobs.conf.Architecture;
import io.wowflow.jobs.conf.ImageShape;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.conf.TrainingConf;
import io.wowflow.math.random.CounterRandom;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowingConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class NetworksTest {
  private static final ImageShape GREY = new ImageShape(28, 28, 1);
  private static final List<String> THREE = List.of("a", "b", "c");
  private static final Networks NETWORKS = Networks.open();

  /** Noise with a bright bar: the class is where the bar is. */
  static LabelledSamples bars(ImageShape shape, int count, long seed) {
    CounterRandom random = CounterRandom.at(seed, 1000, 0);
    int d = shape.dimension();
    float[] values = new float[count * d];
    int[] classes = new int[count];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble();
    }
    for (int i = 0; i < count; i++) {
      classes[i] = i % 3;
      Arrays.fill(values, i * d + classes[i] * d / 3, i * d + classes[i] * d / 3 + d / 6, 2f);
    }
    return new LabelledSamples(shape, values, classes);
  }

  private static TrainingPlan plan(Architecture architecture, int steps, long seed) {
    return new TrainingPlan(architecture, 1, steps, TrainingConf.Augmentation.NONE, 0.5, seed, 0);
  }

  /** Whole passes: every batch has all pictures of the reference. */
  private static TrainingPlan passes(Architecture architecture, int passes) {
    return new TrainingPlan(architecture, passes, 0, TrainingConf.Augmentation.NONE, 0.5, 0, 0);
  }

  private static Classifier train(TrainingPlan plan, LabelledSamples pictures) {
    return NETWORKS.train(plan, TrainingSet.of(pictures), THREE, () -> {});
  }

  @ParameterizedTest
  @EnumSource(Architecture.class)
  void learnsWhereTheBarIs(Architecture architecture) {
    LabelledSamples unseen = bars(GREY, 60, 2);
    try (Classifier classifier =
        train(
            plan(architecture, architecture == Architecture.CONVNET ? 12 : 60, 1),
            bars(GREY, 150, 1))) {
      assertThat(classifier.accuracy(unseen)).isGreaterThan(0.95);
    }
  }

  /** Three steps of the same networks from the same weights by PyTorch 1.13 in Python. */
  @ParameterizedTest
  @CsvSource({"LENET5, 28, 1", "CONVNET, 28, 1", "CNN, 28, 1", "CONVNET, 32, 3"})
  void agreesWithTheReference(Architecture architecture, int side, int channels)
      throws IOException {
    ImageShape shape = new ImageShape(side, side, channels);
    LabelledSamples pictures = waves(shape);
    NetworkState first =
        waves(NetworkState.first(passes(architecture, 3), shape, THREE), architecture);
    JsonNode golden = golden().get(architecture.text() + "-" + channels);

    try (TorchClassifier network = (TorchClassifier) NETWORKS.restore(first)) {
      assertThat(outputs(network, pictures)).satisfies(near(numbers(golden.get("before")), 2e-6));
      new TorchTraining(network, passes(architecture, 3)).run(TrainingSet.of(pictures), () -> {});
      assertThat(outputs(network, pictures)).satisfies(near(numbers(golden.get("after")), 2e-4));
    }
  }

  /** Seven copies of the reference's pictures have the mean loss of one. */
  @Test
  void aBatchInPartsAgreesWithTheReference() throws IOException {
    int copies = 7;
    LabelledSamples one = waves(GREY);
    float[] values = new float[copies * one.values().length];
    int[] classes = new int[copies * one.count()];
    for (int copy = 0; copy < copies; copy++) {
      System.arraycopy(one.values(), 0, values, copy * one.values().length, one.values().length);
      System.arraycopy(one.classes(), 0, classes, copy * one.count(), one.count());
    }
    LabelledSamples many = new LabelledSamples(GREY, values, classes);
    TrainingPlan plan = passes(Architecture.CONVNET, 3);
    NetworkState first = waves(NetworkState.first(plan, GREY, THREE), Architecture.CONVNET);
    double[] after = numbers(golden().get("convnet-1").get("after"));

    try (TorchClassifier network = (TorchClassifier) NETWORKS.restore(first)) {
      assertThat(many.count() % network.part()).isNotZero().isNotEqualTo(many.count());
      new TorchTraining(network, plan).run(TrainingSet.of(many), () -> {});
      assertThat(outputs(network, one)).satisfies(near(after, 2e-4));
    }
  }

  /** An array that a step leaves behind stays until the network is closed. */
  @ParameterizedTest
  @EnumSource(value = Architecture.class, names = "KNN", mode = EnumSource.Mode.EXCLUDE)
  void stepsAndAnswersLeaveNothingBehind(Architecture architecture) {
    LabelledSamples pictures = bars(GREY, 70, 1);
    TrainingPlan plan = NETWORKS.fitted(plan(architecture, 3, 0), pictures, THREE);
    NetworkState first = NetworkState.first(plan, GREY, THREE);
    try (TorchClassifier network = (TorchClassifier) NETWORKS.restore(first)) {
      int tensors = network.manager().getManagedArrays().size();
      assertThat(tensors).isEqualTo(network.tensors().size());
      network.classify(pictures);
      new TorchTraining(network, plan).run(TrainingSet.of(pictures), () -> {});
      // The two memories of Adam for each tensor that is learned.
      assertThat(network.manager().getManagedArrays())
          .hasSize(tensors + 2 * network.learnt().size());
    }
  }

  private static LabelledSamples waves(ImageShape shape) {
    float[] values = new float[6 * shape.dimension()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (0.5 + 0.5 * Math.sin(i * 0.7 + 0.001 * i * i % 3.0));
    }
    return new LabelledSamples(shape, values, new int[] {0, 1, 2, 0, 1, 2});
  }

  private static NetworkState waves(NetworkState first, Architecture architecture) {
    List<float[]> weights = new ArrayList<>();
    List<Layer.Tensor> tensors = first.tensors();
    for (int t = 0; t < tensors.size(); t++) {
      List<Integer> shape = tensors.get(t).shape();
      boolean flat = shape.size() % 2 == 1;
      double bound = flat ? 0.1 : 1 / Math.sqrt(tensors.get(t).size() / (double) shape.get(0));
      boolean factor = architecture == Architecture.CONVNET && t % 4 == 2 && t < 12;
      float[] values = new float[tensors.get(t).size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (bound * Math.sin(i * 1.3 + t)) + (factor ? 1 : 0);
      }
      weights.add(values);
    }
    return new NetworkState(first.architecture(), first.shape(), first.labels(), weights);
  }

  private static double[] outputs(TorchClassifier network, LabelledSamples pictures) {
    try (var scratch = network.manager().newSubManager()) {
      float[] out = network.forward(network.batch(scratch, pictures)).toFloatArray();
      double[] wide = new double[out.length];
      Arrays.setAll(wide, i -> out[i]);
      return wide;
    }
  }

  private static ThrowingConsumer<double[]> near(double[] expected, double tolerance) {
    return actual -> {
      for (int i = 0; i < expected.length; i++) {
        assertThat(actual[i]).as("output %d", i).isCloseTo(expected[i], within(tolerance));
      }
    };
  }

  private static JsonNode golden() throws IOException {
    try (InputStream in = NetworksTest.class.getResourceAsStream("networks.json")) {
      return new ObjectMapper().readTree(in);
    }
  }

  private static double[] numbers(JsonNode array) {
    double[] out = new double[array.size()];
    Arrays.setAll(out, i -> array.get(i).doubleValue());
    return out;
  }

  @Test
  void theSameSeedGivesTheSameBitsOnAnyThread() throws Exception {
    LabelledSamples pictures = bars(GREY, 150, 1);
    Callable<List<float[]>> train =
        () -> {
          try (Classifier made = train(plan(Architecture.LENET5, 12, 7), pictures)) {
            return made.state().weights();
          }
        };
    List<float[]> alone = train.call();
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      for (Future<List<float[]>> made : threads.invokeAll(List.of(train, train, train))) {
        for (int t = 0; t < alone.size(); t++) {
          assertThat(made.get().get(t)).containsExactly(alone.get(t));
        }
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void seedAndRepeatDecideTheFirstWeights() {
    NetworkState first = NetworkState.first(plan(Architecture.CNN, 1, 7), GREY, THREE);
    TrainingPlan second = plan(Architecture.CNN, 1, 7).withRepeat(1);
    assertThat(NetworkState.first(plan(Architecture.CNN, 1, 7), GREY, THREE).weights().get(0))
        .containsExactly(first.weights().get(0));
    assertThat(NetworkState.first(second, GREY, THREE).weights().get(0))
        .isNotEqualTo(first.weights().get(0));
    assertThat(first.weights().get(0)).hasSize(48);
    for (float weight : first.weights().get(0)) {
      assertThat(Math.abs(weight)).isLessThanOrEqualTo(0.25f);
    }
  }

  @Test
  void picturesTooSmallForTheNetworkAreRefused() {
    LabelledSamples small = bars(new ImageShape(12, 12, 1), 6, 1);
    assertThatThrownBy(() -> train(plan(Architecture.LENET5, 1, 0), small))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("lenet5 needs larger pictures than 12x12")
        .hasMessageContaining("--resize");
  }

  @Test
  void picturesOfAnotherShapeAreRefused() {
    try (Classifier classifier = train(plan(Architecture.CNN, 1, 0), bars(GREY, 6, 1))) {
      assertThatThrownBy(() -> classifier.classify(bars(new ImageShape(32, 32, 1), 3, 1)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("pictures of 32x32x1 for a classifier of 28x28x1");
    }
  }
}
