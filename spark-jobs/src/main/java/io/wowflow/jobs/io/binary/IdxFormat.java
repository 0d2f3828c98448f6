package io.wowflow.jobs.io.binary;

import io.wowflow.jobs.conf.ImageShape;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.conf.UserInfo;
import io.wowflow.jobs.io.dataset.LabelKind;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.jobs.io.dataset.ReadReport;
import io.wowflow.jobs.io.dataset.Split;
import io.wowflow.jobs.io.place.DatasetFormat;
import io.wowflow.jobs.io.place.Gzip;
import io.wowflow.jobs.io.place.InputPath;
import io.wowflow.jobs.io.place.SplitNames;
import io.wowflow.jobs.io.rows.ClassBuffers;
import io.wowflow.jobs.io.rows.InapplicableOptions;
import io.wowflow.jobs.io.rows.ReadOptions;
import io.wowflow.jobs.io.rows.RowPlan;
import io.wowflow.jobs.io.rows.RowTable;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * IDX, the format of MNIST: a directory with {@code train-images-idx3-ubyte} and {@code
 * train-labels-idx1-ubyte}, and {@code t10k-} or {@code test-} likewise, or one images file with
 * its labels file next to it; each compressed by gzip or not (where both are there, the one that is
 * not is read). The directory may be the root of torchvision ({@code MNIST/raw}) or hold each file
 * in a folder of the same name. Images have rank 2 to 4; bytes are scaled to [0, 1].
 */
