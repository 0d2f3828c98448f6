package io.wowflow.jobs.io.place;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wowflow.jobs.output.FaultyFileSystem;
import io.wowflow.jobs.snapshot.Samples;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  @TempDir Path folder;

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private org.apache.hadoop.fs.Path path() {
    return Samples.hadoop(folder.resolve("file.txt"));
  }

  private static FileSystem local() throws IOException {
    return FileSystem.getLocal(Samples.CONF);
  }

  @Test
  void theOldContentStaysUntilTheCommit() throws IOException {
    AtomicFile.write(local(), path(), bytes("old"));

    try (AtomicFile file = AtomicFile.create(local(), path())) {
      file.stream().write(bytes("new"));
      assertThat(folder.resolve("file.txt")).hasContent("old");
      file.commit();
      assertThat(folder.resolve("file.txt")).hasContent("new");
      assertThatThrownBy(file::commit).isInstanceOf(IllegalStateException.class);
    }

    assertThat(folder.toFile().list()).containsExactly("file.txt");
  }

  @Test
  void withoutACommitNothingIsLeft() throws IOException {
    AtomicFile.write(local(), path(), bytes("old"));

    AtomicFile file = AtomicFile.create(local(), path());
    file.stream().write(bytes("half"));
    assertThat(folder.toFile().list()).hasSize(2).anyMatch(AtomicFile::isTemporary);
    file.close();
    file.close();

    assertThat(folder.toFile().list()).containsExactly("file.txt");
    assertThat(folder.resolve("file.txt")).hasContent("old");
  }

  @Test
  void writersOfOneFileDoNotMixTheirBytes() throws IOException {
    try (AtomicFile one = AtomicFile.create(local(), path());
        AtomicFile other = AtomicFile.create(local(), path())) {
      one.stream().write(bytes("the first writer"));
      other.stream().write(bytes("another"));
      one.commit();
      assertThat(folder.resolve("file.txt")).hasContent("the first writer");
      other.commit();
    }

    assertThat(folder.resolve("file.txt")).hasContent("another");
  }

  /** Whatever fails, on whichever file system that renames at once. */
  @Test
  void aFailureKeepsTheOldContent() throws IOException {
    Files.writeString(folder.resolve("file.txt"), "old");

    int change = 1;
    boolean failed = true;
    while (failed) {
      Configuration dying = FaultyFileSystem.failingAt(change++);
      try {
        AtomicFile.write(path().getFileSystem(dying), path(), bytes("new"));
        failed = false;
      } catch (IOException e) {
        assertThat(folder.resolve("file.txt")).hasContent("old");
      }
    }

    assertThat(change).as("changes that failed").isGreaterThan(3);
    assertThat(folder.resolve("file.txt")).hasContent("new");
  }

  @Test
  void aDirectoryIsNotReplaced() throws IOException {
    Files.createDirectories(folder.resolve("file.txt/inside"));

    assertThatThrownBy(() -> AtomicFile.write(local(), path(), bytes("new")))
        .isInstanceOf(IOException.class);

    assertThat(folder.resolve("file.txt/inside")).isDirectory();
    assertThat(folder.toFile().list()).containsExactly("file.txt");
  }

  /** Closing the compressing stream must not publish: on an object store that cannot be undone. */
  @Test
  void aStreamAroundTheContentMayBeClosed() throws IOException {
    try (AtomicFile file = AtomicFile.create(local(), path())) {
      try (OutputStream out = new GZIPOutputStream(file.stream())) {
        out.write(bytes("content"));
      }
      assertThat(folder.resolve("file.txt")).doesNotExist();
      file.commit();
    }

    try (var in = new GZIPInputStream(Files.newInputStream(folder.resolve("file.txt")))) {
      assertThat(in.readAllBytes()).isEqualTo(bytes("content"));
    }
  }

  @Test
  void anObjectStoreShowsAnObjectWhenItIsWhole() throws IOException {
    ObjectStore store = ObjectStore.in(folder);
    org.apache.hadoop.fs.Path path = store.path("file.txt");
    AtomicFile.write(store, path, bytes("old"));

    try (AtomicFile file = AtomicFile.create(store, path)) {
      file.stream().write(bytes("half"));
    }
    assertThat(folder.resolve("file.txt")).hasContent("old");
    AtomicFile.write(store, path, bytes("new"));

    assertThat(folder.resolve("file.txt")).hasContent("new");
    assertThat(folder.toFile().list()).containsExactly("file.txt");
    assertThat(store.renames()).as("copies that a store makes of renamed objects").isZero();
  }

  @Test
  void aFullDiskIsAnExceptionThatKeepsTheOldContent() throws IOException {
    Files.writeString(folder.resolve("file.txt"), "old");
    FileSystem full = FullDisk.fileSystem(2);

    assertThatThrownBy(() -> AtomicFile.write(full, path(), bytes("new")))
        .isInstanceOf(IOException.class)
        .hasMessage("No space left on device");

    assertThat(folder.resolve("file.txt")).hasContent("old");
    assertThat(folder.toFile().list()).containsExactly("file.txt");
  }
}
