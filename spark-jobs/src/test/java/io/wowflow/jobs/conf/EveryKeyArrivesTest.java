package io.wowflow.jobs.conf;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every key of every command, set unlike its default, arrives in the record component of its name
 * and in no other. A key that is missing here fails {@link #everyKeyIsCovered}.
 */
class EveryKeyArrivesTest {
  private static final Map<String, Function<Settings, JobConf>> RECORDS =
      Map.of(
          "verify", VerifyConf::of,
          "flow", FlowConf::of,
          "convert", ConvertConf::of,
          "synth", SynthConf::of,
          "evaluate", EvaluateConf::of,
          "distance", DistanceConf::of,
          "augment", AugmentConf::of,
          "distill", DistillConf::of,
          "report", PageConf::of,
          "doctor", DoctorConf::of);

  /** The values without which a command is refused. */
  private static final Map<String, Map<String, String>> REQUIRED =
      Map.of(
          "flow", Map.of("source", "a", "target", "b", "output", "c"),
          "convert", Map.of("source", "a", "output", "c"),
          "synth", Map.of("name", "rings", "output", "c"),
          "evaluate", Map.of("train", "a", "test", "b"),
          "distance", Map.of("source", "a", "target", "b"),
          "augment", Map.of("source", "a", "target", "b", "output", "c"),
          "distill", Map.of("source", "a", "output", "c", "per-class", "3"),
          "report", Map.of("name", "a"),
          "verify", Map.of("name", "a"),
          "doctor", Map.of());

  private static final Set<String> COLUMNS =
      Set.copyOf(components(InputConf.Columns.UNSAID).keySet());

  private static final String SEED = "seed=-12345678901";
  private static final String GAUSSIANS = "name=gaussians classes=9 samples=8 dimension=7 ";

  /**
   * A line per key: {@code key=value}, where needed followed by the values of other keys without
   * which it would be refused or would change their defaults.
   */
  private static final Map<String, List<String>> LINES =
      Map.of(
          "flow",
          List.of(
              "source=s",
              "source-format=csv",
              "target=t",
              "target-format=npz",
              "label-column=q",
              "feature-columns=f1,f*",
              "drop-columns=g,h",
              "weight-column=w",
              "id-column=none",
              "delimiter=;",
              "header=no",
              "source-label-column=q",
              "source-feature-columns=f1,f*",
              "source-drop-columns=g,h",
              "source-weight-column=w",
              "source-id-column=none",
              "source-delimiter=;",
              "source-header=no",
              "source-labels=cluster:3",
              "target-label-column=q",
              "target-feature-columns=f1,f*",
              "target-drop-columns=g,h",
              "target-weight-column=w",
              "target-id-column=none",
              "target-delimiter=;",
              "target-header=no",
              "target-labels=labels.txt",
              "samples-per-class=11",
              "source-samples-per-class=12",
              "target-samples-per-class=13",
              "labels=shared",
              "unmatched=drop labels=shared",
              "hold-out=0.25",
              "resize=14x15",
              "shape=16x17x3",
              "channels=grey",
              "normalise=0.5,0.25",
              "standardise=pooled",
              "class-weights=proportional",
              "steps=18",
              "functional=wow step-rule=matched",
              "rematch=5 functional=wow",
              "reweight=every=7,rate=0.25",
              "step-rule=matched",
              "step-size=0.375",
              "step-decay=0.875",
              "momentum=0.625",
              "kernel=gaussian kernel-parameter=1.5",
              "kernel-parameter=1.25",
              "directions=gaussian direction-count=19",
              "direction-count=20",
              "levels=21",
              "target-batch=22",
              "class-batch=23",
              "clip=-1.0,2.0",
              "matching=sliced",
              "stop-plateau=24",
              "stop-copying=0.625 hold-out=0.25",
              SEED,
              "output=o",
              "mode=resume",
              "report-every=25",
              "snapshot-every=26",
              "state-hash=true",
              "evaluate-with=m",
              "evaluate-every=27 evaluate-with=m",
              "engine=distributed",
              "threads=28",
              "class-partitions=29",
              "direction-partitions=30",
              "max-time=31s",
              "shared-filesystem=true",
              "dry-run=true"),
          "convert",
          List.of(
              "source=s",
              "source-format=csv",
              "label-column=q",
              "feature-columns=f1,f*",
              "drop-columns=g,h",
              "weight-column=w",
              "id-column=none",
              "delimiter=;",
              "header=no",
              "samples-per-class=11",
              "skip=9",
              "first=10",
              "first-classes=12",
              "resize=14x15",
              "shape=16x17x3",
              "channels=grey",
              SEED,
              "align-to=t",
              "align-to-format=npz align-to=t",
              "align=coral align-to=t",
              "align-classes=each align-to=t",
              "align-regularisation=0.5 align-to=t",
              "clip=-1.0,2.0",
              "output=o",
              "output-format=images",
              "mode=overwrite",
              "preview=p.png"),
          "synth",
          List.of(
              "name=rings-source",
              "classes=11 " + GAUSSIANS,
              "samples=12 " + GAUSSIANS,
              "dimension=13 " + GAUSSIANS,
              "stream=14 " + GAUSSIANS,
              "shift=1.5 " + GAUSSIANS,
              "like=s like=r",
              "like-format=csv like=r",
              "label-column=q like=r",
              "feature-columns=f1,f* like=r",
              "drop-columns=g,h like=r",
              "weight-column=w like=r",
              "id-column=none like=r",
              "delimiter=; like=r",
              "header=no like=r",
              "like-labels=cluster:4 like=r",
              "test=t like=r",
              "test-format=npz like=r test=u",
              "per-class=12 like=r",
              "hold-out=0.3 like=r",
              "resize=14x15 like=r",
              "shape=5x6x3 like=r",
              "channels=grey like=r",
              "standardise=none like=r",
              "method=smote like=r",
              "steps=15 like=r",
              "step-size=0.25 like=r",
              "momentum=0.5 like=r",
              "clip=-1.0,2.0 like=r",
              "stop-copying=0.75 like=r",
              "passes=16 like=r",
              "repeats=17 like=r",
              SEED + " like=r",
              "output=o like=r",
              "mode=overwrite like=r",
              "report-every=25 like=r",
              "threads=28 like=r",
              "shared-filesystem=true like=r",
              "dry-run=true like=r"),
          "evaluate",
          List.of(
              "train=s",
              "train-format=csv",
              "test=t",
              "test-format=npz",
              "label-column=q",
              "feature-columns=f1,f*",
              "drop-columns=g,h",
              "weight-column=w",
              "id-column=none",
              "delimiter=;",
              "header=no",
              "train-label-column=q",
              "train-feature-columns=f1,f*",
              "train-drop-columns=g,h",
              "train-weight-column=w",
              "train-id-column=none",
              "train-delimiter=;",
              "train-header=no",
              "test-label-column=q",
              "test-feature-columns=f1,f*",
              "test-drop-columns=g,h",
              "test-weight-column=w",
              "test-id-column=none",
              "test-delimiter=;",
              "test-header=no",
              "train-first=11",
              "test-skip=12",
              "samples-per-class=13",
              "against=u repeats=3",
              "against-format=csv against=u repeats=3",
              "against-first=11 against=u repeats=3",
              "against-samples-per-class=12 against=u repeats=3",
              "add=u repeats=3",
              "add-format=csv add=u repeats=3",
              "against-label-column=q against=u repeats=3",
              "against-feature-columns=f1,f* against=u repeats=3",
              "against-drop-columns=g,h against=u repeats=3",
              "against-weight-column=w against=u repeats=3",
              "against-id-column=none against=u repeats=3",
              "against-delimiter=; against=u repeats=3",
              "against-header=no against=u repeats=3",
              "add-label-column=q add=u repeats=3",
              "add-feature-columns=f1,f* add=u repeats=3",
              "add-drop-columns=g,h add=u repeats=3",
              "add-weight-column=w add=u repeats=3",
              "add-id-column=none add=u repeats=3",
              "add-delimiter=; add=u repeats=3",
              "add-header=no add=u repeats=3",
              "resize=14x15",
              "shape=16x17x3",
              "channels=grey",
              "classifier=cnn",
              "l2=0.3",
              "neighbours=7",
              "scale-inputs=no",
              "passes=18",
              "steps=19",
              "training-augmentation=affine",
              "own-share=0.25",
              "repeats=20",
              SEED,
              "output=o",
              "save-model=m",
              "mode=overwrite"),
          "distance",
          List.of(
              "source=s",
              "source-format=csv",
              "target=t",
              "target-format=npz",
              "more=u,v",
              "label-column=q",
              "feature-columns=f1,f*",
              "drop-columns=g,h",
              "weight-column=w",
              "id-column=none",
              "delimiter=;",
              "header=no",
              "source-label-column=q",
              "source-feature-columns=f1,f*",
              "source-drop-columns=g,h",
              "source-weight-column=w",
              "source-id-column=none",
              "source-delimiter=;",
              "source-header=no",
              "source-labels=cluster:3",
              "target-label-column=q",
              "target-feature-columns=f1,f*",
              "target-drop-columns=g,h",
              "target-weight-column=w",
              "target-id-column=none",
              "target-delimiter=;",
              "target-header=no",
              "target-labels=labels.txt",
              "samples-per-class=11",
              "labels=shared",
              "unmatched=drop labels=shared",
              "resize=14x15",
              "shape=16x17x3",
              "channels=grey",
              "standardise=pooled",
              "metric=mmd",
              "matching=exact",
              "direction-count=18",
              SEED,
              "output=o",
              "mode=overwrite",
              "threads=19"),
          "augment",
          List.of(
              "source=s",
              "source-format=csv",
              "target=t",
              "target-format=npz",
              "label-column=q",
              "feature-columns=f1,f*",
              "drop-columns=g,h",
              "weight-column=w",
              "id-column=none",
              "delimiter=;",
              "header=no",
              "source-label-column=q",
              "source-feature-columns=f1,f*",
              "source-drop-columns=g,h",
              "source-weight-column=w",
              "source-id-column=none",
              "source-delimiter=;",
              "source-header=no",
              "source-labels=cluster:3",
              "target-label-column=q",
              "target-feature-columns=f1,f*",
              "target-drop-columns=g,h",
              "target-weight-column=w",
              "target-id-column=none",
              "target-delimiter=;",
              "target-header=no",
              "target-labels=labels.txt",
              "source-samples-per-class=11",
              "target-first=12",
              "shots=13",
              "labels=shared",
              "unmatched=drop labels=shared",
              "hold-out=0.25",
              "resize=14x15",
              "shape=16x17x3",
              "channels=grey",
              "standardise=pooled",
              "steps=18",
              "functional=wow step-rule=matched",
              "rematch=5 functional=wow",
              "reweight=every=7,rate=0.25",
              "step-rule=matched",
              "step-size=0.375",
              "momentum=0.625",
              "clip=-1.0,2.0",
              "stop-plateau=off",
              "stop-copying=0.625 hold-out=0.25",
              "require-improvement=true shots=13",
              "tolerate=1.5 shots=13",
              "held-out=19 require-improvement=true shots=13",
              "classifier=cnn require-improvement=true shots=13",
              "l2=0.3 require-improvement=true shots=13",
              "neighbours=7 require-improvement=true shots=13",
              "scale-inputs=no require-improvement=true shots=13",
              "passes=20 require-improvement=true shots=13",
              "training-steps=23 require-improvement=true shots=13",
              "repeats=21 require-improvement=true shots=13",
              "training-augmentation=crop require-improvement=true shots=13",
              "own-share=0.25 require-improvement=true shots=13",
              SEED,
              "output=o",
              "mode=overwrite",
              "run-date=2026-11-23",
              "threads=22",
              "shared-filesystem=true",
              "dry-run=true"),
          "distill",
          List.of(
              "source=s",
              "source-format=csv",
              "label-column=q",
              "feature-columns=f1,f*",
              "drop-columns=g,h",
              "weight-column=w",
              "id-column=none",
              "delimiter=;",
              "header=no",
              "source-labels=cluster:3",
              "per-class=11",
              "resize=14x15",
              "shape=16x17x3",
              "channels=grey",
              "normalise=0.5,0.25",
              "standardise=pooled",
              "method=matching",
              "embed=true",
              "augment=true",
              "flip=true augment=true",
              "target-batch=12",
              "clip=-1.0,2.0",
              "steps=18",
              "functional=wow step-size=0.375",
              "rematch=once functional=wow",
              "step-size=0.375",
              "momentum=0.625",
              "stop-plateau=off",
              "kernel=gaussian kernel-parameter=1.5",
              "kernel-parameter=1.25",
              "directions=gaussian direction-count=19",
              "direction-count=20",
              "levels=21",
              SEED,
              "output=o",
              "mode=resume",
              "report-every=25",
              "snapshot-every=26",
              "state-hash=true",
              "threads=28",
              "max-time=31s",
              "dry-run=true"),
          "verify",
          List.of("name=s"),
          "report",
          List.of("name=s", "output=o", "picture=p", "mode=overwrite"),
          "doctor",
          List.of("output=o", "json=true"));

  private static Stream<String> lines() {
    return LINES.entrySet().stream()
        .flatMap(entry -> entry.getValue().stream().map(line -> entry.getKey() + " " + line))
        .sorted();
  }

  @ParameterizedTest
  @MethodSource("lines")
  void theValueArrivesUnderItsNameOnly(String line) {
    String[] words = line.strip().split(" +", -1);
    String command = words[0];
    String key = words[1].split("=", 2)[0];
    String text = words[1].split("=", 2)[1];
    Map<String, String> others = new HashMap<>(REQUIRED.get(command));
    for (int i = 2; i < words.length; i++) {
      others.put(words[i].split("=", 2)[0], words[i].split("=", 2)[1]);
    }
    if (others.containsKey("like")) {
      // The other use of the command, without a name.
      others.remove("name");
    }
    Map<String, String> all = new HashMap<>(others);
    all.put(key, text);

    Settings config = Settings.resolve(command, all, Optional.empty());
    JobConf conf = RECORDS.get(command).apply(config);
    Map<String, String> without =
        components(RECORDS.get(command).apply(Settings.resolve(command, others, Optional.empty())));

    Map<String, String> expected = new TreeMap<>(without);
    expected.putAll(arriving(key, text, without));
    assertThat(without.get(key)).as("unlike the default").isNotEqualTo(text);
    assertThat(components(conf)).isEqualTo(expected);
    assertThat(settingText(conf.settings().get(key))).isEqualTo(text);
    if (Reference.shared(command).contains(key)) {
      FlowConf flow =
          switch (command) {
            case "augment" -> AugmentConf.flow(config);
            case "distill" -> DistillConf.flow(config);
            default -> SynthConf.flow(config).orElseThrow();
          };
      assertThat(components(flow)).containsAllEntriesOf(arriving(key, text, components(flow)));
    }
  }

  /** A key of all inputs arrives at each of them. */
  private static Map<String, String> arriving(
      String key, String text, Map<String, String> components) {
    Map<String, String> out = new HashMap<>();
    for (String side :
        List.of("", "source-", "target-", "train-", "test-", "against-", "add-", "like-")) {
      boolean isThere =
          side.isEmpty() || !components.getOrDefault(side.replace("-", ""), "").isEmpty();
      boolean ofAll = side.isEmpty() || COLUMNS.contains(key);
      if (isThere && ofAll && components.containsKey(side + key)) {
        out.put(side + key, text);
      }
    }
    assertThat(out).as(key).isNotEmpty();
    return out;
  }

  @Test
  void everyKeyIsCovered() {
    Set<String> commands = new HashSet<>(Reference.commands().keySet());
    commands.removeIf(command -> Reference.options(command).isEmpty());
    assertThat(LINES).containsOnlyKeys(commands);
    for (String command : commands) {
      assertThat(LINES.get(command))
          .as(command)
          .extracting(line -> line.split("=", 2)[0])
          .containsExactlyElementsOf(
              Reference.options(command).stream().map(Reference.Option::key).toList());
    }
  }

  private static String settingText(Object setting) {
    String text = String.valueOf(setting);
    // A time is recorded as a duration, a list in brackets.
    return text.startsWith("PT")
        ? text(Duration.parse(text))
        : text.replaceFirst("^\\[(.*)]$", "$1").replace(", ", ",");
  }

  /** Every component below a record, by the key of its name; components without a value are "". */
  private static Map<String, String> components(Object record) {
    Map<String, String> found = new TreeMap<>();
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      String key = component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
      Object value = valueOf(component, record);
      if (component
          .getGenericType()
          .getTypeName()
          .endsWith("<" + InputConf.class.getName() + ">")) {
        value = ((Optional<?>) value).map(Object.class::cast).orElse(new InputConf(""));
      }
      if (value instanceof InputConf input) {
        found.put(key, input.uri());
        found.put(key + "-format", text(input.format()));
        found.put(key + "-labels", text(input.labels()));
        components(input.columns()).forEach((name, text) -> found.put(key + "-" + name, text));
      } else if (value instanceof Record inner && isComposite(inner)) {
        found.putAll(components(inner));
      } else if (!key.equals("settings")) {
        found.put(key, text(value));
      }
    }
    return found;
  }

  private static boolean isComposite(Record value) {
    return !(value instanceof OrFile<?> || value instanceof DescentConf.Rematch);
  }

  private static Object valueOf(RecordComponent component, Object record) {
    try {
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("an accessor of a record cannot be called", e);
    }
  }

  private static String text(Object value) {
    if (value instanceof Optional<?> optional) {
      return optional.map(EveryKeyArrivesTest::text).orElse("");
    }
    if (value instanceof OptionalInt optional) {
      return optional.isPresent() ? String.valueOf(optional.getAsInt()) : "";
    }
    if (value instanceof OptionalDouble optional) {
      return optional.isPresent() ? String.valueOf(optional.getAsDouble()) : "";
    }
    if (value instanceof List<?> list) {
      return list.stream().map(EveryKeyArrivesTest::text).collect(Collectors.joining(","));
    }
    if (value instanceof Enum<?> constant) {
      return Parsers.text(constant);
    }
    return value instanceof Duration duration ? duration.toSeconds() + "s" : String.valueOf(value);
  }
}
