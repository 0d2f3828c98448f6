package io.wowflow.jobs.io.binary;

import io.wowflow.jobs.conf.ImageShape;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.io.dataset.LabelKind;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.jobs.io.dataset.ReadReport;
import io.wowflow.jobs.io.dataset.Split;
import io.wowflow.jobs.io.place.DatasetFormat;
import io.wowflow.jobs.io.place.Gzip;
import io.wowflow.jobs.io.place.InputPath;
import io.wowflow.jobs.io.rows.ClassBuffers;
import io.wowflow.jobs.io.rows.ReadOptions;
import io.wowflow.jobs.io.rows.RowPlan;
import io.wowflow.jobs.io.rows.RowTable;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * IDX, the format of MNIST: a directory with {@code train-images-idx3-ubyte} and {@code
 * train-labels-idx1-ubyte}, and {@code t10k-} or {@code test-} likewise, or one images file with
 * its labels file next to it; each compressed by gzip or not (where both are there, the one that is
 * not is read). Images have rank 2 to 4; bytes are scaled to [0, 1].
 */
public final class IdxFormat implements DatasetFormat {
  private static final float BRIGHTEST = 255f;
  private static final int HEAD_BYTES = 512;
  private static final Pattern IMAGES = Pattern.compile("(.*?)images([-.])idx[234]-ubyte(\\.gz)?");

  @Override
  public String name() {
    return "idx";
  }

  @Override
  public String signature() {
    return "idx: a directory with PREFIX-images-idx3-ubyte[.gz] and PREFIX-labels-idx1-ubyte[.gz],"
        + " or such an images file";
  }

