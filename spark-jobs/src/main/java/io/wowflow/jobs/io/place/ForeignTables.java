package io.wowflow.jobs.io.place;

import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.conf.UserInfo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * Folders and files that are not the data that they seem to be: tables whose files also contain
 * rows that the table has removed, and pointers that Git LFS leaves in the place of files.
 *
 * <table>
 *   <caption>Recognised by</caption>
 *   <tr><td>Delta</td><td>{@code _delta_log/}</td></tr>
 *   <tr><td>Hudi</td><td>{@code .hoodie/}</td></tr>
 *   <tr><td>Iceberg</td><td>{@code metadata/*.metadata.json}</td></tr>
 *   <tr><td>Git LFS</td><td>a small file that begins with the version of its specification</td></tr>
 * </table>
 */
public final class ForeignTables {
  private static final String POINTER = "version https://git-lfs.github.com/spec/v1";

  /** The specification limits a pointer to this size. */
  private static final int POINTER_BYTES = 1024;

  // A folder of a million pictures is not opened file by file.
  private static final int FILES_LOOKED_AT = 16;
  private static final int FOLDERS_LOOKED_AT = 4;

  private ForeignTables() {}

  /**
   * Refuses an input that is a table of Delta, Hudi or Iceberg or a part of one, and an input that
   * is, or begins with, pointers of Git LFS.
   *
   * @param input the input
   * @throws JobException (input) with the way out
   * @throws IOException if the file system fails
   */
  public static void refuse(InputPath input) throws IOException {
    if (!input.isDirectory()) {
      refusePointer(input, input.statusOf(input.path()));
      return;
    }
    refuseTable(input, input.path());
    for (Path part = input.path(); isPartOfTable(part); part = part.getParent()) {
      refuseTable(input, part.getParent());
    }
    refusePointers(input, input.path(), FILES_LOOKED_AT, FOLDERS_LOOKED_AT);
  }

  /** Partitions of a table, and the folder in which Iceberg keeps them. */
  private static boolean isPartOfTable(Path directory) {
    String name = directory.getName();
    return directory.getParent() != null && (name.contains("=") || name.equals("data"));
  }

  /**
   * Refuses a directory that is the root of a table.
   *
   * @param input the input that the directory belongs to, named in the message
   * @param directory any directory on its file system
   * @throws JobException (input) with the way out
   * @throws IOException if the file system fails
   */
  public static void refuseTable(InputPath input, Path directory) throws IOException {
    Optional<String> table = tableAt(input, directory);
    if (table.isPresent()) {
      throw JobException.input(
          input.name()
              + (directory.equals(input.path()) ? " is " : " is part of ")
              + table.get()
              + "; its files may contain rows that the table has removed: read it with that"
              + " software and write plain Parquet");
    }
  }

  private static Optional<String> tableAt(InputPath input, Path directory) throws IOException {
    for (FileStatus entry : input.allEntries(directory)) {
      String name = entry.getPath().getName();
      if (!entry.isDirectory()) {
        continue;
      }
      if (name.equals("_delta_log")) {
        return Optional.of("a Delta table (it has _delta_log)");
      }
      if (name.equals(".hoodie")) {
        return Optional.of("a Hudi table (it has .hoodie)");
      }
      if (name.equals("metadata") && hasIcebergMetadata(input, entry.getPath())) {
        return Optional.of("an Iceberg table (it has metadata/*.metadata.json)");
      }
    }
    return Optional.empty();
  }

  private static boolean hasIcebergMetadata(InputPath input, Path metadata) throws IOException {
    return input.allEntries(metadata).stream()
        .anyMatch(
            entry ->
                entry
                    .getPath()
                    .getName()
                    .matches(".*\\.metadata\\.json(\\.gz)?|.*\\.gz\\.metadata\\.json"));
  }

  private static void refusePointers(InputPath input, Path directory, int files, int folders)
      throws IOException {
    int filesLeft = files;
    int foldersLeft = folders;
    for (FileStatus child : input.children(directory)) {
      if (child.isDirectory() && foldersLeft-- > 0) {
        refusePointers(input, child.getPath(), 1, 0);
      } else if (child.isFile() && filesLeft-- > 0) {
        refusePointer(input, child);
      }
    }
  }

  /**
   * Refuses a file that is a pointer of Git LFS.
   *
   * @param input the input that the file belongs to
   * @param file the file
   * @throws JobException (input) naming the file
   * @throws IOException if the file system fails
   */
  public static void refusePointer(InputPath input, FileStatus file) throws IOException {
    if (file.getLen() <= POINTER_BYTES && isPointer(input.head(file.getPath(), POINTER.length()))) {
      throw JobException.input(
          UserInfo.cut(file.getPath().toUri().getPath())
              + " is a pointer of Git LFS, not the data: run 'git lfs pull' in its repository, or"
              + " download the file itself");
    }
  }

  private static boolean isPointer(byte[] head) {
    return new String(head, StandardCharsets.US_ASCII).equals(POINTER);
  }
}
