package io.wowflow.jobs.main;

import static io.wowflow.jobs.main.CommandLines.flow;
import static io.wowflow.jobs.main.CommandLines.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.wowflow.jobs.MiniHdfs;
import io.wowflow.jobs.io.binary.IdxBytes;
import io.wowflow.jobs.io.place.AtomicFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Flows from and to a real HDFS. */
class HdfsIT {
  private static final String SOURCE = "synthetic:gaussians?classes=3&samples=20&dimension=4";
  private static final String TARGET = "synthetic:gaussians?classes=3&samples=30&dimension=4";

  @TempDir static java.nio.file.Path shared;
  @TempDir java.nio.file.Path local;
  private static MiniHdfs hdfs;
  private Path folder;

  @BeforeAll
  static void start() throws IOException {
    hdfs = MiniHdfs.start(shared);
  }

  @AfterAll
  static void stop() {
    hdfs.close();
  }

  @BeforeEach
  void ownFolder(TestInfo test) throws IOException {
    folder = new Path(hdfs.uri("/" + test.getTestMethod().orElseThrow().getName()));
    hdfs.files().delete(folder, true);
    hdfs.files().mkdirs(folder);
  }

  private String there(String name) {
    return new Path(folder, name).toString();
  }

  private static List<FileStatus> data(FileSystem files, Path output) throws IOException {
    return Arrays.stream(files.listStatus(new Path(output, "data")))
        .filter(file -> file.getPath().getName().endsWith(".parquet"))
        .toList();
  }

  /** The bytes of all Parquet files of an output, HDFS or local. */
  private static List<byte[]> bytes(String output) throws IOException {
    Path path = new Path(output);
    FileSystem files = path.getFileSystem(hdfs.files().getConf());
    List<byte[]> out = new ArrayList<>();
    for (FileStatus file : data(files, path)) {
      try (InputStream in = files.open(file.getPath())) {
        out.add(in.readAllBytes());
      }
    }
    assertThat(out).isNotEmpty();
    return out;
  }

  @ParameterizedTest
  @ValueSource(strings = {"source.npz", "source"})
  void npzAndParquetGiveTheBitsOfLocalFiles(String name) throws IOException {
    run("convert", "--source", SOURCE, "--output", there(name)).succeeded();
    java.nio.file.Path copy = local.resolve(name);
    run("convert", "--source", SOURCE, "--output", copy.toString()).succeeded();

    run(flow(there(name), TARGET, (Object) there("out"), "--steps", "6", "--snapshot-every", "3"))
        .succeeded();
    java.nio.file.Path out = local.resolve("out");
    run(flow(copy.toString(), TARGET, out, "--steps", "6", "--snapshot-every", "3")).succeeded();

    assertThat(bytes(there("out"))).containsExactlyElementsOf(bytes(out.toUri().toString()));
    assertThat(hdfs.files().exists(new Path(there("out/_SUCCESS")))).isTrue();
    assertThat(hdfs.files().exists(new Path(there("out/snapshots/step=00000006")))).isTrue();
    assertThat(hdfs.files().exists(new Path(there("out/_LOCK")))).isFalse();
  }

  @Test
  void aFileIsReplacedWhenItIsWhole() throws IOException {
    Path file = new Path(there("file.txt"));
    AtomicFile.write(hdfs.files(), file, new byte[] {1, 2, 3});

    try (AtomicFile half = AtomicFile.create(hdfs.files(), file)) {
      half.stream().write(new byte[] {4});
    }
    assertThat(hdfs.files().getFileStatus(file).getLen()).isEqualTo(3);
    AtomicFile.write(hdfs.files(), file, new byte[] {4, 5});

    assertThat(hdfs.files().getFileStatus(file).getLen()).isEqualTo(2);
    assertThat(hdfs.files().listStatus(folder)).hasSize(1);
  }

