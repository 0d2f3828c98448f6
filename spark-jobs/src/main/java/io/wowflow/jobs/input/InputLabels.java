package io.wowflow.jobs.input;

import io.wowflow.jobs.conf.Amount;
import io.wowflow.jobs.conf.DescentConf.Standardise;
import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.conf.InputConf;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.conf.UserInfo;
import io.wowflow.jobs.io.dataset.LabelKind;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.jobs.io.dataset.ReadReport;
import io.wowflow.jobs.io.place.DatasetUri;
import io.wowflow.jobs.io.place.FileSystems;
import io.wowflow.jobs.io.rows.KnownNames;
import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.data.LabelledDataset;
import io.wowflow.math.random.CounterRandom;
import io.wowflow.math.random.Streams;
import io.wowflow.math.transport.KMeans;
import io.wowflow.math.transport.Silhouette;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Labels in the place of those of an input, which may have none: clusters of its samples, or the
 * lines of a text file.
 *
 * <p>Clusters are the cells of k-means++ ({@link KMeans}) on standardised features, the best of
 * {@value #STARTS} starts by its cost. Their labels are 0 to K - 1, the largest cluster first,
 * equal ones in the order of their first samples. A file has one label per line, for the samples in
 * canonical order: by {@code id} where there is one, else as they are in the input.
 */
public final class InputLabels {
  private static final int STARTS = 5;
  private static final int MOST_JUDGED = 2000;

  private final long seed;
  private final Configuration hadoop;
  private final Consumer<String> notices;

  /**
   * New labels for the inputs of a job.
   *
   * @param seed of clusters and draws
   * @param hadoop where files of labels are read from
   * @param notices receives a sentence about new labels
   */
  public InputLabels(long seed, Configuration hadoop, Consumer<String> notices) {
    this.seed = seed;
    this.hadoop = hadoop;
    this.notices = notices;
  }

  /**
   * Replaces the labels of a dataset where its configuration requests that.
   *
   * @param read all samples of the input
   * @param input its configuration
   * @param samplesPerClass samples of each of the new classes to draw; empty for all
   * @return the same dataset if its labels stay
   * @throws JobException (input) if there are fewer different samples than clusters, the file
   *     cannot be read or does not have a label for each sample, or a class has fewer samples than
   *     are drawn; (usage) if the samples do not fit into one array
   */
  public LoadedDataset applied(LoadedDataset read, InputConf input, OptionalInt samplesPerClass) {
    if (input.labels().isEmpty()) {
      return read;
    }
    String name = InputNames.name(input);
    LoadedDataset pooled = pooled(read, name);
    InputConf.Labels asked = input.labels().get();
    LoadedDataset made =
        asked.clusters().isPresent()
            ? clustered(pooled, asked.clusters().getAsInt(), name)
            : fromFile(pooled, asked.file().orElseThrow(), name);
    String sentence = name + ": labels from " + made.report().label();
    notices.accept(sentence + ", sizes " + sizes(made.report().made().orElseThrow().sizes()));
    return samplesPerClass.isPresent()
        ? ClassParts.drawn(made, seed, samplesPerClass.getAsInt(), name)
        : made;
  }

  private static String sizes(Map<String, Integer> sizes) {
    String first =
        sizes.entrySet().stream()
            .limit(10)
            .map(each -> KnownNames.shortened(each.getKey()) + ": " + each.getValue())
            .collect(Collectors.joining(", "));
    return sizes.size() > 10 ? first + " and " + (sizes.size() - 10) + " more" : first;
  }

  /** All samples in one class, in canonical order. */
  private static LoadedDataset pooled(LoadedDataset read, String name) {
    LabelledDataset dataset = read.dataset();
    int d = dataset.dimension();
    if (dataset.sampleCount() * d > Integer.MAX_VALUE - 8) {
      throw JobException.usage(
          name
              + ": "
              + dataset.sampleCount()
              + " samples of dimension "
              + d
              + " do not fit into one array, which new labels need: label a part of them");
    }
    record Place(int c, int i) {}
    List<Place> places = new ArrayList<>();
    for (int c = 0; c < dataset.classCount(); c++) {
      for (int i = 0; i < dataset.get(c).size(); i++) {
        places.add(new Place(c, i));
      }
    }
    places.sort(Comparator.comparingLong(place -> read.ids().get(place.c)[place.i]));
    List<LabelledClass> classes = dataset.classes().stream().map(LabelledClass::inMemory).toList();
    float[] values = new float[places.size() * d];
    double[] weights = new double[places.size()];
    long[] ids = new long[places.size()];
    for (int row = 0; row < ids.length; row++) {
      Place place = places.get(row);
      LabelledClass from = classes.get(place.c);
      System.arraycopy(from.samples().values(), place.i * d, values, row * d, d);
      // Relative to the class, which has as much weight as samples.
      weights[row] = from.isUniform() ? 1 : from.weight(place.i) * from.size();
      ids[row] = read.ids().get(place.c)[place.i];
    }
    LabelledClass all =
        LabelledClass.weighted("all", new FloatMatrix(ids.length, d, values), weights);
    return new LoadedDataset(
        LabelledDataset.of(List.of(all)),
        LabelKind.STRING,
        List.of(ids),
        read.shape(),
        Optional.empty(),
        read.report(),
        read.ranges(),
        read.units());
  }

  private LoadedDataset clustered(LoadedDataset pooled, int count, String name) {
    int n = pooled.dataset().get(0).size();
    if (n < count) {
      throw JobException.input(
          String.format(
              Locale.ROOT,
              "%s has %s, which cannot be %d clusters; request fewer clusters",
              name,
              Amount.of(n, "sample"),
              count));
    }
    LabelledClass seen =
        Standardisation.of(Standardise.TARGET, pooled, List.of()).apply(pooled.dataset()).get(0);
    KMeans.Clusters best = null;
    for (int start = 0; start < STARTS; start++) {
      CounterRandom random = CounterRandom.at(seed, Streams.CLUSTERS, start);
      KMeans.Clusters found = KMeans.of(seen, count, random::nextDouble);
      best = best == null || found.cost() < best.cost() ? found : best;
    }
    int[] clusterOf = bySize(best.cellOf(), count);
    int distinct = (int) Arrays.stream(clusterOf).distinct().count();
    if (distinct < count) {
      throw JobException.input(
          String.format(
              Locale.ROOT,
              "%s has only %d different samples, which cannot be %d clusters; request fewer clusters",
              name,
              distinct,
              count));
    }
    double silhouette = silhouette(seen.samples(), clusterOf);
    List<String> labels = Arrays.stream(clusterOf).mapToObj(Integer::toString).toList();
    String place =
        String.format(
            Locale.ROOT,
            "%d clusters (k-means++ on standardised features, silhouette %.3f)%s",
            count,
            silhouette,
            replaced(pooled));
    return labelled(
        pooled,
        LabelKind.INTEGER,
        labels,
        place,
        "cluster",
        Double.isNaN(silhouette) ? OptionalDouble.empty() : OptionalDouble.of(silhouette));
  }

  private static String replaced(LoadedDataset pooled) {
    String before = pooled.report().label();
    return before.equals(ReadReport.NO_LABELS) ? "" : " in place of " + before;
  }

  /** Clusters numbered from the largest to the smallest. */
  private static int[] bySize(int[] cellOf, int count) {
    int[] sizes = new int[count];
    int[] firsts = new int[count];
    for (int i = cellOf.length - 1; i >= 0; i--) {
      sizes[cellOf[i]]++;
      firsts[cellOf[i]] = i;
    }
    int[] rank = new int[count];
    List<Integer> order =
        IntStream.range(0, count)
            .boxed()
            .sorted(
                Comparator.<Integer>comparingInt(k -> -sizes[k]).thenComparingInt(k -> firsts[k]))
            .toList();
    for (int place = 0; place < count; place++) {
      rank[order.get(place)] = place;
    }
    return Arrays.stream(cellOf).map(k -> rank[k]).toArray();
  }

  /** The mean silhouette, of at most {@value #MOST_JUDGED} samples that the seed draws. */
  private double silhouette(FloatMatrix samples, int[] clusterOf) {
    int n = samples.rows();
    if (n <= MOST_JUDGED) {
      return Silhouette.mean(samples, clusterOf);
    }
    CounterRandom random = CounterRandom.at(seed, Streams.CLUSTER_SAMPLE, 0);
    int d = samples.columns();
    float[] values = new float[MOST_JUDGED * d];
    int[] clusters = new int[MOST_JUDGED];
    int taken = 0;
    // Each of the n - i that are left has the same chance (Knuth, algorithm S).
    for (int i = 0; i < n; i++) {
      if (random.nextDouble() * (n - i) < MOST_JUDGED - taken) {
        System.arraycopy(samples.values(), i * d, values, taken * d, d);
        clusters[taken++] = clusterOf[i];
      }
    }
    return Silhouette.mean(new FloatMatrix(MOST_JUDGED, d, values), clusters);
  }

  private LoadedDataset fromFile(LoadedDataset pooled, String file, String name) {
    List<String> lines = lines(file);
    int n = pooled.dataset().get(0).size();
    if (lines.size() == n + 1 && KnownNames.isLabel(lines.get(0))) {
      lines.remove(0);
    }
    if (lines.size() != n) {
      throw JobException.input(
          String.format(
              Locale.ROOT,
              "%s has %s, but %s has %s: write one label per line, in the order of the samples",
              UserInfo.cut(file),
              Amount.of(lines.size(), "line"),
              name,
              Amount.of(n, "sample")));
    }
    int empty = lines.indexOf("");
    if (empty >= 0) {
      throw JobException.input(
          UserInfo.cut(file)
              + ": the label of sample "
              + (empty + 1)
              + " is empty; every sample needs a label");
    }
    String place = "the file " + UserInfo.cut(file) + replaced(pooled);
    return labelled(pooled, LabelKind.of(lines), lines, place, "file", OptionalDouble.empty());
  }

  /** The lines without blanks at their ends; an empty line at the end is none. */
  private List<String> lines(String file) {
    Path path = DatasetUri.plainPath(file);
    List<String> out = new ArrayList<>();
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                FileSystems.of(path, hadoop).open(path), StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        out.add(line.strip());
      }
    } catch (IOException e) {
      throw JobException.of(
          ExitCode.INPUT,
          "The labels "
              + UserInfo.cut(file)
              + " cannot be read: "
              + UserInfo.cut(String.valueOf(e.getMessage()))
              + "; give cluster:K or a text file",
          e);
    }
    if (!out.isEmpty() && out.get(out.size() - 1).isEmpty()) {
      out.remove(out.size() - 1);
    }
    return out;
  }

  private static LoadedDataset labelled(
      LoadedDataset pooled,
      LabelKind kind,
      List<String> labels,
      String place,
      String source,
      OptionalDouble silhouette) {
    Comparator<String> order =
        kind == LabelKind.INTEGER
            ? Comparator.comparingLong(Long::parseLong)
            : Comparator.naturalOrder();
    TreeSet<String> distinct = new TreeSet<>(order);
    distinct.addAll(labels);
    Map<String, List<Integer>> rows = new LinkedHashMap<>();
    distinct.forEach(label -> rows.put(label, new ArrayList<>()));
    for (int row = 0; row < labels.size(); row++) {
      rows.get(labels.get(row)).add(row);
    }
    List<LabelledClass> classes = new ArrayList<>();
    List<long[]> ids = new ArrayList<>();
    Map<String, Integer> sizes = new LinkedHashMap<>();
    rows.forEach(
        (label, members) -> {
          int[] places = members.stream().mapToInt(Integer::intValue).toArray();
          classes.add(ClassParts.part(pooled.dataset().get(0), label, places));
          ids.add(Arrays.stream(places).mapToLong(row -> pooled.ids().get(0)[row]).toArray());
          sizes.put(label, places.length);
        });
    ReadReport report =
        pooled.report().withLabels(place, new ReadReport.MadeLabels(source, sizes, silhouette));
    return new LoadedDataset(
        LabelledDataset.of(classes),
        kind,
        ids,
        pooled.shape(),
        Optional.empty(),
        report,
        pooled.ranges(),
        pooled.units());
  }
}
