package io.wowflow.jobs.io.place;

import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.conf.UserInfo;
import io.wowflow.jobs.io.dataset.Split;
import java.io.BufferedInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.SoftReference;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumFileSystem;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/** An existing file or directory that a dataset is read from. */
public final class InputPath {
  private static final int BUFFER_BYTES = 1 << 17;
  private static final Set<Split> USUAL = Set.of(Split.TRAIN, Split.TEST);

  private final FileSystem files;
  private final FileStatus status;
  private final DatasetUri uri;
  // Every format looks into the folders of an input, and one of a million pictures takes a minute.
  private final Map<Path, SoftReference<List<FileStatus>>> listed = new ConcurrentHashMap<>();

  private InputPath(FileSystem files, FileStatus status, DatasetUri uri) {
    this.files = files;
    this.status = status;
    this.uri = uri;
  }

  /**
   * An input that exists.
   *
   * @param uri a path, with a split or without; where something has the whole name, {@code #} and
   *     the word after it included, it is that, unless the word is {@code train} or {@code test}
   * @param configuration where the file systems are configured
   * @return the input
   * @throws JobException (input) if it does not exist; (usage) if it has no file system
   * @throws IOException if the file system fails
   */
  public static InputPath open(DatasetUri uri, Configuration configuration) throws IOException {
    try {
      Path path = uri.path();
      FileSystem files = FileSystems.of(path, configuration);
      Optional<InputPath> whole = wholeName(uri, files);
      return whole.isPresent() ? whole.get() : new InputPath(files, files.getFileStatus(path), uri);
    } catch (FileNotFoundException e) {
      throw JobException.of(
          ExitCode.INPUT, UserInfo.cut(uri.location()) + " does not exist; check the path", e);
    }
  }