  @Test
  void anIdxDirectoryAndOneFileAsOutput() throws IOException {
    IdxBytes.writeTiny(local, "train-");
    Path idx = new Path(folder, "idx");
    for (String name : List.of("train-images-idx3-ubyte", "train-labels-idx1-ubyte")) {
      try (OutputStream out = hdfs.files().create(new Path(idx, name))) {
        out.write(Files.readAllBytes(local.resolve(name)));
      }
    }
    run(flow(idx + "#train", idx + "#train", (Object) there("out.npz"), "--samples-per-class", "1"))
        .succeeded();
    String[] back = {"convert", "--source", there("out.npz"), "--output", there("back")};
    assertThat(run(back).out()).contains("2 classes, 2 samples of dimension 4");
  }

  @Test
  void aResultInOneFileIsReplaced() throws IOException {
    for (String metric : List.of("sw", "otdd")) {
      String[] all = {
        "distance",
        "--source",
        SOURCE,
        "--target",
        TARGET,
        "--metric",
        metric,
        "--output",
        there("distances.json"),
        "--mode",
        "overwrite"
      };
      run(all).succeeded();
      try (InputStream in = hdfs.files().open(new Path(there("distances.json")))) {
        assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
            .contains("\"metric\" : \"" + metric + "\"");
      }
    }
    assertThat(hdfs.files().listStatus(folder)).hasSize(1);
  }

  private String[] interruptible(String output, String steps, String... more) {
    List<String> options = new ArrayList<>(List.of("--steps", steps, "--snapshot-every", "2"));
    options.addAll(List.of(more));
    return flow(SOURCE, TARGET, output, options.toArray(String[]::new));
  }

  /** The output of a run that was killed after step 4. */
  private void interrupted(String output) throws IOException {
    run(interruptible(output, "4")).succeeded();
    for (FileStatus file : hdfs.files().listStatus(new Path(output))) {
      if (!file.getPath().getName().equals("snapshots")) {
        hdfs.files().delete(file.getPath(), true);
      }
    }
  }

  private void resumesFrom(int step, String output) throws IOException {
    CommandLines.Outcome resumed = run(interruptible(output, "8", "--mode", "resume"));
    resumed.succeeded();
    assertThat(resumed.err()).contains("resuming from step " + step);
    run(interruptible(there("whole"), "8")).succeeded();
    assertThat(bytes(output)).containsExactlyElementsOf(bytes(there("whole")));
  }

  @Test
  void aRunResumesToTheSameBits() throws IOException {
    interrupted(there("out"));
    resumesFrom(4, there("out"));
  }

  @Test
  void aDamagedSnapshotGivesWayToTheOneBefore() throws IOException {
    interrupted(there("out"));
    Path block = new Path(there("out/snapshots/step=00000004/block-00000.bin"));
    byte[] whole;
    try (InputStream in = hdfs.files().open(block)) {
      whole = in.readAllBytes();
    }
    whole[whole.length / 2] ^= 1;
    try (OutputStream out = hdfs.files().create(block, true)) {
      out.write(whole);
    }
    CommandLines.Outcome dry = run(interruptible(there("out"), "8", "--mode", "error"));
    assertThat(dry.code()).isEqualTo(4);
    resumesFrom(2, there("out"));
  }

  @Test
  void aSnapshotBeyondTheSpaceQuotaStopsTheRunAndLosesNothing() throws IOException {
    interrupted(there("out"));
    String snapshots = new Path(there("out/snapshots")).toUri().getPath();
    hdfs.limit(snapshots, 1 << 20);

    CommandLines.Outcome stopped = run(interruptible(there("out"), "8", "--mode", "resume"));

    assertThat(stopped.code()).as(stopped.err()).isEqualTo(1);
    assertThat(stopped.err())
        .contains("wowflow: The snapshot of step 6 cannot be written", "quota")
        .doesNotContain("unexpected")
        .doesNotContain("\tat ");
    assertThat(hdfs.files().exists(new Path(there("out/_LOCK")))).isFalse();
    assertThat(hdfs.files().exists(new Path(there("out/snapshots/step=00000006")))).isFalse();

    hdfs.limit(snapshots, -1);
    resumesFrom(4, there("out"));
  }
}
