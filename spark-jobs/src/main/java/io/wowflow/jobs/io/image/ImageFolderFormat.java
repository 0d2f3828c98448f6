package io.wowflow.jobs.io.image;

import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.conf.UserInfo;
import io.wowflow.jobs.io.dataset.LabelKind;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.jobs.io.dataset.ReadReport;
import io.wowflow.jobs.io.dataset.Split;
import io.wowflow.jobs.io.place.DatasetFormat;
import io.wowflow.jobs.io.place.FileSystems;
import io.wowflow.jobs.io.place.InputPath;
import io.wowflow.jobs.io.rows.ReadOptions;
import io.wowflow.jobs.io.rows.RowPlan;
import io.wowflow.jobs.io.rows.RowTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * A folder of images: one sub-folder a class, its name the label, PNG and JPEG files in it; or such
 * folders called {@code train} and {@code test}. The canonical order is by file name. A name that
 * begins with a dot is hidden.
 */
public final class ImageFolderFormat implements DatasetFormat {
  private static final int ENTRIES_LOOKED_AT = 16;
  private static final int MAGIC_BYTES = 8;
  // The cache of thumbnails and the view settings that file browsers leave behind unasked.
  private static final Set<String> LITTER = Set.of("thumbs.db", "desktop.ini");
  private static final Pattern DOCUMENT =
      Pattern.compile(
          "(readme|licen[cs]e|copying|notice|citation|changelog)([._-].*)?|.*\\.(md|rst)");

  @Override
  public String name() {
    return "images";
  }

  @Override
  public String signature() {
    return "images: a directory with a sub-directory of PNG or JPEG files for each class";
  }

  @Override
  public boolean recognises(InputPath input) throws IOException {
    return input.isDirectory() && (holdsClasses(input, input.path()) || hasSplit(input));
  }

  private static boolean hasSplit(InputPath input) throws IOException {
    for (FileStatus child : first(input.entries(input.path()))) {
      if (child.isDirectory() && holdsClasses(input, child.getPath())) {
        return true;
      }
    }
    return false;
  }

  private static Path splitDirectory(InputPath input, Split split) {
    return new Path(input.path(), split.name());
  }

  private static boolean isDirectory(InputPath input, Path path) throws IOException {
    return input.entries(input.path()).stream()
        .anyMatch(child -> child.isDirectory() && child.getPath().getName().equals(path.getName()));
  }

  private static boolean holdsClasses(InputPath input, Path directory) throws IOException {
    for (FileStatus child : first(input.entries(directory))) {
      if (child.isDirectory()) {
        for (FileStatus file : first(input.entries(child.getPath()))) {
          if (file.isFile() && isImage(input, file)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private static List<FileStatus> first(List<FileStatus> entries) {
    return entries.subList(0, Math.min(ENTRIES_LOOKED_AT, entries.size()));
  }

  private static boolean isImage(InputPath input, FileStatus file) throws IOException {
    String name = file.getPath().getName().toLowerCase(Locale.ROOT);
    return name.endsWith(".png")
        || name.endsWith(".jpg")
        || name.endsWith(".jpeg")
        || ImageDecoder.isImage(input.head(file.getPath(), MAGIC_BYTES));
  }

  @Override
  public LoadedDataset read(InputPath input, ReadOptions options) throws IOException {
    Folder folder = Folder.of(input, root(input));
    RowTable rows =
        new RowTable(
            input.name(), LabelKind.of(folder.labels), folder.files.size(), folder::nameOf);
    for (int row = 0; row < folder.files.size(); row++) {
      rows.label(row, folder.labelOf(row));
    }
    RowPlan plan = RowPlan.of(rows, options);
    IntFunction<String> name = row -> UserInfo.cut(folder.pathOf(row));
    ImageCollector images = new ImageCollector(plan, name, options);
    for (int row = 0; row < folder.files.size(); row++) {
      if (plan.keeps(row)) {
        Path file = folder.pathOf(row);
        images.put(row, () -> input.bytes(file, ImageDecoder.MOST_BYTES + 1));
      }
    }
    return images.build(
        ReadReport.of(name(), "the names of folders", "PNG and JPEG files")
            .withSplit(input.split()));
  }

  /** The directory that contains the classes. */
  private static Path root(InputPath input) throws IOException {
    if (input.split().isPresent()) {
      Path directory = splitDirectory(input, input.split().get());
      if (!isDirectory(input, directory)) {
        throw JobException.usage(
            input.uri().redacted()
                + ": there is no sub-directory '"
                + directory.getName()
                + "' with the classes of this split");
      }
      return directory;
    }
    if (hasSplit(input) && !holdsClasses(input, input.path())) {
      throw JobException.usage(
          input.name()
              + " holds splits; name one: "
              + input.name()
              + Split.TRAIN.fragment()
              + " or "
              + input.name()
              + Split.TEST.fragment());
    }
    return input.path();
  }

  /**
   * The images of a folder, class by class.
   *
   * @param root the directory of the sub-folders
   * @param labels their names
   * @param files the names of all files
   * @param starts for each label the first of its files, and the number of all files
   */
  private record Folder(Path root, List<String> labels, List<String> files, List<Integer> starts) {
    static Folder of(InputPath input, Path root) throws IOException {
      Folder folder =
          new Folder(root, new ArrayList<>(), new ArrayList<>(), new ArrayList<>(List.of(0)));
      for (FileStatus child : input.entries(root)) {
        if (child.isDirectory()) {
          folder.addClass(input, child.getPath());
        } else if (ImageDecoder.isImage(input.head(child.getPath(), MAGIC_BYTES))) {
          throw JobException.input(
              UserInfo.cut(child.getPath())
                  + " is an image next to the folders of the classes; move it into one of them");
        } else if (!isDocument(child.getPath().getName())) {
          throw JobException.input(
              UserInfo.cut(child.getPath())
                  + " is a file next to the folders of the classes; every class is a folder of PNG"
                  + " or JPEG files: move the file elsewhere, or name the dataset it belongs to");
        }
      }
      return folder;
    }

    /** A text for people, as published folders have it, or what file browsers leave. */
    private static boolean isDocument(String name) {
      String lower = name.toLowerCase(Locale.ROOT);
      return LITTER.contains(lower) || DOCUMENT.matcher(lower).matches();
    }

    private void addClass(InputPath input, Path directory) throws IOException {
      for (FileStatus file : input.entries(directory)) {
        String name = file.getPath().getName();
        if (file.isDirectory()) {
          throw JobException.input(
              UserInfo.cut(file.getPath())
                  + " is a folder in the folder of a class; put its images one level up, or name"
                  + " the folder above as the dataset");
        }
        if (!LITTER.contains(name.toLowerCase(Locale.ROOT))) {
          files.add(name);
        }
      }
      if (files.size() == starts.get(starts.size() - 1)) {
        throw JobException.input(
            UserInfo.cut(directory)
                + " holds no images, but every folder is a class; remove it or fill it");
      }
      labels.add(directory.getName());
      starts.add(files.size());
    }

    private int classOf(int row) {
      int at = Collections.binarySearch(starts, row);
      return at >= 0 ? at : -at - 2;
    }

    String labelOf(int row) {
      return labels.get(classOf(row));
    }

    Path pathOf(int row) {
      return FileSystems.child(FileSystems.child(root, labelOf(row)), files.get(row));
    }

    String nameOf(int row) {
      return labelOf(row) + "/" + files.get(row);
    }
  }
}
