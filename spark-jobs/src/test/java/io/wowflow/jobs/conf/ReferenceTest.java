package io.wowflow.jobs.conf;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReferenceTest {
  private static final Map<String, Class<? extends Record>> RECORDS =
      Map.of(
          "flow", FlowConf.class,
          "convert", ConvertConf.class,
          "synth", SynthConf.class,
          "evaluate", EvaluateConf.class,
          "distance", DistanceConf.class,
          "augment", AugmentConf.class,
          "distill", DistillConf.class,
          "report", PageConf.class,
          "verify", VerifyConf.class,
          "doctor", DoctorConf.class);

  private static JobConf smallest(String command) {
    return switch (command) {
      case "flow" ->
          FlowConf.of(
              Settings.resolve(
                  command, Map.of("source", "a", "target", "b", "output", "c"), Optional.empty()));
      case "convert" ->
          ConvertConf.of(
              Settings.resolve(command, Map.of("source", "a", "output", "c"), Optional.empty()));
      case "augment" ->
          AugmentConf.of(
              Settings.resolve(
                  command, Map.of("source", "a", "target", "b", "output", "c"), Optional.empty()));
      case "distill" ->
          DistillConf.of(
              Settings.resolve(
                  command,
                  Map.of("source", "a", "output", "c", "per-class", "3"),
                  Optional.empty()));
      case "distance" ->
          DistanceConf.of(
              Settings.resolve(command, Map.of("source", "a", "target", "b"), Optional.empty()));
      case "evaluate" ->
          EvaluateConf.of(
              Settings.resolve(command, Map.of("train", "a", "test", "b"), Optional.empty()));
      case "report" ->
          PageConf.of(Settings.resolve(command, Map.of("name", "a"), Optional.empty()));
      case "verify" ->
          VerifyConf.of(Settings.resolve(command, Map.of("name", "a"), Optional.empty()));
      case "doctor" -> DoctorConf.of(Settings.resolve(command, Map.of(), Optional.empty()));
      default ->
          SynthConf.of(
              Settings.resolve(command, Map.of("name", "rings", "output", "c"), Optional.empty()));
    };
  }

  /** Components that are not records of components themselves: what is read from one key. */
  private static List<String> components(Class<?> type) {
    return Stream.of(type.getRecordComponents())
        .filter(component -> !component.getName().equals("settings"))
        .flatMap(ReferenceTest::flattened)
        .toList();
  }

  private static Stream<String> flattened(RecordComponent component) {
    if (component.getType() == InputConf.class) {
      return Stream.of(component.getName(), component.getName() + "-format");
    }
    return component.getType().getSimpleName().endsWith("Conf")
        ? components(component.getType()).stream()
        : Stream.of(component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT));
  }

  @Test
  void everyCommandSaysWhatItDoes() {
    assertThat(Reference.commands())
        .containsOnlyKeys(
            "flow",
            "convert",
            "synth",
            "evaluate",
            "distance",
            "augment",
            "distill",
            "report",
            "verify",
            "doctor",
            "completion");
    assertThat(Reference.options("completion")).isEmpty();
    assertThat(Reference.commands().values()).allMatch(meaning -> meaning.endsWith("."));
  }

  @Test
  void everyKeyHasACommentAndEveryKeyButAFlagSaysWhatItsValueLooksLike() {
    for (String command : RECORDS.keySet()) {
      for (Reference.Option option : Reference.options(command)) {
        assertThat(option.meaning()).as(option.path()).hasSizeGreaterThan(10).doesNotStartWith("[");
        assertThat(Reference.config().hasPathOrNull(option.path())).as(option.path()).isTrue();
        assertThat(option.isFlag())
            .as(option.path())
            .isEqualTo(option.defaultText().filter(Set.of("true", "false")::contains).isPresent());
        assertThat(
                option.defaultText().isPresent()
                    || option.meaning().matches(".*(Not given:|Required).*"))
            .as("%s: without a default, the comment says what happens", option.path())
            .isTrue();
      }
    }
  }

  @Test
  void everyRecordComponentIsReadFromTheKeyOfItsName() {
    RECORDS.forEach(
        (command, type) -> {
          List<String> keys =
              Reference.options(command).stream().map(Reference.Option::key).toList();
          assertThat(components(type)).as(command).containsExactlyInAnyOrderElementsOf(keys);
        });
  }

  @Test
  void everyKeyIsRead() {
    for (String command : RECORDS.keySet()) {
      Set<String> keys =
          Reference.options(command).stream()
              .map(Reference.Option::key)
              .collect(Collectors.toCollection(TreeSet::new));
      assertThat(smallest(command).settings().keySet()).as(command).isEqualTo(keys);
    }
  }

  @Test
  void optionsComeInTheOrderOfTheFile() {
    assertThat(Reference.options("synth"))
        .extracting(Reference.Option::key)
        .startsWith("name", "classes", "samples", "dimension");
  }
}
