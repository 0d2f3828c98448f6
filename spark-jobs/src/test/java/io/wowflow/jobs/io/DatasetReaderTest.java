package io.wowflow.jobs.io;

import static io.wowflow.jobs.io.Readings.read;
import static io.wowflow.jobs.io.Readings.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.wowflow.jobs.SparkTest;
import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.jobs.io.image.ImageBytes;
import io.wowflow.jobs.io.npz.NpyBytes;
import io.wowflow.jobs.io.place.BrokenDisk;
import io.wowflow.jobs.io.place.DatasetUri;
import io.wowflow.jobs.io.rows.ReadOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetReaderTest {
  private static final ReadOptions ALL = ReadOptions.defaults();

  @TempDir Path directory;

  @Test
  void whatIsMissingIsNamed() {
    refusal(ExitCode.INPUT, () -> read(directory.resolve("nothing")))
        .isEqualTo(directory.resolve("nothing") + " does not exist; check the path");
    refusal(ExitCode.INPUT, () -> read(directory + "/nothing#tset", ALL))
        .isEqualTo(directory.resolve("nothing") + " does not exist; check the path");
  }

  @Test
  void emptyInputsAreRefused() throws IOException {
    refusal(ExitCode.INPUT, () -> read(directory))
        .contains("a directory, is empty; supported are npz, parquet, idx, ");
    Path empty = Files.createFile(directory.resolve("empty.npz"));
    refusal(ExitCode.INPUT, () -> read(empty)).contains("empty.npz is empty; supported are");
  }

  /** Hadoop throws an Error there, which would end the process with a stack trace. */
  @Test
  void aDiskThatCannotBeReadIsAFailure() throws IOException {
    Files.writeString(directory.resolve("a.csv"), "label,x\na,1\n");
    Map<String, byte[]> arrays =
        Map.of("x.npy", NpyBytes.npy("<f4", "(1, 1, 1)", NpyBytes.floats(1)));
    NpyBytes.write(directory.resolve("a.npz"), arrays);
    ImageBytes.put(directory.resolve("images"), "cat", "a.png", ImageBytes.grey(2, 2, 0));
    DatasetReader reader = new DatasetReader(BrokenDisk.configuration(), SparkTest::session);
    for (String name : List.of("a.csv", "a.npz", "images")) {
      String path = directory.resolve(name).toString();
      String format = name.substring(name.indexOf('.') + 1);
      refusal(ExitCode.FAILURE, () -> reader.read(DatasetUri.parse(path), ALL))
          .isEqualTo(path + " cannot be read: Input/output error");
      refusal(ExitCode.FAILURE, () -> reader.read(DatasetUri.parse(path), ALL.withFormat(format)))
          .isEqualTo(path + " cannot be read: Input/output error");
    }
  }

  @Test
  void otherContentIsRefusedWhateverItsName() throws IOException {
    Path other = Files.write(directory.resolve("data.parquet"), new byte[] {1, 2, 3});
    refusal(ExitCode.INPUT, () -> read(other))
        .contains("data.parquet holds no dataset that is recognised");
    refusal(ExitCode.INPUT, () -> read(directory)).contains("a directory, holds no dataset");
    refusal(ExitCode.INPUT, () -> read(other.toString(), ALL.withFormat("parquet")))
        .contains("is not of the format 'parquet', which is parquet: a file that starts with PAR1");
  }

  @Test
  void aSingleArrayIsRefusedWithTheCallThatHelps() throws IOException {
    Path array = directory.resolve("x.npy");
    Files.write(array, NpyBytes.npy("<f4", "(1, 1)", NpyBytes.floats(1)));
    refusal(ExitCode.INPUT, () -> read(array))
        .contains("single NPY array, without labels; write numpy.savez(FILE, x=samples");
  }

  @Test
  void unknownFormatsAreUsageErrors() {
    refusal(ExitCode.USAGE, () -> read(directory.toString(), ALL.withFormat("hdf5")))
        .isEqualTo(
            "unknown format 'hdf5'; supported are npz, parquet, idx, cifar, images, libsvm, csv");
  }

  @Test
  void unknownFileSystemsAreUsageErrors() {
    refusal(ExitCode.USAGE, () -> read("nowhere://key:secret@host/a", ALL))
        .contains("nowhere://host/a: no file system for this path (No FileSystem for scheme")
        .doesNotContain("secret");
    refusal(ExitCode.USAGE, () -> read("hdfs://no.such.host.invalid/a", ALL))
        .contains("UnknownHostException")
        .contains("check the URI");
    refusal(ExitCode.USAGE, () -> read("file://host/a", ALL)).contains("Wrong FS: file://host/a");
  }

  @Test
  void sparkIsNotOpenedForOtherFormats() throws IOException {
    Path file =
        NpyBytes.write(
            directory.resolve("a"),
            Map.of("x.npy", NpyBytes.npy("<f4", "(1, 1, 1)", NpyBytes.floats(1))));
    DatasetReader reader =
        new DatasetReader(
            new Configuration(),
            () -> {
              throw new AssertionError("opened");
            });
    LoadedDataset loaded = reader.read(DatasetUri.parse("file:" + file), ALL);
    assertThat(loaded.dataset().sampleCount()).isEqualTo(1);
  }

  @Test
  void directoriesOfOtherFilesAreNoDataset() throws IOException {
    Files.write(directory.resolve("_PAR1"), "PAR1".getBytes(StandardCharsets.US_ASCII));
    Files.createDirectory(directory.resolve("data"));
    refusal(ExitCode.INPUT, () -> read(directory)).contains("holds no dataset");
  }
}
