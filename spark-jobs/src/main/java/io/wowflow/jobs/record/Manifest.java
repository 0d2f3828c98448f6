package io.wowflow.jobs.record;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonMappingException;
import io.wowflow.jobs.conf.Build;
import io.wowflow.jobs.conf.UserInfo;
import io.wowflow.jobs.io.dataset.ReadReport;
import io.wowflow.math.data.LabelledDataset;
import io.wowflow.math.flow.Convergence.Trend;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The description of a result and of the run that made it: {@code _MANIFEST.json}. What is not
 * known is null, never left out.
 *
 * @param run identity, time and place of the run
 * @param settings the resolved configuration
 * @param inputs the datasets that were read
 * @param numerics the numerical choices that decide the bits of the result
 * @param outcome how the run ended
 * @param comparison the comparison at equal budget that allowed to publish the result, or those of
 *     a stand-in with the real samples, by the names of the figures; null without one
 * @param files the files of the result, by which it can be verified; null before the commit and in
 *     results of versions that did not record them
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record Manifest(
    Run run,
    Settings settings,
    List<Input> inputs,
    Numerics numerics,
    Outcome outcome,
    Map<String, Object> comparison,
    List<DataFile> files) {

  /** The role of a file of directions. */
  public static final String DIRECTIONS = "directions";

  /** The role of the samples of the target that a flow does not see. */
  public static final String HELD = "hold-out";

  /**
   * A manifest before the commit, which adds the files.
   *
   * @param run identity, time and place of the run
   * @param settings the resolved configuration
   * @param inputs the datasets that were read
   * @param numerics the numerical choices that decide the bits of the result
   * @param outcome how the run ended
   */
  public Manifest(
      Run run, Settings settings, List<Input> inputs, Numerics numerics, Outcome outcome) {
    this(run, settings, inputs, numerics, outcome, null, null);
  }

  /**
   * The same manifest with the files of the result.
   *
   * @param all every data file and table
   * @return the manifest
   */
  public Manifest with(List<DataFile> all) {
    return new Manifest(run, settings, inputs, numerics, outcome, comparison, List.copyOf(all));
  }

  /**
   * The same manifest with the comparison that allowed to publish the result.
   *
   * @param figures the figures by their names
   * @return the manifest
   */
  public Manifest comparedBy(Map<String, Object> figures) {
    return new Manifest(run, settings, inputs, numerics, outcome, figures, files);
  }

  /**
   * A file of a result.
   *
   * @param name its path relative to the directory of the result, such as {@code
   *     data/part-00000.snappy.parquet}
   * @param bytes its length
   * @param sha256 of its content, 64 hexadecimal digits
   */
  public record DataFile(String name, long bytes, String sha256) {}

  /**
   * Identity, time and place of a run.
   *
   * @param id the run's id
   * @param start when it began, ISO 8601 in UTC
   * @param wallSeconds how long it took
   * @param resumedFromStep the step of the snapshot that it resumed from, or null
   * @param environment software and machine
   */
  public record Run(
      String id,
      String start,
      double wallSeconds,
      Integer resumedFromStep,
      Environment environment) {

    /**
     * The description of a run.
     *
     * @param id the run's id
     * @param start when it began
     * @param wallSeconds how long it took
     * @param resumedFromStep the step of the snapshot that it resumed from, or null
     * @param environment software and machine
     * @return the description
     */
    public static Run of(
        RunId id,
        Instant start,
        double wallSeconds,
        Integer resumedFromStep,
        Environment environment) {
      return new Run(id.value(), start.toString(), wallSeconds, resumedFromStep, environment);
    }
  }

  /**
   * Software and machine.
   *
   * @param wowflow version of WowFlow
   * @param commit the commit that it was built from
   * @param java version and vendor of the Java runtime
   * @param spark version of Spark
   * @param machine the machine of the driver
   */
  public record Environment(
      String wowflow, String commit, String java, String spark, Machine machine) {
    /**
     * This process.
     *
     * @param sparkVersion version of Spark
     * @return its software and machine; {@code unknown} where the build has no record of it
     */
    public static Environment current(String sparkVersion) {
      Build build = Build.current();
      return new Environment(
          build.version(),
          build.commit(),
          System.getProperty("java.version") + " (" + System.getProperty("java.vendor") + ")",
          sparkVersion,
          Machine.current());
    }
  }

  /**
   * A machine.
   *
   * @param os name and version of the operating system
   * @param arch architecture of the processor
   * @param cores processors that this process may use
   * @param maxHeapBytes the limit of its heap
   */
  public record Machine(String os, String arch, int cores, long maxHeapBytes) {
    static Machine current() {
      return new Machine(
          System.getProperty("os.name") + " " + System.getProperty("os.version"),
          System.getProperty("os.arch"),
          Runtime.getRuntime().availableProcessors(),
          Runtime.getRuntime().maxMemory());
    }
  }

  /**
   * The resolved configuration.
   *
   * @param configuration keys to values, secrets redacted
   * @param sha256 of the compact JSON of {@code configuration} with sorted keys
   * @param seed the key of all random numbers
   */
  public record Settings(Map<String, Object> configuration, String sha256, long seed) {
    /**
     * Redacts and hashes a configuration.
     *
     * @param configuration keys to values; values may be maps and lists in turn
     * @param seed the key of all random numbers
     * @param redaction hides secrets
     * @return the settings
     */
    public static Settings of(Map<String, ?> configuration, long seed, Redaction redaction) {
      Map<String, Object> redacted = redaction.apply(configuration);
      return new Settings(redacted, Json.hash(redacted), seed);
    }
  }

  /**
   * A dataset, or a file of {@link #DIRECTIONS}, that was read.
   *
   * @param role {@code source}, {@code target}, {@code held out} or {@code directions}
   * @param uri where it was read, without secrets
   * @param format its format
   * @param size its size
   * @param fingerprint SHA-256 of its bits, see {@link Fingerprint}
   * @param read what was read and why, {@link ReadReport#toMap}; null for directions, and in
   *     manifests of versions that did not record it
   */
  public record Input(
      String role,
      String uri,
      String format,
      Size size,
      String fingerprint,
      Map<String, Object> read) {
    /**
     * Describes a dataset as the run uses it.
     *
     * @param role {@code source} or {@code target}
     * @param uri where it was read
     * @param report what was read
     * @param dataset the dataset, not modified
     * @return the description
     */
    public static Input of(String role, String uri, ReadReport report, LabelledDataset dataset) {
      Size size = new Size(dataset.classCount(), dataset.sampleCount(), dataset.dimension());
      return new Input(
          role, UserInfo.cut(uri), report.format(), size, Fingerprint.of(dataset), report.toMap());
    }

    /**
     * The same dataset, as the run uses it after a map of its values that was made from the data.
     *
     * @param map the map as text
     * @return the same with the SHA-256 of fingerprint and map as fingerprint
     */
    public Input seenThrough(String map) {
      String both = Sha256.of((fingerprint + " " + map).getBytes(StandardCharsets.UTF_8));
      return new Input(role, uri, format, size, both, read);
    }

    /**
     * The first difference between two lists of inputs. Early manifests do not list directions:
     * against one of these, directions count as unchanged.
     *
     * @param then the inputs of a manifest
     * @param now the inputs that are read now
     * @return the role of the first input that one has and the other has not, or has with another
     *     fingerprint; empty if there is none
     */
    public static Optional<String> changed(List<Input> then, List<Input> now) {
      Map<String, String> before = fingerprints(then);
      Map<String, String> after = fingerprints(now);
      if (!before.containsKey(DIRECTIONS)) {
        after.remove(DIRECTIONS);
      }
      return Stream.concat(after.keySet().stream(), before.keySet().stream())
          .filter(role -> !Objects.equals(before.get(role), after.get(role)))
          .findFirst();
    }

    private static Map<String, String> fingerprints(List<Input> inputs) {
      Map<String, String> out = new LinkedHashMap<>();
      inputs.forEach(input -> out.put(input.role, input.fingerprint));
      return out;
    }
  }

  /**
   * The size of a dataset.
   *
   * @param classes number of classes; of directions, for how many steps there are some
   * @param samples number of samples in all classes; of directions in all steps
   * @param dimension d
   */
  public record Size(int classes, long samples, int dimension) {}

  /**
   * The numerical choices that decide the bits of a result.
   *
   * @param quantileLevels Q, or null where there is no quantile embedding
   * @param exactEmbedding whether every class size divides Q, or null likewise
   * @param kernel the kernel, or null where there is none
   * @param rematch steps from one matching of the classes to the next, 0 for a matching at step 0
   *     only; null where steps need no matching
   * @param stepSize the step size as resolved, or null where there is none
   * @param blocks the logical blocks, or null where there are none
   * @param engine the engine, or null where there is no choice
   */
  public record Numerics(
      Integer quantileLevels,
      Boolean exactEmbedding,
      Kernel kernel,
      Integer rematch,
      Double stepSize,
      Blocks blocks,
      Engine engine) {}

  /**
   * A kernel.
   *
   * @param name its name
   * @param parameter r or h as resolved
   */
  public record Kernel(String name, double parameter) {}

  /**
   * The logical blocks.
   *
   * @param classes classes in a block
   * @param directions directions in a block
   */
  public record Blocks(int classes, int directions) {}

  /**
   * An engine.
   *
   * @param name {@code in-process} or {@code distributed}
   * @param reason why it was chosen
   */
  public record Engine(String name, String reason) {}

  /**
   * How a run ended.
   *
   * @param exitState {@code done}, or the name of another exit code
   * @param steps steps made
   * @param stopReason why it stopped where it did, or null
   * @param finalObjective the objective of the last state, or null
   * @param stateHash fingerprint of the last state, or null
   * @param features the features of the result against those of the target, or null
   * @param convergence the course of the objective at the end; null where there is no flow, and in
   *     manifests of versions that did not judge it
   * @param copying the copy share of the result; null without held samples
   * @param classWeights the weights of the source classes at the start and at the end; null without
   *     {@code --reweight}
   */
  public record Outcome(
      String exitState,
      int steps,
      String stopReason,
      Double finalObjective,
      String stateHash,
      Features features,
      Convergence convergence,
      Copying copying,
      List<WeightTable.Row> classWeights) {}

  /**
   * The copy share of a result.
   *
   * @param held number of held samples that the particles were compared with
   * @param decidable false if they are too few for a decision
   * @param step the step of the report; all numbers below are null where there is no share
   * @param share the part of the particles that are nearer to a seen than to a held sample
   * @param low lower end of the band of 95 % of the permuted shares
   * @param high upper end of the band
   * @param atStart the share at the first report
   * @param heldDistance SW_2 between the particles and the held samples, in the units of the flow
   * @param stopStep the step of the report that stopped the flow before it copied, or null
   * @param text the same as a sentence
   */
  public record Copying(
      int held,
      boolean decidable,
      Integer step,
      Double share,
      Double low,
      Double high,
      Double atStart,
      Double heldDistance,
      Integer stopStep,
      String text) {
    /**
     * Describes the share of a state.
     *
     * @param log the shares along the flow
     * @param step the step of the state
     * @return the description
     */
    public static Copying of(CopyLog log, int step) {
      Optional<CopyLog.Row> row = log.held() == 0 ? Optional.empty() : log.at(step);
      return new Copying(
          log.held(),
          log.isDecidable(),
          row.map(CopyLog.Row::step).orElse(null),
          row.map(CopyLog.Row::share).orElse(null),
          row.map(CopyLog.Row::low).orElse(null),
          row.map(CopyLog.Row::high).orElse(null),
          row.map(r -> log.rows().get(0).share()).orElse(null),
          row.map(CopyLog.Row::heldDistance).orElse(null),
          log.stop().isPresent() ? log.stop().getAsInt() : null,
          log.text(step));
    }
  }

  /**
   * The course of the objective at the end of a flow.
   *
   * @param verdict {@code converged}, {@code falling}, {@code rising} or {@code unknown}
   * @param step the step at which the flow converged, or null
   * @param percent the change of the objective over the last tenth of the steps in per cent,
   *     negative for a fall; of an objective that ends above its start, against the start; null for
   *     {@code converged} and {@code unknown}
   * @param text the same as a sentence
   */
  public record Convergence(String verdict, Integer step, Double percent, String text) {
    /**
     * Describes a trend.
     *
     * @param trend the trend
     * @return the description
     */
    public static Convergence of(Trend trend) {
      return new Convergence(
          trend.verdict().name().toLowerCase(Locale.ROOT),
          trend.step().isPresent() ? trend.step().getAsInt() : null,
          trend.change() == 0 ? null : trend.change(),
          trend.text());
    }
  }

  /**
   * Range and spread of the features of a result, compared with the samples of the target.
   *
   * @param count number of features
   * @param outside number of features whose range leaves that of the target by more than a tenth of
   *     its length
   * @param farthest the feature that leaves it the farthest, or null if none does
   * @param excess by how much, as a share of the length of the target's range; of a feature that is
   *     constant in the target, as a share of the largest of its values; 0 if none does
   * @param narrowest the feature with the smallest ratio of deviations, or null if all features of
   *     the target are constant
   * @param smallestRatio its deviation in the result over that in the target, or null
   * @param widest the feature with the largest ratio of deviations, or null
   * @param largestRatio its deviation in the result over that in the target, or null
   */
  public record Features(
      int count,
      int outside,
      String farthest,
      double excess,
      String narrowest,
      Double smallestRatio,
      String widest,
      Double largestRatio) {

    /**
     * The comparison in words.
     *
     * @return one line
     */
    public String line() {
      StringBuilder out = new StringBuilder();
      out.append(outside).append(" of ").append(count);
      out.append(" leave the range of the target by more than a tenth");
      if (farthest != null) {
        out.append(String.format(Locale.ROOT, "; %s the farthest, by %.2g", farthest, excess));
      }
      if (narrowest != null) {
        out.append(
            String.format(
                Locale.ROOT,
                "; deviations are %.3g (%s) to %.3g (%s) of those of the target",
                smallestRatio,
                narrowest,
                largestRatio,
                widest));
      }
      return out.toString();
    }
  }

  /**
   * The manifest as the text of {@code _MANIFEST.json}.
   *
   * @return indented JSON, UTF-8, ending in a line feed
   */
  public byte[] toJson() {
    return Json.pretty(this);
  }

  /**
   * Reads a text that {@link #toJson} wrote; entries that this version does not know are ignored.
   *
   * @param json the text of a {@code _MANIFEST.json}
   * @return the manifest
   * @throws IOException if it is not a manifest
   */
  public static Manifest parse(byte[] json) throws IOException {
    Manifest manifest = Json.read(json, Manifest.class);
    boolean whole =
        manifest.run != null
            && manifest.run.id != null
            && manifest.settings != null
            && manifest.settings.configuration != null
            && manifest.inputs != null
            && manifest.inputs.stream().noneMatch(Objects::isNull)
            && manifest.outcome != null
            && (manifest.files == null || manifest.files.stream().allMatch(Manifest::isWhole));
    if (!whole) {
      throw new JsonMappingException(null, "it lacks what every run writes");
    }
    return manifest;
  }

  private static boolean isWhole(DataFile file) {
    return file != null && file.name != null && !file.name.isEmpty() && file.sha256 != null;
  }
}
