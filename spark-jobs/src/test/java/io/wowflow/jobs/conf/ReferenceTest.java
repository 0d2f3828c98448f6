package io.wowflow.jobs.conf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
        .distinct()
        .toList();
  }

  private static Stream<String> flattened(RecordComponent component) {
    if (component.getGenericType().getTypeName().matches(".*\\bInputConf>?")) {
      String side = component.getName();
      List<String> columns = components(InputConf.Columns.class);
      // With one input, the keys of all inputs are those of it.
      boolean alone =
          Stream.of(component.getDeclaringRecord().getRecordComponents())
                  .filter(other -> other.getType() == InputConf.class)
                  .count()
              == 1;
      return Stream.of(
              Stream.of(side, side + "-format", side + "-labels"),
              columns.stream(),
              alone ? Stream.<String>of() : columns.stream().map(column -> side + "-" + column))
          .flatMap(keys -> keys);
    }
    boolean nested =
        component.getType().isRecord() && component.getType().getEnclosingClass() != null;
    return nested || component.getType().getSimpleName().endsWith("Conf")
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
                    || option.attributes().defaultBy().isPresent()
                    || option.meaning().matches(".*(Default: |Required).*"))
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
          List<String> components = new ArrayList<>(components(type));
          if (command.equals("convert") || command.equals("evaluate")) {
            // Their inputs keep their labels.
            components.removeIf(key -> key.endsWith("-labels"));
          }
          if (command.equals("synth")) {
            // The test set keeps its labels.
            components.remove("test-labels");
          }
          assertThat(components).as(command).containsExactlyInAnyOrderElementsOf(keys);
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

  @Test
  void aCommandSharesEveryKeyThatTheFlowHasTooButForThese() {
    Map<String, Set<String>> own =
        Map.of(
            "augment", Set.of("mode"),
            "distill", Set.of("target-batch"),
            "synth", Set.of("standardise"));
    Set<String> ofFlow = keys("flow");
    own.forEach(
        (command, exceptions) -> {
          Set<String> common = keys(command);
          common.retainAll(ofFlow);
          common.removeAll(exceptions);
          assertThat(Reference.shared(command))
              .as(command)
              .containsExactlyInAnyOrderElementsOf(common);
        });
    assertThat(Reference.shared("convert")).isEmpty();
  }

  @Test
  void keysWithoutEffectOnTheResultOfAnAugmentation() {
    List<String> columns = components(InputConf.Columns.class);
    assertThat(Reference.withoutEffectOnResult("augment"))
        .containsAll(columns)
        .filteredOn(key -> !columns.contains(key.replaceFirst("^(source|target)-", "")))
        .containsExactlyInAnyOrder(
            "channels",
            "dry-run",
            "mode",
            "output",
            "run-date",
            "shared-filesystem",
            // The fingerprints of the data include labels.
            "source-labels",
            "target-labels",
            // These two decide at which step the flow ends: AugmentJob adds them to the identity of
            // a result.
            "stop-copying",
            "stop-plateau",
            "threads");
  }

  private static Set<String> keys(String command) {
    return Reference.options(command).stream()
        .map(Reference.Option::key)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<Reference.Option> parse(String... lines) {
    String text = "wowflow { flow { \n" + String.join("\n", lines) + "\n }, other { a = 1 } }";
    return Reference.options(ConfigFactory.parseString(text), "flow");
  }

  @Test
  void attributesAreParsedAndLeftOutOfTheMeaning() {
    List<Reference.Option> options =
        parse(
            "# [N] First line",
            "# and second.",
            "# @group method",
            "# @shared other",
            "# @no-effect-on-result",
            "a = 3",
            "# [x|y] B.",
            "# @no-effect-with a=3",
            "# @no-effect-without c",
            "b = x",
            "# [X] C.",
            "# @group run",
            "# @default-by b x=1 y=2.5",
            "c = null");

    assertThat(options).extracting(Reference.Option::key).containsExactly("a", "b", "c");
    assertThat(options.get(0).meaning()).isEqualTo("First line and second.");
    assertThat(options.get(0).label()).isEqualTo("N");
    assertThat(options.get(0).help()).isEqualTo("First line and second. Default: 3.");
    assertThat(options.get(0).attributes())
        .isEqualTo(
            new Reference.Attributes(
                Reference.Group.METHOD, Set.of("other"), false, Optional.empty(), List.of()));
    assertThat(options.get(1).attributes())
        .isEqualTo(
            new Reference.Attributes(
                Reference.Group.METHOD,
                Set.of(),
                true,
                Optional.empty(),
                List.of(
                    new Reference.Condition("a", Optional.of("3"), false),
                    new Reference.Condition("c", Optional.empty(), true))));
    assertThat(options.get(2).attributes().group()).isEqualTo(Reference.Group.RUN);
    assertThat(options.get(2).help()).isEqualTo("C. Default: 1 for x, 2.5 for y.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "@grup data",
        "@group dta",
        "@group",
        "@shared",
        "@shared nobody",
        "@no-effect-on-result a",
        "@no-effect-with",
        "@no-effect-with missing",
        "@no-effect-without a b",
        "@default-by b",
        "@default-by missing x=1",
        "@default-by b x",
      })
  void anAttributeThatIsNotUnderstoodIsNamedWithItsKey(String attribute) {
    assertThatThrownBy(() -> parse("# @group data", "a = 1", "# [N] B.", "# " + attribute, "b = 2"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("reference.conf: wowflow.flow.b: ");
  }

  @Test
  void theFirstKeyNeedsAGroup() {
    assertThatThrownBy(() -> parse("# [N] A.", "a = 1"))
        .hasMessage("reference.conf: wowflow.flow.a: the first key of a command needs @group");
  }

  @Test
  void aConditionLooksAtTheValueThatWasUnderstood() {
    Reference.Condition given = new Reference.Condition("k", Optional.empty(), false);
    Reference.Condition absent = new Reference.Condition("k", Optional.empty(), true);
    Reference.Condition equal = new Reference.Condition("k", Optional.of("v"), false);

    assertThat(Stream.of(5, true, "x").allMatch(given::isMet)).isTrue();
    assertThat(given.isMet(false) || given.isMet(null)).isFalse();
    assertThat(absent.isMet(false) && absent.isMet(null) && !absent.isMet("x")).isTrue();
    assertThat(equal.isMet("v") && !equal.isMet("w") && !equal.isMet(null)).isTrue();
    assertThat(List.of(given.text(), absent.text(), equal.text()))
        .containsExactly("with --k", "without --k", "with --k v");
  }
}