  @Override
  public boolean recognises(InputPath input) throws IOException {
    if (input.isDirectory()) {
      return !imageFiles(input).isEmpty();
    }
    byte[] head = input.head(HEAD_BYTES);
    if (!Gzip.isGzip(head)) {
      return IdxFile.isIdx(head, 2);
    }
    try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(head))) {
      return IdxFile.isIdx(gzip.readNBytes(4), 2);
    } catch (EOFException | ZipException e) {
      // Too damaged to recognise by content: the name decides, and reading reports the damage.
      return IMAGES.matcher(input.path().getName()).matches();
    }
  }

  @Override
  public LoadedDataset read(InputPath input, ReadOptions options) throws IOException {
    Path images = input.isDirectory() ? choose(input) : input.path();
    if (!input.isDirectory()) {
      input.refuseSplit("an IDX file");
    }
    try (IdxFile pixels = IdxFile.open(input, images)) {
      if (pixels.rank() < 2) {
        throw JobException.input(pixels.where() + " has rank 1; images have rank 2 to 4");
      }
      RowPlan plan = RowPlan.of(labels(input, labelsFile(input, images), pixels), options);
      ClassBuffers buffers = new ClassBuffers(plan, (int) pixels.rowBytes());
      readImages(pixels, plan, buffers);
      return buffers.build(
          shape(pixels),
          ReadReport.of(name(), labelsFile(input, images).getName(), images.getName())
              .withSplit(input.split()));
    }
  }

  /** The images files of a directory by prefix, the uncompressed one where there are two. */
  private static Map<String, Path> imageFiles(InputPath input) throws IOException {
    Map<String, Path> byPrefix = new TreeMap<>();
    for (FileStatus child : input.children()) {
      Matcher name = IMAGES.matcher(child.getPath().getName());
      if (child.isFile() && name.matches()) {
        // Children come by name, so the plain file comes before its compressed twin.
        byPrefix.putIfAbsent(name.group(1), child.getPath());
      }
    }
    return byPrefix;
  }

  private static Path choose(InputPath input) throws IOException {
    Map<String, Path> files = imageFiles(input);
    Optional<Split> asked = input.split();
    List<Map.Entry<String, Path>> fitting =
        files.entrySet().stream()
            .filter(file -> asked.isEmpty() || asked.equals(splitOf(file.getKey())))
            .collect(Collectors.toList());
    if (fitting.size() == 1) {
      return fitting.get(0).getValue();
    }
    String found =
        files.values().stream().map(Path::getName).sorted().collect(Collectors.joining(", "));
    if (fitting.isEmpty()) {
      throw JobException.usage(
          input.uri().redacted() + ": this split is not in the directory, which holds " + found);
    }
    throw JobException.usage(
        input.uri().redacted()
            + " holds several splits ("
            + found
            + "); name one: "
            + input.name()
            + Split.TRAIN.fragment()
            + " or "
            + input.name()
            + Split.TEST.fragment()
            + ", or the images file itself");
  }

  private static Optional<Split> splitOf(String prefix) {
    String lower = prefix.toLowerCase(Locale.ROOT);
    if (lower.matches("(.*[-_.])?train[-_.]")) {
      return Optional.of(Split.TRAIN);
    }
    return lower.matches("(.*[-_.])?(t10k|test)[-_.]") ? Optional.of(Split.TEST) : Optional.empty();
  }

  private static Path labelsFile(InputPath input, Path images) throws IOException {
    Matcher name = IMAGES.matcher(images.getName());
    if (!name.matches()) {
      throw JobException.input(
          input.name()
              + ": its labels are not found; name the file PREFIX-images-idx3-ubyte and"
              + " put PREFIX-labels-idx1-ubyte next to it");
    }
    String plain = name.group(1) + "labels" + name.group(2) + "idx1-ubyte";
    List<String> wanted = List.of(plain, plain + ".gz");
    List<String> present =
        input.children(images.getParent()).stream()
            .map(child -> child.getPath().getName())
            .filter(wanted::contains)
            .collect(Collectors.toList());
    if (present.isEmpty()) {
      throw JobException.input(
          input.name()
              + ": "
              + images.getName()
              + " has no labels next to it; put "
              + plain
              + " or "
              + plain
              + ".gz there");
    }
    return new Path(images.getParent(), present.get(0));
  }

  private static RowTable labels(InputPath input, Path path, IdxFile images) throws IOException {
    try (IdxFile file = IdxFile.open(input, path)) {
      if (file.rank() != 1) {
        throw JobException.input(
            file.where() + " has rank " + file.rank() + "; labels have rank 1");
      }
      int count = file.axis(0);
      if (count != images.axis(0)) {
        throw JobException.input(
            String.format(
                Locale.ROOT,
                "%s has %d labels, %s has %d images; fetch both files again",
                file.where(),
                count,
                images.where(),
                images.axis(0)));
      }
      byte[] bytes = new byte[count];
      file.read(bytes, 0);
      file.checkEnd();
      RowTable rows = new RowTable(images.where(), LabelKind.INTEGER, count, row -> "image " + row);
      for (int row = 0; row < count; row++) {
        rows.label(row, Integer.toString(bytes[row] & 0xFF));
      }
      return rows;
    }
  }

  private static void readImages(IdxFile pixels, RowPlan plan, ClassBuffers buffers)
      throws IOException {
    byte[] bytes = new byte[(int) pixels.rowBytes()];
    float[] features = new float[bytes.length];
    for (int row = 0; row < plan.rows().size(); row++) {
      if (!plan.keeps(row)) {
        pixels.skip(row);
        continue;
      }
      pixels.read(bytes, row);
      for (int j = 0; j < bytes.length; j++) {
        features[j] = (bytes[j] & 0xFF) / BRIGHTEST;
      }
      buffers.put(row, features);
    }
    pixels.checkEnd();
  }

  private static Optional<ImageShape> shape(IdxFile pixels) {
    int channels = pixels.rank() == 4 ? pixels.axis(3) : 1;
    return pixels.rank() > 2 && (channels == 1 || channels == 3)
        ? Optional.of(new ImageShape(pixels.axis(1), pixels.axis(2), channels))
        : Optional.empty();
  }
}
