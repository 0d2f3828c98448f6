package io.wowflow.jobs.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.conf.ImageShape;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.conf.OutputConf;
import io.wowflow.jobs.conf.OutputMode;
import io.wowflow.jobs.io.dataset.LabelKind;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.jobs.io.place.FullDisk;
import io.wowflow.jobs.output.FaultyFileSystem;
import io.wowflow.jobs.snapshot.Samples;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatasetWriterTest {
  @TempDir Path folder;

  /** Refuses to give a name to a directory that was written. */
  public static final class RefusingFileSystem extends RawLocalFileSystem {
    @Override
    public boolean rename(org.apache.hadoop.fs.Path from, org.apache.hadoop.fs.Path to)
        throws IOException {
      return !from.getName().endsWith(".tmp") && super.rename(from, to);
    }
  }

  /** Renames as an object store does, by a copy, and fails after a part of it. */
  public static final class CopyingFileSystem extends RawLocalFileSystem {
    @Override
    public boolean rename(org.apache.hadoop.fs.Path from, org.apache.hadoop.fs.Path to)
        throws IOException {
      if (from.getName().endsWith(".tmp") && getFileStatus(from).isDirectory()) {
        create(new org.apache.hadoop.fs.Path(to, "part-00000.snappy.parquet")).close();
        throw new IOException("the connection was reset");
      }
      return super.rename(from, to);
    }
  }

  private static LoadedDataset dataset(float value) {
    return new LoadedDataset(
        Samples.dataset(value),
        LabelKind.STRING,
        List.of(new long[] {0, 1}, new long[] {2}),
        Optional.of(new ImageShape(1, 2, 1)));
  }

  private void write(String name, OutputConf.Format format, float value, Configuration conf) {
    DatasetWriter.open(
            folder.resolve(name).toString(), Optional.of(format), OutputMode.OVERWRITE, conf)
        .write(dataset(value));
  }

  @ParameterizedTest
  @EnumSource
  void aRenameThatFailsKeepsTheOldDataset(OutputConf.Format format) throws IOException {
    write("out", format, 0.5f, Samples.CONF);
    Map<String, String> old = Samples.tree(folder);
    Configuration refusing = new Configuration(Samples.CONF);
    refusing.setClass("fs.file.impl", RefusingFileSystem.class, FileSystem.class);
    refusing.setBoolean("fs.file.impl.disable.cache", true);

    assertThatThrownBy(() -> write("out", format, 0.25f, refusing))
        .isInstanceOf(JobException.class)
        .hasFieldOrPropertyWithValue("exitCode", ExitCode.FAILURE)
        .hasMessageContaining("cannot rename _out.");
    assertThat(Samples.tree(folder)).isEqualTo(old);
    write("out", format, 0.25f, Samples.CONF);

    assertThat(Samples.tree(folder)).isNotEqualTo(old);
    assertThat(folder.toFile().list()).containsExactly("out");
  }

  @ParameterizedTest
  @EnumSource(names = {"PARQUET", "IMAGES"})
  void aRenameThatFailsHalfwayKeepsTheOldDataset(OutputConf.Format format) throws IOException {
    Configuration copying = new Configuration(Samples.CONF);
    copying.setClass("fs.file.impl", CopyingFileSystem.class, FileSystem.class);
    copying.setBoolean("fs.file.impl.disable.cache", true);

    assertThatThrownBy(() -> write("out", format, 0.25f, copying))
        .hasMessageContaining("the connection was reset");
    assertThat(folder).isEmptyDirectory();
    write("out", format, 0.5f, Samples.CONF);
    Map<String, String> old = Samples.tree(folder);
    assertThatThrownBy(() -> write("out", format, 0.25f, copying))
        .hasFieldOrPropertyWithValue("exitCode", ExitCode.FAILURE)
        .hasMessageContaining("the connection was reset");
    assertThat(Samples.tree(folder)).isEqualTo(old);
  }

  /** A process that dies: a file stays, of directories the old one does, if only set aside. */
  @ParameterizedTest
  @CsvSource({"out.npz, NPZ", "out.csv.gz, CSV", "out, PARQUET", "out, IMAGES"})
  void aDeathAnywhereKeepsTheOldDataset(String name, OutputConf.Format format) throws IOException {
    write(name, format, 0.5f, FaultyFileSystem.healthy());
    Path place = folder.resolve(name);
    Map<String, String> old = content(place);

    int change = 1;
    Throwable death;
    do {
      Configuration dying = FaultyFileSystem.failingAt(change++);
      death = catchThrowable(() -> write(name, format, 0.25f, dying));
      if (death != null) {
        Path aside = aside();
        if (format.isFile() || aside == null) {
          assertThat(content(place)).isEqualTo(old);
        } else {
          assertThat(death).hasMessageContaining("the older dataset is now " + aside.getFileName());
          assertThat(content(aside)).isEqualTo(old);
          assertThat(aside.toFile().renameTo(place.toFile())).isTrue();
        }
      }
    } while (death != null);

    assertThat(change).isGreaterThan(3);
    assertThat(content(place)).isNotEqualTo(old);
  }

  private Path aside() {
    String[] names = folder.toFile().list((dir, name) -> name.matches("_out\\..*\\.old"));
    return names.length == 0 ? null : folder.resolve(names[0]);
  }

  private Map<String, String> content(Path place) throws IOException {
    return place.toFile().isDirectory()
        ? Samples.tree(place)
        : Map.of("", Samples.tree(folder).getOrDefault(place.getFileName().toString(), "none"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"NPZ", "CSV", "PARQUET", "IMAGES"})
  void aFullDiskIsAFailureThatKeepsTheOldDataset(OutputConf.Format format) throws IOException {
    write("out", format, 0.5f, Samples.CONF);
    Map<String, String> old = Samples.tree(folder);

    assertThatThrownBy(() -> write("out", format, 0.25f, FullDisk.withRoomFor(10)))
        .isInstanceOf(JobException.class)
        .hasFieldOrPropertyWithValue("exitCode", ExitCode.FAILURE)
        .hasMessageContaining("out cannot be written: No space left on device");

    assertThat(Samples.tree(folder)).isEqualTo(old);
  }

  @Test
  void anOutputThatCameMeanwhileIsNotReplaced() throws IOException {
    DatasetWriter writer =
        DatasetWriter.open(folder.resolve("a.npz").toString(), OutputMode.ERROR, Samples.CONF);
    write("a.npz", OutputConf.Format.NPZ, 0.5f, Samples.CONF);
    Map<String, String> other = Samples.tree(folder);

    assertThatThrownBy(() -> writer.write(dataset(0.25f)))
        .hasFieldOrPropertyWithValue("exitCode", ExitCode.OUTPUT);

    assertThat(Samples.tree(folder)).isEqualTo(other);
  }
}
