package io.wowflow.jobs.input;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigValue;
import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.conf.OrFile;
import io.wowflow.jobs.conf.SamplesConf.Weights;
import io.wowflow.jobs.conf.UserInfo;
import io.wowflow.jobs.io.place.DatasetUri;
import io.wowflow.jobs.io.place.FileSystems;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.data.LabelledDataset;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The weights a and b of the classes. A file is JSON: {@code {"source": {"LABEL": WEIGHT, ...},
 * "target": {...}}}; a side that it leaves out is uniform, a side that it names needs a positive
 * weight, in the range of a 32-bit float, for each class.
 */
final class ClassWeights {
  private ClassWeights() {}

  /**
   * Gives the classes their weights.
   *
   * @param side {@code source} or {@code target}
   * @param leftOut labels of classes that do not take part; a file may have weights for them
   */
  static LabelledDataset apply(
      LabelledDataset dataset,
      String side,
      Set<String> leftOut,
      OrFile<Weights> asked,
      Configuration hadoop) {
    if (asked.file().isPresent()) {
      return fromFile(dataset, side, leftOut, asked.file().get(), hadoop);
    }
    if (asked.name().orElseThrow() == Weights.UNIFORM) {
      return LabelledDataset.of(dataset.classes());
    }
    double[] sizes = dataset.classes().stream().mapToDouble(LabelledClass::size).toArray();
    return LabelledDataset.weighted(dataset.classes(), sizes);
  }

  private static LabelledDataset fromFile(
      LabelledDataset dataset,
      String side,
      Set<String> leftOut,
      String file,
      Configuration hadoop) {
    Config weights = read(file, hadoop);
    for (String key : weights.root().keySet()) {
      if (!key.equals("source") && !key.equals("target")) {
        throw JobException.usage(
            "--class-weights "
                + UserInfo.cut(file)
                + ": '"
                + key
                + "' is neither \"source\" nor \"target\"");
      }
    }
    if (!weights.root().containsKey(side)) {
      return LabelledDataset.of(dataset.classes());
    }
    Map<String, ConfigValue> left = new TreeMap<>();
    try {
      left.putAll(weights.getObject(side));
    } catch (ConfigException e) {
      throw JobException.usage("--class-weights " + UserInfo.cut(file) + ": " + e.getMessage());
    }
    double[] out = new double[dataset.classCount()];
    for (int c = 0; c < out.length; c++) {
      String label = dataset.get(c).label();
      out[c] = weight(file, side, label, left.remove(label));
    }
    left.keySet().removeAll(leftOut);
    if (!left.isEmpty()) {
      throw JobException.usage(
          "--class-weights "
              + UserInfo.cut(file)
              + ": the "
              + side
              + " has no class '"
              + left.keySet().iterator().next()
              + "'");
    }
    return LabelledDataset.weighted(dataset.classes(), out);
  }

  private static double weight(String file, String side, String label, ConfigValue value) {
    // In the range of a float, so that no sum of weights overflows and no share of it vanishes.
    if (value == null
        || !(value.unwrapped() instanceof Number number)
        || !(number.floatValue() > 0)
        || Float.isInfinite(number.floatValue())) {
      throw JobException.usage(
          "--class-weights "
              + UserInfo.cut(file)
              + ": class '"
              + label
              + "' of the "
              + side
              + " needs a positive weight in the range of a 32-bit float, has "
              + (value == null ? "none" : value.unwrapped()));
    }
    return number.doubleValue();
  }

  private static Config read(String file, Configuration hadoop) {
    Path path = DatasetUri.plainPath(file);
    try (Reader in =
        new InputStreamReader(FileSystems.of(path, hadoop).open(path), StandardCharsets.UTF_8)) {
      return ConfigFactory.parseReader(
          in,
          ConfigParseOptions.defaults()
              .setSyntax(ConfigSyntax.JSON)
              .setOriginDescription(UserInfo.cut(file)));
    } catch (IOException | ConfigException e) {
      throw JobException.of(
          ExitCode.USAGE,
          "--class-weights "
              + UserInfo.cut(file)
              + " cannot be read: "
              + UserInfo.cut(e.getMessage()),
          e);
    }
  }
}
