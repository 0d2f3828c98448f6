package io.wowflow.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class LineChartTest {
  private static List<RunReport.Point> points(double... values) {
    List<RunReport.Point> out = new ArrayList<>();
    for (int k = 0; k < values.length; k++) {
      out.add(new RunReport.Point(10 * k, values[k]));
    }
    return out;
  }

  private static String svg(double... values) {
    return new LineChart("objective by step", "objective", points(values)).svg();
  }

  private static List<String> texts(String svg) {
    List<String> out = new ArrayList<>();
    Matcher text = Pattern.compile("<text[^>]*>([^<]*)</text>").matcher(svg);
    while (text.find()) {
      out.add(text.group(1));
    }
    return out;
  }

  private static String curve(String svg) {
    Matcher path = Pattern.compile("class=\"curve\" d=\"([^\"]*)\"").matcher(svg);
    assertThat(path.find()).isTrue();
    return path.group(1);
  }

  @Test
  void aNarrowRangeHasALinearAxis() {
    assertThat(texts(svg(1, 0.4, 0.2)))
        .containsExactly(
            "0.2", "0.4", "0.6", "0.8", "1", "0", "5", "10", "15", "20", "objective", "step");
    assertThat(curve(svg(0, 1))).isEqualTo("M84.0 264.0L608.0 36.0");
  }

  @Test
  void aWideRangeHasALogarithmicAxis() {
    String svg = svg(100, 1, 0.01);
    assertThat(texts(svg)).contains("0.01", "0.1", "1", "10", "100", "objective (logarithmic)");
    assertThat(curve(svg)).isEqualTo("M84.0 36.0L346.0 150.0L608.0 264.0");
    assertThat(texts(svg(3e-3, 4e-5))).contains("0.001", "1e-04");
  }

  @Test
  void whatIsNotFiniteLeavesAGap() {
    assertThat(curve(svg(1, 1, Double.NaN, 1, 1)).chars().filter(c -> c == 'M')).hasSize(2);
    assertThat(curve(svg(Double.NaN))).isEmpty();
  }

  @Test
  void constantsAndSinglePointsAreDrawn() {
    assertThat(svg(5, 5, 5)).doesNotContain("NaN", "Infinity");
    assertThat(svg(0)).doesNotContain("NaN", "Infinity").contains("<circle class=\"dot\"");
  }

  @Test
  void longCurvesAreThinnedEvenlyWithBothEnds() {
    double[] values = new double[100_000];
    values[values.length - 1] = 3;
    String curve = curve(svg(values));
    assertThat(curve.chars().filter(c -> c == 'L')).hasSize(599);
    assertThat(curve).startsWith("M84.0 ").endsWith("L608.0 36.0");
  }

  @Test
  void numbersAreShort() {
    assertThat(LineChart.number(0)).isEqualTo("0");
    assertThat(LineChart.number(0.25)).isEqualTo("0.25");
    assertThat(LineChart.number(1234.56)).isEqualTo("1235");
    assertThat(LineChart.number(53.62231)).isEqualTo("53.62");
    assertThat(LineChart.number(123_456)).isEqualTo("123456");
    assertThat(LineChart.number(1e-5)).isEqualTo("1e-05");
    assertThat(LineChart.number(-2.5e9)).isEqualTo("-2.5e+09");
    assertThat(LineChart.number(Double.NaN)).isEqualTo("NaN");
  }
}
