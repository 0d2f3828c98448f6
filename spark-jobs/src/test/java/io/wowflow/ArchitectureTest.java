package io.wowflow;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.codeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.wowflow.math.internal.SumBuffers;
import io.wowflow.math.internal.WorkPool;
import io.wowflow.math.internal.Workspace;
import io.wowflow.math.mmd.MixKernel;
import io.wowflow.math.sliced.ClassKernel;
import io.wowflow.math.sliced.PairKernel;
import io.wowflow.math.sliced.PanelRow;
import io.wowflow.math.sliced.Projector;
import io.wowflow.math.sliced.TreeSum;
import io.wowflow.math.wow.PlanMix;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** The house: who may import whom, and what the house refuses. */
@AnalyzeClasses(packages = "io.wowflow", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule CORE_MATH_NEEDS_THE_JDK_ALONE =
      noClasses()
          .that()
          .resideInAPackage("io.wowflow.math..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("io.wowflow.math..")
                  .or(resideInAPackage("java.lang.."))
                  .or(resideInAnyPackage("java.util..", "jdk.incubator.vector.."))
                  .or(type(java.io.Serializable.class))
                  .negate())
          .because("core-math is pure numerics: no files, no clock, no logging, no Spark");

  @ArchTest
  static final ArchRule MATH_LAYERS =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("internal")
          .definedBy("io.wowflow.math.internal..")
          .layer("array")
          .definedBy("io.wowflow.math.array..")
          .layer("linalg")
          .definedBy("io.wowflow.math.linalg..")
          .layer("random")
          .definedBy("io.wowflow.math.random..")
          .layer("data")
          .definedBy("io.wowflow.math.data..")
          .layer("standin")
          .definedBy("io.wowflow.math.standin..")
          .layer("sliced")
          .definedBy("io.wowflow.math.sliced..")
          .layer("mmd")
          .definedBy("io.wowflow.math.mmd..")
          .layer("transport")
          .definedBy("io.wowflow.math.transport..")
          .layer("wow")
          .definedBy("io.wowflow.math.wow..")
          .layer("flow")
          .definedBy("io.wowflow.math.flow..")
          .whereLayer("internal")
          .mayNotAccessAnyLayer()
          .whereLayer("array")
          .mayOnlyAccessLayers("internal")
          .whereLayer("linalg")
          .mayOnlyAccessLayers("internal", "array")
          .whereLayer("random")
          .mayNotAccessAnyLayer()
          .whereLayer("data")
          .mayOnlyAccessLayers("internal", "array")
          .whereLayer("standin")
          .mayOnlyAccessLayers("internal", "array", "data", "random")
          .whereLayer("sliced")
          .mayOnlyAccessLayers("internal", "array", "linalg", "random", "data")
          .whereLayer("mmd")
          .mayOnlyAccessLayers("internal", "array", "linalg", "data", "sliced")
          .whereLayer("transport")
          .mayOnlyAccessLayers("internal", "array", "data", "linalg", "random")
          .whereLayer("wow")
          .mayOnlyAccessLayers("internal", "array", "data", "linalg", "sliced", "transport")
          .whereLayer("flow")
          .mayNotBeAccessedByAnyLayer();

  /**
   * The rooms of spark-jobs, from the top floor down. A room uses rooms of lower floors only; rooms
   * of one floor do not know each other.
   */
  private static final List<List<String>> FLOORS =
      List.of(
          List.of("main"),
          List.of("augment", "convert", "distance", "doctor", "evaluate", "standin"),
          List.of("compare"),
          List.of("files"),
          List.of("flow"),
          List.of("plan"),
          List.of("input"),
          List.of("context", "engine", "learn", "output", "report", "session"),
          List.of("snapshot", "learn.embed", "function"),
          List.of("record"),
          List.of("io"),
          List.of("io.csv", "io.npz"),
          List.of("io.parquet"),
          List.of("io.binary", "io.image", "io.spread"),
          List.of("io.place"),
          List.of("io.synthetic"),
          List.of("io.rows"),
          List.of("io.dataset", "launch"),
          List.of("conf"));

  /** Rooms that know nothing of the rooms below them, though they are on a higher floor. */
  private static final Set<String> APART = Set.of("function");

  @Test
  void roomsUseLowerFloorsOnly() {
    JavaClasses classes =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.wowflow.jobs");
    Map<String, Integer> floorOf = new HashMap<>();
    for (int floor = 0; floor < FLOORS.size(); floor++) {
      for (String room : FLOORS.get(floor)) {
        floorOf.put(room, floor);
      }
    }
    for (JavaClass from : classes) {
      String room = room(from);
      Assertions.assertThat(floorOf).as("room of %s", from.getName()).containsKey(room);
      for (Dependency dependency : from.getDirectDependenciesFromSelf()) {
        JavaClass to = dependency.getTargetClass().getBaseComponentType();
        if (to.getPackageName().startsWith(JOBS) && !room(to).equals(room)) {
          Assertions.assertThat(floorOf.get(room(to)))
              .as(dependency.getDescription())
              .isGreaterThan(floorOf.get(room));
          Assertions.assertThat(APART).as(dependency.getDescription()).doesNotContain(room);
        }
      }
    }
  }

  private static final String JOBS = "io.wowflow.jobs.";

  private static String room(JavaClass type) {
    return type.getPackageName().substring(JOBS.length());
  }

  @ArchTest
  static final ArchRule THE_NEURAL_NETWORK_LIBRARY_STAYS_IN_LEARN =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.wowflow.jobs.learn..")
          .should()
          .dependOnClassesThat(resideInAPackage("ai.djl.."));

  @ArchTest
  static final ArchRule NO_CYCLES =
      slices().matching("io.wowflow.(*).(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule NO_VAGUE_NAMES =
      noClasses()
          .should()
          .haveNameMatching(".*(Utils?|Helper|Common|Base|Manager)")
          .because("a name says what a class does");

  /** The kernels of a step, and the threads and scratch arrays of core-math, are for engines. */
  @ArchTest
  static final ArchRule ONLY_ENGINES_USE_KERNELS =
      noClasses()
          .that()
          .resideInAPackage("io.wowflow.jobs..")
          .and()
          .resideOutsideOfPackages(
              "io.wowflow.jobs.engine..",
              "io.wowflow.jobs.function..",
              "io.wowflow.jobs.learn.embed..",
              // Registers what travels between executors with Kryo.
              "io.wowflow.jobs.session..")
          .should()
          .dependOnClassesThat(
              belongToAnyOf(
                  ClassKernel.class,
                  PairKernel.class,
                  MixKernel.class,
                  PlanMix.class,
                  PanelRow.class,
                  Projector.class,
                  TreeSum.class,
                  SumBuffers.class,
                  WorkPool.class,
                  Workspace.class));

  @ArchTest
  static final ArchRule ONLY_MAIN_PRINTS =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.wowflow.jobs.main..")
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err");

  @ArchTest
  static final ArchRule NO_UNSEEDED_RANDOMNESS =
      noClasses()
          .should()
          .callMethod(Math.class, "random")
          .orShould()
          .dependOnClassesThat(
              resideInAPackage("java.util.random..")
                  .or(type(Random.class))
                  .or(type(ThreadLocalRandom.class)));

  @ArchTest
  static final ArchRule NO_MATRICES_OF_ROWS =
      fields().should().notHaveRawType(double[][].class).because("storage is flat");

  @ArchTest
  static final ArchRule TEXT_HAS_THE_LOCALE_OF_NO_MACHINE =
      noClasses()
          .should()
          .callMethod(String.class, "format", String.class, Object[].class)
          .orShould()
          .callMethod(String.class, "formatted", Object[].class)
          .orShould()
          .callMethod(String.class, "toLowerCase")
          .orShould()
          .callMethod(String.class, "toUpperCase")
          .orShould()
          .callMethod(PrintStream.class, "printf", String.class, Object[].class)
          .orShould()
          .callMethod(PrintWriter.class, "printf", String.class, Object[].class)
          .because("numbers in files and messages are read by programs: Locale.ROOT");

  @ArchTest
  static final ArchRule NO_MUTABLE_STATICS = fields().that().areStatic().should().beFinal();

  @ArchTest
  static final ArchRule FEW_PARAMETERS =
      methods().that().arePublic().should(new AtMostFiveParameters());

  /** Packages that the job's jar holds under other names: a caller's class would not be theirs. */
  private static final List<String> RELOCATED =
      List.of(
          "com.typesafe.config",
          "picocli",
          "me.tongfei.progressbar",
          "de.siegmar.fastcsv",
          "com.samskivert.mustache",
          "org.jline");

  @ArchTest
  static final ArchRule NO_RELOCATED_TYPES_IN_PUBLIC =
      codeUnits()
          .that()
          .arePublic()
          .or()
          .areProtected()
          .and()
          .areDeclaredInClassesThat()
          .resideOutsideOfPackage("io.wowflow.jobs.main..")
          .should(
              new ArchCondition<JavaCodeUnit>("name no relocated type if their class is public") {
                @Override
                public void check(JavaCodeUnit unit, ConditionEvents events) {
                  Stream.concat(Stream.of(unit.getReturnType()), unit.getParameterTypes().stream())
                      .flatMap(type -> type.getAllInvolvedRawTypes().stream())
                      .filter(type -> RELOCATED.stream().anyMatch(type.getName()::startsWith))
                      .filter(type -> unit.getOwner().getModifiers().contains(JavaModifier.PUBLIC))
                      .forEach(
                          type ->
                              events.add(
                                  SimpleConditionEvent.violated(
                                      unit, unit.getFullName() + " names " + type.getName())));
                }
              });

  @ArchTest
  static final ArchRule ONLY_MAIN_ENDS_THE_PROCESS =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.wowflow.jobs.main..")
          .should()
          .callMethod(System.class, "exit", int.class);

  /** A file longer than this holds more than one subject; a shorter one may, too. */
  private static final int MOST_LINES = 600;

  @Test
  void filesStayShort() {
    for (String module : List.of("core-math", "spark-jobs")) {
      Path sources = Path.of(System.getProperty("wowflow.root"), module, "src");
      try (Stream<Path> files = Files.walk(sources)) {
        files
            .filter(file -> file.toString().endsWith(".java"))
            .forEach(
                file ->
                    Assertions.assertThat(lines(file))
                        .as("lines of %s", file)
                        .isLessThanOrEqualTo(MOST_LINES));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static long lines(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Public methods take at most five parameters; the canonical constructors of records may take
   * more.
   */
  private static final class AtMostFiveParameters extends ArchCondition<JavaMethod> {
    AtMostFiveParameters() {
      super("have at most five parameters");
    }

    @Override
    public void check(JavaMethod method, ConditionEvents events) {
      if (method.getRawParameterTypes().size() > 5
          && method.getOwner().getModifiers().contains(JavaModifier.PUBLIC)) {
        events.add(SimpleConditionEvent.violated(method, method.getFullName()));
      }
    }
  }
}
