package io.wowflow.jobs.report;

import io.wowflow.jobs.conf.ImageShape;
import io.wowflow.jobs.io.dataset.LabelKind;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.data.LabelledDataset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Reports for tests, as a flow would make them. */
final class Reports {
  /** A label that is long and means ill. */
  static final String HOSTILE = "<script>alert('x')</script>AVeryLongWordWithoutAnyPlaceToBreakIt";

  private static final List<String> LABELS = List.of("boot", "coat");

  private Reports() {}

  /** Classes of samples whose values are {@code first + i}, growing by sample. */
  static LoadedDataset dataset(
      List<String> labels, int size, int dimension, Optional<ImageShape> shape) {
    List<LabelledClass> classes = new ArrayList<>();
    List<long[]> ids = new ArrayList<>();
    for (int c = 0; c < labels.size(); c++) {
      classes.add(LabelledClass.of(labels.get(c), matrix(size, dimension, 0.1f * c)));
      ids.add(new long[size]);
    }
    return new LoadedDataset(LabelledDataset.of(classes), LabelKind.STRING, ids, shape);
  }

  static FloatMatrix matrix(int rows, int columns, float first) {
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = first + (float) i / values.length;
    }
    return new FloatMatrix(rows, columns, values);
  }

  /** States at 12 steps of two classes. */
  static RecordedStates states(List<String> labels, Optional<ImageShape> shape) {
    int dimension = shape.map(ImageShape::dimension).orElse(2);
    LoadedDataset source = dataset(labels, 5, dimension, shape);
    LoadedDataset target = dataset(List.of("0", "1"), 4, dimension, shape);
    RecordedStates states = RecordedStates.of(source, target, Optional.empty()).orElseThrow();
    for (int step = 0; step < 12; step++) {
      float shift = step / 12f;
      states = states.with(step * step, label -> matrix(5, dimension, shift));
    }
    return states;
  }

  static RunReport finished(List<String> labels, RecordedStates states) {
    List<RunReport.Point> objective = new ArrayList<>();
    for (int k = 0; k <= 121; k++) {
      objective.add(new RunReport.Point(k, 2 * Math.exp(-k / 20.0)));
    }
    return new RunReport(
        RunReport.FORMAT,
        new RunReport.Run(
            "20261101T093015123Z-5f3a09c1",
            "2026-11-01T09:30:15.123Z",
            83.25,
            null,
            121,
            121,
            "all steps are made",
            new RunReport.Trend("converged", "converged at step 110"),
            List.of(new RunReport.Fact("Seed", "7"), new RunReport.Fact("Java", "17"))),
        List.of(
            new RunReport.Input(
                "source", "/data/Fashion#train", "idx", 2, 10, 4, "labels from a file"),
            new RunReport.Input("target", "/data/MNIST#train", "idx", 2, 8, 4, null)),
        new TreeMap<>(Map.of("steps", 121, "kernel", "riesz")),
        objective,
        List.of(),
        new RunReport.Distances(
            labels,
            List.of("0", "1"),
            new double[] {1.5, 0.75, 2, 0.5},
            new double[] {0.1, 0.9, 1, 0.05}),
        List.of(
            new RunReport.Match(labels.get(0), "0", 0.01),
            new RunReport.Match(labels.get(1), "1", 0.0025)),
        states,
        null,
        new RunReport.Nearest(
            2,
            10,
            8,
            8,
            new RunReport.Quartiles(0.25, 0.5, 0.75),
            new RunReport.Quartiles(0.5, 0.625, 1),
            5,
            8),
        null,
        null,
        null);
  }

  /** The same flow on its way. */
  static RunReport running(List<String> labels, RecordedStates states) {
    RunReport whole = finished(labels, states);
    RunReport.Run run = whole.run();
    return new RunReport(
        whole.format(),
        new RunReport.Run(
            run.id(), run.start(), 12, 40, 60, run.plannedSteps(), null, null, run.facts()),
        whole.inputs(),
        whole.settings(),
        whole.objective().subList(0, 61),
        List.of(),
        new RunReport.Distances(labels, List.of("0", "1"), whole.distances().before(), null),
        List.of(),
        states,
        null,
        null,
        null,
        null,
        null);
  }

  /** An augmentation whose worth was tested. */
  static RunReport augmented(List<String> labels, RecordedStates states) {
    RunReport flow = finished(labels, states);
    return new RunReport(
        flow.format(),
        flow.run(),
        flow.inputs(),
        flow.settings(),
        flow.objective(),
        List.of(),
        flow.distances(),
        flow.matching(),
        states,
        new RunReport.Worth(
            "helps",
            "helps: 75.00 % against 71.25 %, +3.75 points, 95 % interval +0.5 to +7",
            0.0375,
            0.005,
            0.07,
            "lenet5, 1650 optimiser steps, no augmentation",
            500,
            List.of(
                new RunReport.Trial("the target's own samples", 100, 0.7125, List.of(0.7, 0.725)),
                new RunReport.Trial("own & flowed samples", 2100, 0.75, List.of(0.74, 0.76)))),
        flow.nearest(),
        null,
        null,
        null);
  }

  /** An augmentation of many classes, as a flow would report it: images, or vectors. */
  static RunReport large(int classes, Optional<ImageShape> shape, int dimension) {
    List<String> sources =
        IntStream.range(0, classes)
            .mapToObj(c -> c == 1 ? HOSTILE : "a source class " + (1000 + c))
            .toList();
    List<String> targets = IntStream.range(0, classes).mapToObj(c -> "target" + c).toList();
    LoadedDataset source = dataset(sources, 5, dimension, shape);
    LoadedDataset target = dataset(targets, 6, dimension, shape);
    Optional<PrincipalPlane> plane = PrincipalPlane.of(source, target);
    RecordedStates states = RecordedStates.of(source, target, plane).orElseThrow();
    for (int step = 0; step < 12; step++) {
      float shift = step / 12f;
      states =
          states.with(
              step * step,
              label -> {
                FloatMatrix here =
                    matrix(5, dimension, 0.5f * shift + 0.05f * (sources.indexOf(label) % 7));
                return plane.map(it -> it.project(here)).orElse(here);
              });
    }
    int[] targetOf = IntStream.range(0, classes).map(c -> (7 * c + 3) % classes).toArray();
    List<RunReport.Match> matching = new ArrayList<>();
    for (int c = 0; c < classes; c++) {
      matching.add(
          new RunReport.Match(sources.get(c), targets.get(targetOf[c]), 1 + (c * 37) % 101 / 50.0));
    }
    int shown = Math.min(200, classes);
    int[] columns = Arrays.stream(targetOf).limit(shown).sorted().toArray();
    double[] before = new double[shown * shown];
    double[] after = new double[shown * shown];
    for (int c = 0; c < shown; c++) {
      for (int e = 0; e < shown; e++) {
        before[c * shown + e] = 5 + 3 * Math.sin(c * 0.3) * Math.cos(e * 0.2);
        double noise = ((c * 31 + e * 17) % 97) / 97.0;
        after[c * shown + e] = columns[e] == targetOf[c] ? 0.1 + noise / 4 : 3 + 4 * noise;
      }
    }
    RunReport base = augmented(LABELS, states);
    return new RunReport(
        base.format(),
        base.run(),
        List.of(
            new RunReport.Input(
                "source", "/data/Some#train", "idx", classes, 5L * classes, dimension, null),
            new RunReport.Input(
                "target", "/data/Other#train", "idx", classes, 6L * classes, dimension, null)),
        base.settings(),
        base.objective(),
        List.of(new RunReport.Point(0, 0.1), new RunReport.Point(121, 0.85)),
        new RunReport.Distances(
            sources.subList(0, shown),
            Arrays.stream(columns).mapToObj(targets::get).toList(),
            before,
            after),
        matching,
        states.withMatched(
            matching.stream().limit(60).map(RunReport.Match::label).collect(Collectors.toSet()),
            target),
        base.worth(),
        base.nearest(),
        null,
        null,
        null);
  }
}