public final class IdxFormat implements DatasetFormat {
  private static final float BRIGHTEST = 255f;
  private static final int HEAD_BYTES = 512;
  private static final int FOLDERS_LOOKED_AT = 16;
  private static final int FEW_PIXELS = 4;
  private static final String RAW = "raw";
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
    InapplicableOptions.refuse(input.name(), "an IDX file", options.columns(), Set.of());
    Optional<Images> chosen = input.isDirectory() ? Optional.of(choose(input)) : Optional.empty();
    Path images = chosen.map(Images::path).orElse(input.path());
    if (!input.isDirectory()) {
      input.refuseSplit("an IDX file");
    }
    try (IdxFile pixels = IdxFile.open(input, images)) {
      if (pixels.rank() < 2) {
        throw JobException.input(pixels.where() + " has rank 1; images have rank 2 to 4");
      }
      Path labels = labelsFile(input, images);
      RowPlan plan = RowPlan.of(labels(input, labels, pixels), options);
      Optional<ImageShape> shape = shape(pixels);
      ClassBuffers buffers = new ClassBuffers(plan, (int) pixels.rowBytes());
      readImages(pixels, plan, buffers);
      return buffers.build(
          shape,
          plan.rows()
              .noticed(
                  ReadReport.of(name(), labels.getName(), images.getName() + " (bytes / 255)")
                      .withSplit(chosen.flatMap(Images::split)),
                  labels.getName()));
    }
  }

  /**
   * An images file of a directory.
   *
   * @param path the file
   * @param dataset the name of its dataset, to distinguish two in one directory
   * @param split the split that it is
   */
  private record Images(Path path, String dataset, Optional<Split> split) {
    static Images of(Path path, String prefix, String folder) {
      String name =
          Stream.of(prefix.split("[-_.]", -1))
              .filter(token -> !token.isEmpty() && SplitNames.of(token).isEmpty())
              .collect(Collectors.joining("-"));
      return new Images(path, folder + name, SplitNames.of(path.getName()));
    }
  }

  /** The images files of a directory, of its folder {@code raw}, or of such folders one below. */
  private static List<Images> imageFiles(InputPath input) throws IOException {
    List<Images> here = imageFiles(input, input.path(), "");
    if (!here.isEmpty()) {
      return here;
    }
    List<Images> below = new ArrayList<>();
    int looked = 0;
    for (FileStatus child : input.children()) {
      if (child.isDirectory() && looked++ < FOLDERS_LOOKED_AT) {
        // Not listed: it may be a class of an image folder, with very many files.
        Path raw = new Path(child.getPath(), RAW);
        if (child.getPath().getName().equals(RAW)) {
          below.addAll(imageFiles(input, child.getPath(), ""));
        } else if (input.isDirectory(raw)) {
          below.addAll(imageFiles(input, raw, child.getPath().getName() + "/"));
        }
      }
    }
    return below;
  }

  /** The images files of one directory by prefix, the uncompressed one where there are two. */
  private static List<Images> imageFiles(InputPath input, Path directory, String folder)
      throws IOException {
    Map<String, Images> byPrefix = new TreeMap<>();
    for (FileStatus child : input.children(directory)) {
      Matcher name = IMAGES.matcher(child.getPath().getName());
      if (name.matches()) {
        Optional<Path> file = fileOf(input, child);
        // Children come by name, so the plain file comes before its compressed twin.
        file.ifPresent(
            path -> byPrefix.putIfAbsent(name.group(1), Images.of(path, name.group(1), folder)));
      }
    }
    return List.copyOf(byPrefix.values());
  }

  /** A file, or that of the same name in a folder: some archives unpack so. */
  private static Optional<Path> fileOf(InputPath input, FileStatus entry) throws IOException {
    if (entry.isFile()) {
      return Optional.of(entry.getPath());
    }
    return input.children(entry.getPath()).stream()
        .filter(FileStatus::isFile)
        .map(FileStatus::getPath)
        .filter(path -> path.getName().equals(entry.getPath().getName()))
        .findFirst();
  }

  private static Images choose(InputPath input) throws IOException {
    List<Images> files = imageFiles(input);
    List<Images> fitting =
        files.stream()
            .filter(file -> input.split().isEmpty() || input.split().equals(file.split))
            .toList();
    if (fitting.size() == 1) {
      return fitting.get(0);
    }
    if (fitting.isEmpty()) {
      List<Split> splits = files.stream().flatMap(file -> file.split.stream()).toList();
      if (splits.isEmpty()) {
        input.refuseSplit("this directory of IDX files");
      }
      throw SplitNames.refusal(input, splits);
    }
    Set<String> datasets = new TreeSet<>();
    fitting.forEach(file -> datasets.add(file.dataset));
    if (datasets.size() > 1) {
      throw JobException.usage(
          String.format(
              Locale.ROOT,
              "%s holds %s datasets, %s: name the images file, such as %s",
              input.uri().redacted(),
              datasets.size() == 2 ? "two" : "several",
              String.join(" and ", datasets),
              UserInfo.cut(fitting.get(0).path)));
    }
    throw SplitNames.refusal(input, fitting.stream().flatMap(file -> file.split.stream()).toList());
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
    boolean nested = images.getParent().getName().equals(images.getName());
    Path directory = nested ? images.getParent().getParent() : images.getParent();
    for (FileStatus child : input.children(directory)) {
      if (wanted.contains(child.getPath().getName())) {
        Optional<Path> file = fileOf(input, child);
        if (file.isPresent()) {
          return file.get();
        }
      }
    }
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
    if (pixels.rank() == 4 && isChannelsFirst(pixels)) {
      if (pixels.axis(1) == 1) {
        return Optional.of(new ImageShape(pixels.axis(2), pixels.axis(3), 1));
      }
      throw JobException.input(
          String.format(
              Locale.ROOT,
              "%s has axes %d x %d x %d x %d: channels first; write the channels last, as"
                  + " np.moveaxis(x, 1, -1) does",
              pixels.where(),
              pixels.axis(0),
              pixels.axis(1),
              pixels.axis(2),
              pixels.axis(3)));
    }
    int channels = pixels.rank() == 4 ? pixels.axis(3) : 1;
    return pixels.rank() > 2 && (channels == 1 || channels == 3)
        ? Optional.of(new ImageShape(pixels.axis(1), pixels.axis(2), channels))
        : Optional.empty();
  }

  private static boolean isChannelsFirst(IdxFile pixels) {
    return (pixels.axis(1) == 1 || pixels.axis(1) == 3)
        && pixels.axis(2) > FEW_PIXELS
        && pixels.axis(3) > FEW_PIXELS;
  }
}
