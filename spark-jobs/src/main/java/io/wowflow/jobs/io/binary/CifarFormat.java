package io.wowflow.jobs.io.binary;

import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.io.dataset.LabelKind;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.jobs.io.dataset.ReadReport;
import io.wowflow.jobs.io.dataset.Split;
import io.wowflow.jobs.io.place.DatasetFormat;
import io.wowflow.jobs.io.place.InputPath;
import io.wowflow.jobs.io.place.SplitNames;
import io.wowflow.jobs.io.rows.ClassBuffers;
import io.wowflow.jobs.io.rows.InapplicableOptions;
import io.wowflow.jobs.io.rows.ReadOptions;
import io.wowflow.jobs.io.rows.RowPlan;
import io.wowflow.jobs.io.rows.RowTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * CIFAR in its binary version: a directory with {@code data_batch_1.bin} to {@code _5.bin} and
 * {@code test_batch.bin} (CIFAR-10), or {@code train.bin} and {@code test.bin} (CIFAR-100), or one
 * such file; each compressed by gzip or not (where both are there, the one that is not is read);
 * also in the directory of the published archive one below. Labels are numbers; of CIFAR-100 the
 * fine ones. Bytes are scaled to [0, 1].
 */
public final class CifarFormat implements DatasetFormat {
  private static final float BRIGHTEST = 255f;
  private static final Set<String> UNPACKED = Set.of("cifar-10-batches-bin", "cifar-100-binary");

  @Override
  public String name() {
    return "cifar";
  }

  @Override
  public String signature() {
    return "cifar: a directory with data_batch_N.bin[.gz] and test_batch.bin[.gz], or with"
        + " train.bin[.gz] and test.bin[.gz], or such a file";
  }

  @Override
  public boolean recognises(InputPath input) throws IOException {
    if (input.isDirectory()) {
      return !batches(input).isEmpty();
    }
    Optional<CifarLayout> layout = CifarLayout.named(input.path().getName());
    return layout.isPresent() && CifarFile.looksLike(input, input.path(), layout.get());
  }

  /**
   * A batch of a directory.
   *
   * @param path its file
   * @param layout how its records look
   * @param split the split it is a part of
   */
  private record Batch(Path path, CifarLayout layout, Split split) {}

  /** The batches of a directory, or of the directory in it that the published archive makes. */
  private static List<Batch> batches(InputPath input) throws IOException {
    List<Batch> here = batches(input, input.path());
    if (!here.isEmpty()) {
      return here;
    }
    List<Batch> below = new ArrayList<>();
    for (FileStatus child : input.children()) {
      if (child.isDirectory() && UNPACKED.contains(child.getPath().getName())) {
        below.addAll(batches(input, child.getPath()));
      }
    }
    return below;
  }

  private static List<Batch> batches(InputPath input, Path directory) throws IOException {
    List<Batch> found = new ArrayList<>();
    String plain = "";
    for (FileStatus child : input.children(directory)) {
      String name = child.getPath().getName();
      Optional<CifarLayout> layout = CifarLayout.named(name);
      // Children come by name, so the plain file comes before its compressed twin.
      if (child.isFile() && layout.isPresent() && !name.equals(plain + ".gz")) {
        plain = name;
        found.add(new Batch(child.getPath(), layout.get(), CifarLayout.split(name)));
      }
    }
    return found;
  }

  @Override
  public LoadedDataset read(InputPath input, ReadOptions options) throws IOException {
    InapplicableOptions.refuse(input.name(), "a CIFAR batch", options.columns(), Set.of());
    List<Batch> batches = input.isDirectory() ? chosen(input) : List.of(single(input));
    List<CifarFile> files = new ArrayList<>();
    List<byte[]> labels = new ArrayList<>();
    int count = 0;
    for (Batch batch : batches) {
      CifarFile file = new CifarFile(input, batch.path, batch.layout);
      files.add(file);
      labels.add(file.labels());
      count = Math.addExact(count, labels.get(labels.size() - 1).length);
    }
    RowTable rows =
        new RowTable(input.uri().redacted(), LabelKind.INTEGER, count, row -> "image " + row);
    int row = 0;
    for (byte[] ofFile : labels) {
      for (byte label : ofFile) {
        rows.label(row++, Integer.toString(label));
      }
    }
    return images(files, RowPlan.of(rows, options), rows.noticed(report(batches), "the batches"));
  }

  private static Batch single(InputPath input) {
    input.refuseSplit("one CIFAR batch");
    String name = input.path().getName();
    return new Batch(input.path(), CifarLayout.named(name).orElseThrow(), CifarLayout.split(name));
  }

  private static List<Batch> chosen(InputPath input) throws IOException {
    List<Batch> all = batches(input);
    String found =
        all.stream().map(batch -> batch.path.getName()).collect(Collectors.joining(", "));
    if (all.stream().map(Batch::layout).distinct().count() > 1) {
      throw JobException.input(
          input.name() + " holds batches of CIFAR-10 and of CIFAR-100 (" + found + "); part them");
    }
    List<Batch> fitting =
        all.stream()
            .filter(batch -> input.split().map(batch.split::equals).orElse(true))
            .collect(Collectors.toList());
    if (fitting.isEmpty() || fitting.stream().map(Batch::split).distinct().count() > 1) {
      throw SplitNames.refusal(input, all.stream().map(Batch::split).toList());
    }
    return fitting;
  }

  private ReadReport report(List<Batch> batches) {
    Batch first = batches.get(0);
    String files =
        batches.size() == 1
            ? first.path.getName()
            : first.path.getName() + " to " + batches.get(batches.size() - 1).path.getName();
    return ReadReport.of(
            name(),
            "the " + first.layout.labelTitle() + " of each record",
            files + " (bytes / 255)")
        .withSplit(Optional.of(first.split));
  }

  private static LoadedDataset images(List<CifarFile> files, RowPlan plan, ReadReport report)
      throws IOException {
    ClassBuffers buffers = new ClassBuffers(plan, CifarLayout.SHAPE.dimension());
    float[] features = new float[CifarLayout.SHAPE.dimension()];
    int pixels = CifarLayout.SHAPE.height() * CifarLayout.SHAPE.width();
    int first = 0;
    for (CifarFile file : files) {
      int before = first;
      first +=
          file.forEach(
              (record, bytes) -> {
                if (!plan.keeps(before + record)) {
                  return;
                }
                // The file has one plane per channel; features are ordered pixel by pixel.
                int plane = file.labelBytes();
                for (int j = 0; j < features.length; j++) {
                  features[j] = (bytes[plane + j % 3 * pixels + j / 3] & 0xFF) / BRIGHTEST;
                }
                buffers.put(before + record, features);
              });
    }
    return buffers.build(Optional.of(CifarLayout.SHAPE), report);
  }
}
