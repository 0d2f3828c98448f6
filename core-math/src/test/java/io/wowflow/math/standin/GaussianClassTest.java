package io.wowflow.math.standin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.random.CounterRandom;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GaussianClassTest {
  private static CounterRandom random(int i) {
    return CounterRandom.at(3, 999, 4, i);
  }

  /** Row i is (j + 1) times a number of i, and a little of its own. */
  private static FloatMatrix data(int n, int d) {
    float[] values = new float[n * d];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < d; j++) {
        values[i * d + j] =
            (j + 1) * ((7 * i * i + 3 * i) % 11 - 5) + (5 * i * j + 3 * j * j + i) % 7 - 3;
      }
    }
    return new FloatMatrix(n, d, values);
  }

  /** The figures are those of OAS().fit(X) of scikit-learn 1.2.1: shrinkage_ and covariance_. */
  @ParameterizedTest
  @CsvSource({
    "12, 4, 0.21831259347884355, 342.89583333333326, 31.107622091243158, 19.265337539886,"
        + " 102.61818564497183",
    "5, 9, 0.3777929525476729, 3789.84, 169.04140645737868, 16.30182464325097, 585.1235074241685",
    "2, 3, 1, 302.75, 100.91666666666667, 0, 0",
    "40, 6, 0.059903356749155826, 1065.94125, 25.76839815197126, 24.27564557034493,"
        + " 324.5389880622524"
  })
  void lawHasTheShrinkageAndTheMomentsOfScikitLearn(
      int n, int d, double shrinkage, double trace, double first, double next, double last) {
    GaussianClass law = GaussianClass.of(LabelledClass.of("a", data(n, d)));
    assertThat(law.shrinkage()).isCloseTo(shrinkage, within(1e-12));
    assertThat(law.totalVariance()).isCloseTo(trace, within(1e-9 * trace));
    int count = 40_000;
    double[] covariance = covariance(law.draw(count, GaussianClassTest::random), mean(data(n, d)));
    double scale = trace * 4 / Math.sqrt(count);
    assertThat(covariance[0]).isCloseTo(first, within(scale));
    assertThat(covariance[1]).isCloseTo(next, within(scale));
    assertThat(covariance[d * d - 2]).isCloseTo(last, within(scale));
  }

  @Test
  void drawHasTheMeanOfTheClass() {
    FloatMatrix few = data(5, 9);
    double[] mean = mean(few);
    double[] drawn =
        mean(GaussianClass.of(LabelledClass.of("a", few)).draw(40_000, GaussianClassTest::random));
    for (int j = 0; j < 9; j++) {
      assertThat(drawn[j]).isCloseTo(mean[j], within(1.0));
    }
  }

  @Test
  void bothFactorsGiveTheSameCovariance() {
    // Each sample twice is the same measure: four samples are factors, of eight Cholesky makes
    // them.
    FloatMatrix once = data(4, 4);
    FloatMatrix twice = new FloatMatrix(8, 4, concatenated(once.values(), once.values()));
    double[] bySamples = covariance(drawn(once), mean(once));
    double[] byCholesky = covariance(drawn(twice), mean(twice));
    // The estimate of the shrinkage depends on n: the unshrunk covariances are compared.
    double rho = GaussianClass.of(LabelledClass.of("a", once)).shrinkage();
    double rhoTwice = GaussianClass.of(LabelledClass.of("a", twice)).shrinkage();
    double trace = GaussianClass.of(LabelledClass.of("a", once)).totalVariance();
    for (int k = 0; k < 16; k++) {
      double diagonal = k % 5 == 0 ? trace / 4 : 0;
      double first = (bySamples[k] - rho * diagonal) / (1 - rho);
      double other = (byCholesky[k] - rhoTwice * diagonal) / (1 - rhoTwice);
      assertThat(first).isCloseTo(other, within(trace * 0.05));
    }
  }

  private static FloatMatrix drawn(FloatMatrix samples) {
    return GaussianClass.of(LabelledClass.of("a", samples)).draw(40_000, GaussianClassTest::random);
  }

  private static float[] concatenated(float[] first, float[] second) {
    float[] out = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, out, first.length, second.length);
    return out;
  }

  @Test
  void weightsCountAsRepetitions() {
    float[] values = {0, 0, 4, 1, 0, 0, 0, 0};
    GaussianClass repeated = GaussianClass.of(LabelledClass.of("a", new FloatMatrix(4, 2, values)));
    GaussianClass weighted =
        GaussianClass.of(
            LabelledClass.weighted(
                "a", new FloatMatrix(2, 2, new float[] {0, 0, 4, 1}), new double[] {3, 1}));
    assertThat(weighted.totalVariance()).isCloseTo(repeated.totalVariance(), within(1e-12));
  }

  @Test
  void dependentFeaturesStayDependentUpToTheShrinkage() {
    float[] values = new float[60];
    for (int i = 0; i < 20; i++) {
      values[3 * i] = i % 7;
      values[3 * i + 1] = 2 * (i % 7);
      values[3 * i + 2] = 5;
    }
    FloatMatrix samples = new FloatMatrix(20, 3, values);
    GaussianClass law = GaussianClass.of(LabelledClass.of("a", samples));
    double[] covariance = covariance(law.draw(40_000, GaussianClassTest::random), mean(samples));
    double ridge = law.shrinkage() * law.totalVariance() / 3;
    assertThat(covariance[8]).isCloseTo(ridge, within(0.05 * ridge));
    double expected = (1 - law.shrinkage()) * 2 * law.totalVariance() / 5;
    assertThat(covariance[1]).isCloseTo(expected, within(0.05 * expected));
  }

  @Test
  void oneSampleAndEqualSamplesAreDrawnThemselves() {
    FloatMatrix one = new FloatMatrix(1, 2, new float[] {3, -1});
    GaussianClass law = GaussianClass.of(LabelledClass.of("a", one));
    assertThat(law.draw(2, GaussianClassTest::random).values()).containsExactly(3, -1, 3, -1);
    assertThat(law.totalVariance()).isZero();
    FloatMatrix equal = new FloatMatrix(3, 2, new float[] {3, -1, 3, -1, 3, -1});
    assertThat(
            GaussianClass.of(LabelledClass.of("a", equal))
                .draw(1, GaussianClassTest::random)
                .values())
        .containsExactly(3, -1);
  }

  @Test
  void sampleDependsOnItsOwnSequenceOnly() {
    GaussianClass law = GaussianClass.of(LabelledClass.of("a", data(5, 9)));
    float[] many = law.draw(10, GaussianClassTest::random).values();
    float[] few = law.draw(3, GaussianClassTest::random).values();
    assertThat(few).isEqualTo(Arrays.copyOf(many, few.length));
    float[] last = law.draw(1, i -> CounterRandom.at(3, 999, 4, 9)).values();
    assertThat(last).isEqualTo(Arrays.copyOfRange(many, 81, 90));
  }

  static double[] mean(FloatMatrix samples) {
    double[] mean = new double[samples.columns()];
    for (int i = 0; i < samples.values().length; i++) {
      mean[i % mean.length] += samples.values()[i] / (double) samples.rows();
    }
    return mean;
  }

  static double[] covariance(FloatMatrix samples, double[] mean) {
    int d = mean.length;
    double[] out = new double[d * d];
    for (int i = 0; i < samples.rows(); i++) {
      for (int j = 0; j < d; j++) {
        for (int k = 0; k < d; k++) {
          double x = samples.values()[i * d + j] - mean[j];
          out[j * d + k] += x * (samples.values()[i * d + k] - mean[k]) / samples.rows();
        }
      }
    }
    return out;
  }
}
