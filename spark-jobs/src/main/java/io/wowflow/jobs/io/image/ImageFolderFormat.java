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
import io.wowflow.jobs.io.place.SplitNames;
import io.wowflow.jobs.io.rows.InapplicableOptions;
import io.wowflow.jobs.io.rows.ReadOptions;
import io.wowflow.jobs.io.rows.RowPlan;
import io.wowflow.jobs.io.rows.RowTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * A folder of images: one sub-folder per class, its name the label, PNG and JPEG files in it or in
 * its only sub-folder {@code images}; or folders of such folders, whose names are those of splits.
 * The canonical order is by file name. A name that begins with a dot is hidden.
 */
public final class ImageFolderFormat implements DatasetFormat {
  private static final int ENTRIES_LOOKED_AT = 16;
  private static final int MAGIC_BYTES = PictureKind.HEAD_BYTES;
  // The cache of thumbnails and the view settings that file browsers leave behind unasked.
  private static final Set<String> LITTER =
      Set.of(
          "thumbs.db",
          "desktop.ini",
          "__macosx",
          "@eadir",
          "lost+found",
          "$recycle.bin",
          "system volume information");
  // Of Tiny ImageNet and its kin, where a class has other files next to its pictures.
  private static final Pattern PICTURES =
      Pattern.compile("(?i)images?|imgs?|pictures|photos|jpe?g|png|jpegimages");
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
    return input.isDirectory()
        && (holdsClasses(input, input.path()) || !parts(input, input.path()).isEmpty());
  }

  /** The entries of a directory without what file browsers and archivers leave. */
  private static List<FileStatus> entries(InputPath input, Path directory) throws IOException {
    List<FileStatus> entries = input.entries(directory);
    entries.removeIf(entry -> isLitter(entry.getPath().getName()));
    return entries;
  }

  private static boolean isLitter(String name) {
    return LITTER.contains(name.toLowerCase(Locale.ROOT));
  }

  /** Whether sub-folders contain pictures, or a folder of pictures each. */
  private static boolean holdsClasses(InputPath input, Path directory) throws IOException {
    for (FileStatus child : first(entries(input, directory))) {
      if (child.isDirectory()
          && (holdsImages(input, child.getPath())
              || (!isSplit(child.getPath())
                  && nested(input, entries(input, child.getPath())).isPresent()))) {
        return true;
      }
    }
    return false;
  }

  private static boolean holdsImages(InputPath input, Path directory) throws IOException {
    for (FileStatus file : first(entries(input, directory))) {
      if (file.isFile() && isImage(input, file)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a folder is called as a split, no more. */
  private static boolean isSplit(Path folder) {
    return SplitNames.of(folder.getName())
        .filter(split -> split.name().equalsIgnoreCase(folder.getName()))
        .isPresent();
  }

  /** The folder of the pictures of a class, if they are not in the folder of the class itself. */
  private static Optional<Path> nested(InputPath input, List<FileStatus> entries)
      throws IOException {
    List<Path> folders =
        entries.stream().filter(FileStatus::isDirectory).map(FileStatus::getPath).toList();
    boolean only =
        folders.size() == 1
            && PICTURES.matcher(folders.get(0).getName()).matches()
            && entries.stream().noneMatch(entry -> entry.isFile() && isNamedImage(entry));
    return only && holdsImages(input, folders.get(0))
        ? Optional.of(folders.get(0))
        : Optional.empty();
  }

  /** The folders in a directory that contain classes, by the names of the directories in it. */
  private static Map<String, Path> parts(InputPath input, Path directory) throws IOException {
    Map<String, Path> parts = new TreeMap<>();
    for (FileStatus child : first(entries(input, directory))) {
      if (child.isDirectory()) {
        Path path = child.getPath();
        Optional<Path> found =
            holdsClasses(input, path) ? Optional.of(path) : onlyFolderOfClasses(input, path);
        found.ifPresent(part -> parts.put(path.getName(), part));
      }
    }
    return parts;
  }

  /** Archives often contain a folder of the same name once more. */
  private static Optional<Path> onlyFolderOfClasses(InputPath input, Path directory)
      throws IOException {
    List<Path> folders =
        entries(input, directory).stream()
            .filter(FileStatus::isDirectory)
            .map(FileStatus::getPath)
            .toList();
    return folders.size() == 1 && holdsClasses(input, folders.get(0))
        ? Optional.of(folders.get(0))
        : Optional.empty();
  }

  private static List<FileStatus> first(List<FileStatus> entries) {
    return entries.subList(0, Math.min(ENTRIES_LOOKED_AT, entries.size()));
  }

  private static boolean isImage(InputPath input, FileStatus file) throws IOException {
    if (isNamedImage(file)) {
      return true;
    }
    byte[] head = input.head(file.getPath(), MAGIC_BYTES);
    return ImageDecoder.isImage(head) || PictureKind.of(head).isPresent();
  }

  private static boolean isNamedImage(FileStatus file) {
    String name = file.getPath().getName().toLowerCase(Locale.ROOT);
    return name.endsWith(".png") || name.endsWith(".jpg") || name.endsWith(".jpeg");
  }

  @Override
  public LoadedDataset read(InputPath input, ReadOptions options) throws IOException {
    InapplicableOptions.refuse(input.name(), "an image folder", options.columns(), Set.of());
    Part part = part(input);
    Folder folder = Folder.of(input, part.root);
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
        rows.noticed(
            ReadReport.of(name(), "the names of the folders", "files").withSplit(part.split),
            "the only folder"));
  }

  /**
   * The directory that contains the classes.
   *
   * @param root its path
   * @param split the split that it is
   */
  private record Part(Path root, Optional<Split> split) {}

  private static Part part(InputPath input) throws IOException {
    if (input.split().isEmpty() && holdsClasses(input, input.path())) {
      checkLabelled(input, input.path());
      return new Part(input.path(), Optional.empty());
    }
    Map<String, Path> parts = parts(input, input.path());
    if (parts.isEmpty()) {
      input.refuseSplit("a folder of classes");
    }
    Map<Split, Path> splits = new LinkedHashMap<>();
    for (Map.Entry<String, Path> part : parts.entrySet()) {
      if (!isUnlabelled(input, part.getValue())) {
        SplitNames.of(part.getKey())
            .or(() -> Split.at("#" + part.getKey()))
            .ifPresent(split -> splits.putIfAbsent(split, part.getValue()));
      }
    }
    if (input.split().isPresent()) {
      Path root = splits.get(input.split().get());
      if (root == null) {
        throw SplitNames.refusal(input, splits.keySet());
      }
      return new Part(root, input.split());
    }
    if (splits.size() > 1) {
      throw SplitNames.refusal(input, splits.keySet());
    }
    Map.Entry<String, Path> only = parts.entrySet().iterator().next();
    if (splits.size() == 1) {
      Map.Entry<Split, Path> one = splits.entrySet().iterator().next();
      boolean named = SplitNames.of(one.getValue().getName()).isPresent();
      return new Part(one.getValue(), Optional.of(one.getKey()).filter(split -> named));
    }
    if (parts.size() > 1) {
      throw JobException.usage(
          input.name()
              + " has several folders of classes; name one: "
              + parts.values().stream().map(UserInfo::cut).collect(Collectors.joining(" or ")));
    }
    checkLabelled(input, only.getValue());
    return new Part(only.getValue(), Optional.empty());
  }

  /** Whether the pictures of a directory are all in one folder whose name is not a class. */
  private static boolean isUnlabelled(InputPath input, Path root) throws IOException {
    List<FileStatus> folders =
        entries(input, root).stream().filter(FileStatus::isDirectory).toList();
    return folders.size() == 1 && PICTURES.matcher(folders.get(0).getPath().getName()).matches();
  }

  private static void checkLabelled(InputPath input, Path root) throws IOException {
    List<Path> folders =
        entries(input, root).stream()
            .filter(FileStatus::isDirectory)
            .map(FileStatus::getPath)
            .toList();
    if (isUnlabelled(input, root) || folders.stream().allMatch(ImageFolderFormat::isSplit)) {
      throw JobException.input(
          String.format(
              Locale.ROOT,
              "%s has pictures in %s '%s', not in folders of classes; put the pictures of each class"
                  + " into a folder with its name",
              UserInfo.cut(root),
              folders.size() == 1 ? "the folder" : "the folders",
              folders.stream().map(Path::getName).collect(Collectors.joining("', '"))));
    }
  }

  /**
   * The images of a folder, class by class.
   *
   * @param root the directory of the sub-folders
   * @param labels their names
   * @param inner for each label the names of its folder and of the folder of its files
   * @param files the names of all files
   * @param starts for each label the first of its files, and the number of all files
   */
  private record Folder(
      Path root,
      List<String> labels,
      List<List<String>> inner,
      List<String> files,
      List<Integer> starts) {
    static Folder of(InputPath input, Path root) throws IOException {
      Folder folder =
          new Folder(
              root,
              new ArrayList<>(),
              new ArrayList<>(),
              new ArrayList<>(),
              new ArrayList<>(List.of(0)));
      for (FileStatus child : entries(input, root)) {
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

    /** A text for people, as published folders have it. */
    private static boolean isDocument(String name) {
      return DOCUMENT.matcher(name.toLowerCase(Locale.ROOT)).matches();
    }

    private void addClass(InputPath input, Path directory) throws IOException {
      List<FileStatus> here = entries(input, directory);
      Optional<Path> nested = nested(input, here);
      for (FileStatus file : nested.isPresent() ? entries(input, nested.get()) : here) {
        if (file.isDirectory()) {
          throw JobException.input(
              UserInfo.cut(file.getPath())
                  + " is a folder in the folder of a class; put its images one level up, or name"
                  + " the folder above as the dataset");
        }
        files.add(file.getPath().getName());
      }
      if (files.size() == starts.get(starts.size() - 1)) {
        throw JobException.input(
            UserInfo.cut(directory)
                + " holds no images, but every folder is a class; remove it or fill it");
      }
      labels.add(directory.getName());
      inner.add(
          nested
              .map(path -> List.of(directory.getName(), path.getName()))
              .orElse(List.of(directory.getName())));
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
      Path path = root;
      for (String name : inner.get(classOf(row))) {
        path = FileSystems.child(path, name);
      }
      return FileSystems.child(path, files.get(row));
    }

    String nameOf(int row) {
      return String.join("/", inner.get(classOf(row))) + "/" + files.get(row);
    }
  }
}
