package io.wowflow;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
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
          .layer("array")
          .definedBy("io.wowflow.math.array..")
          .layer("linalg")
          .definedBy("io.wowflow.math.linalg..")
          .layer("random")
          .definedBy("io.wowflow.math.random..")
          .layer("data")
          .definedBy("io.wowflow.math.data..")
          .layer("sliced")
          .definedBy("io.wowflow.math.sliced..")
          .layer("mmd")
          .definedBy("io.wowflow.math.mmd..")
          .layer("transport")
          .definedBy("io.wowflow.math.transport..")
          .layer("flow")
          .definedBy("io.wowflow.math.flow..")
          .whereLayer("array")
          .mayNotAccessAnyLayer()
          .whereLayer("linalg")
          .mayOnlyAccessLayers("array")
          .whereLayer("random")
          .mayNotAccessAnyLayer()
          .whereLayer("data")
          .mayOnlyAccessLayers("array")
          .whereLayer("sliced")
          .mayOnlyAccessLayers("array", "linalg", "random", "data")
          .whereLayer("mmd")
          .mayOnlyAccessLayers("array", "linalg", "sliced")
          .whereLayer("transport")
          .mayOnlyAccessLayers("array", "data", "linalg")
          .whereLayer("flow")
          .mayNotBeAccessedByAnyLayer();

  @ArchTest
  static final ArchRule JOB_LAYERS =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("conf")
          .definedBy("io.wowflow.jobs.conf..")
          .layer("session")
          .definedBy("io.wowflow.jobs.session..")
          .layer("io")
          .definedBy("io.wowflow.jobs.io..")
          .layer("checkpoint")
          .definedBy("io.wowflow.jobs.checkpoint..")
          .layer("report")
          .definedBy("io.wowflow.jobs.report..")
          .layer("function")
          .definedBy("io.wowflow.jobs.function..")
          .layer("engine")
          .definedBy("io.wowflow.jobs.engine..")
          .layer("learn")
          .definedBy("io.wowflow.jobs.learn..")
          .layer("job")
          .definedBy("io.wowflow.jobs.job..")
          .layer("main")
          .definedBy("io.wowflow.jobs.main..")
          .whereLayer("conf")
          .mayNotAccessAnyLayer()
          .whereLayer("function")
          .mayNotAccessAnyLayer()
          .whereLayer("session")
          .mayOnlyAccessLayers("conf", "function")
          .whereLayer("engine")
          .mayOnlyAccessLayers("conf", "function")
          .whereLayer("io")
          .mayOnlyAccessLayers("conf")
          .whereLayer("checkpoint")
          .mayOnlyAccessLayers("conf", "io")
          .whereLayer("report")
          .mayOnlyAccessLayers("conf", "io")
          .whereLayer("learn")
          .mayOnlyAccessLayers("conf", "io")
          .whereLayer("job")
          .mayOnlyAccessLayers("conf", "session", "io", "checkpoint", "report", "engine", "learn")
          .whereLayer("main")
          .mayNotBeAccessedByAnyLayer();

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
  static final ArchRule NO_MUTABLE_STATICS = fields().that().areStatic().should().beFinal();

  @ArchTest
  static final ArchRule FEW_PARAMETERS =
      methods().that().arePublic().should(new AtMostFiveParameters());

  @ArchTest
  static final ArchRule ONLY_MAIN_ENDS_THE_PROCESS =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.wowflow.jobs.main..")
          .should()
          .callMethod(System.class, "exit", int.class);

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
                        .isLessThanOrEqualTo(400));
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