  /** Something whose name ends in {@code #} and a word, which is then no split. */
  private static Optional<InputPath> wholeName(DatasetUri uri, FileSystem files)
      throws IOException {
    Optional<String> word = uri.split().filter(s -> !USUAL.contains(s)).map(Split::fragment);
    if (word.isEmpty()) {
      return Optional.empty();
    }
    DatasetUri whole =
        new DatasetUri(uri.location() + word.get(), Optional.empty(), Optional.empty());
    try {
      return Optional.of(new InputPath(files, files.getFileStatus(whole.path()), whole));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }

  /**
   * The URI by which the input was named.
   *
   * @return with user info
   */
  public DatasetUri uri() {
    return uri;
  }

  /**
   * The split that the URI names.
   *
   * @return empty for all of the input
   */
  public Optional<Split> split() {
    return uri.split();
  }

  /**
   * The path for messages.
   *
   * @return without user info and split
   */
  public String name() {
    return UserInfo.cut(uri.location());
  }

  /**
   * The name in messages of something in this directory.
   *
   * @param below a path below {@link #path}
   * @return the name of this input and the rest of the path, so that it can be given in its place
   */
  public String nameOf(Path below) {
    String root = path().toUri().getPath();
    String rest = below.toUri().getPath();
    return rest.startsWith(root + "/") ? name() + rest.substring(root.length()) : rest;
  }

  /**
   * The path.
   *
   * @return fully qualified
   */
  public Path path() {
    return status.getPath();
  }

  /**
   * Whether the input is a directory.
   *
   * @return false for a file
   */
  public boolean isDirectory() {
    return status.isDirectory();
  }

  /**
   * The length of a file.
   *
   * @return bytes
   */
  public long length() {
    return status.getLen();
  }

  /** The visible entries of this directory, by name; none for a file. */
  public List<FileStatus> children() throws IOException {
    return isDirectory() ? children(path()) : List.of();
  }

  /** The visible entries of a directory, by name. */
  public List<FileStatus> children(Path directory) throws IOException {
    List<FileStatus> visible = entries(directory);
    visible.removeIf(child -> child.getPath().getName().startsWith("_"));
    return visible;
  }

  /** The entries of a directory but those whose name begins with a dot, by name. */
  public List<FileStatus> entries(Path directory) throws IOException {
    List<FileStatus> visible = allEntries(directory);
    visible.removeIf(child -> child.getPath().getName().startsWith("."));
    return visible;
  }

  /** All entries of a directory, hidden ones too, by name. */
  List<FileStatus> allEntries(Path directory) throws IOException {
    SoftReference<List<FileStatus>> before = listed.get(directory);
    List<FileStatus> all = before == null ? null : before.get();
    if (all == null) {
      List<FileStatus> sorted = new ArrayList<>(List.of(files.listStatus(directory)));
      sorted.sort(Comparator.comparing(child -> child.getPath().getName()));
      all = List.copyOf(sorted);
      listed.put(directory, new SoftReference<>(all));
    }
    return new ArrayList<>(all);
  }

  /**
   * The files in a directory and in all directories below it, hidden ones too; one request where
   * the file system has no directories.
   *
   * @param directory a directory on the file system of this input
   * @return in no particular order
   * @throws IOException if the file system fails
   */
  public List<FileStatus> filesBelow(Path directory) throws IOException {
    List<FileStatus> found = new ArrayList<>();
    RemoteIterator<LocatedFileStatus> below = files.listFiles(directory, true);
    while (below.hasNext()) {
      found.add(below.next());
    }
    return found;
  }

  /**
   * The configuration of the file system of this input.
   *
   * @return not copied
   */
  public Configuration configuration() {
    return files.getConf();
  }

  /**
   * The status of a file.
   *
   * @param file any path on the file system of this input
   * @return its status
   * @throws IOException if it does not exist or the file system fails
   */
  public FileStatus statusOf(Path file) throws IOException {
    return files.getFileStatus(file);
  }

  /**
   * Whether a directory is there.
   *
   * @param directory any path on the file system of this input
   * @return false if there is nothing, or a file
   * @throws IOException if the file system fails
   */
  public boolean isDirectory(Path directory) throws IOException {
    try {
      return files.getFileStatus(directory).isDirectory();
    } catch (FileNotFoundException e) {
      return false;
    }
  }

  private FSDataInputStream open(Path file) throws IOException {
    // The name of a checksum file would be taken for a scheme and a path, and fail; there is none.
    if (file.getName().contains(":") && files instanceof ChecksumFileSystem checked) {
      return checked.getRawFileSystem().open(file);
    }
    return files.open(file);
  }

  /**
   * Opens a file.
   *
   * @param file any file on the file system of this input
   * @return its bytes, buffered
   * @throws IOException if it cannot be read
   */
  public InputStream stream(Path file) throws IOException {
    return new BufferedInputStream(DiskErrors.converted(open(file)), BUFFER_BYTES);
  }

  /** All bytes of a small file, or the first of a larger one. */
  public byte[] bytes(Path file, int most) throws IOException {
    try (InputStream in = DiskErrors.converted(open(file))) {
      return in.readNBytes(most);
    }
  }

  /** The first bytes of this file, fewer if it is shorter; none for a directory. */
  public byte[] head(int count) throws IOException {
    return isDirectory() ? new byte[0] : head(path(), count);
  }

  /** The first bytes of a file, fewer if it is shorter. */
  public byte[] head(Path file, int count) throws IOException {
    return bytes(file, count);
  }

  /** The last bytes of a file, fewer if it is shorter. */
  public byte[] tail(Path file, int count) throws IOException {
    long length = file.equals(path()) ? length() : statusOf(file).getLen();
    byte[] tail = new byte[(int) Math.min(count, length)];
    try (FSDataInputStream in = open(file)) {
      DiskErrors.run(() -> in.readFully(length - tail.length, tail));
    }
    return tail;
  }

  /** Refuses a fragment, for formats that have no splits. */
  public void refuseSplit(String format) {
    if (split().isPresent()) {
      throw JobException.usage(
          uri.redacted()
              + ": "
              + format
              + " has no splits; leave "
              + split().get().fragment()
              + " out");
    }
  }
}
