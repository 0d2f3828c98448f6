package io.wowflow.jobs.main;

import static io.wowflow.jobs.io.binary.IdxBytes.gzip;
import static io.wowflow.jobs.io.binary.IdxBytes.idx;
import static io.wowflow.jobs.io.npz.NpyBytes.floats;
import static io.wowflow.jobs.io.npz.NpyBytes.longs;
import static io.wowflow.jobs.io.npz.NpyBytes.npy;
import static io.wowflow.jobs.main.CommandLines.BLOBS;
import static io.wowflow.jobs.main.CommandLines.RINGS;
import static io.wowflow.jobs.main.CommandLines.flow;
import static io.wowflow.jobs.main.CommandLines.refused;
import static io.wowflow.jobs.main.CommandLines.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.wowflow.jobs.Needs;
import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.io.binary.IdxBytes;
import io.wowflow.jobs.io.npz.NpyBytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Datasets that are missing, damaged or not what they should be. */
class BadDatasetTest {
  private static final byte[] LABELS = npy("<i8", "(2,)", longs(0, 1));

  @TempDir Path folder;

  /** The message of a flow and of a conversion that refuse a dataset. */
  private AbstractStringAssert<?> refusedInput(String dataset) {
    refused(
        ExitCode.INPUT, folder, "convert", "--source", dataset, "--output", folder + "/out.npz");
    refused(ExitCode.INPUT, folder, flow(BLOBS, dataset, folder.resolve("out")));
    return refused(ExitCode.INPUT, folder, flow(dataset, RINGS, folder.resolve("out.npz")));
  }

  private Path write(String name, byte[] content) throws IOException {
    return Files.write(folder.resolve(name), content);
  }

  private Path npz(String name, Map<String, byte[]> entries) throws IOException {
    return NpyBytes.write(folder.resolve(name), entries);
  }

  private Path valid() throws IOException {
    byte[] x = npy("<f4", "(2, 3, 2)", floats(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12));
    return npz("valid.npz", Map.of("x.npy", x, "y.npy", LABELS));
  }

  @Test
  void aMissingPath() {
    refusedInput(folder + "/nowhere").contains("/nowhere does not exist; check the path");
    refusedInput(folder + "/data#trian").contains("/data does not exist; check the path");
  }

  @Test
  void aPathBelowAFile() throws IOException {
    refusedInput(valid() + "/x.npz").contains("valid.npz/x.npz", "does not exist");
  }

  @Test
  void anEmptyDirectory() throws IOException {
    Files.createDirectory(folder.resolve("empty"));
    refusedInput(folder + "/empty").contains("/empty, a directory, is empty; supported are npz");
  }

  @Test
  void anNpzThatIsADirectory() throws IOException {
    Files.createDirectory(folder.resolve("d.npz"));
    refusedInput(folder + "/d.npz").contains("d.npz, a directory, is empty");
    Files.write(folder.resolve("d.npz/x.npy"), LABELS);
    refusedInput(folder + "/d.npz").contains("holds no dataset that is recognised");
  }

  @Test
  void anEmptyFileAndSomethingElse() throws IOException {
    refusedInput(write("empty", new byte[0]).toString()).contains("/empty is empty");
    refusedInput(write("a.txt", "some text\n".getBytes(StandardCharsets.UTF_8)).toString())
        .contains("a.txt is text, but no table");
    refusedInput(write("a.bin", new byte[] {1, 2, 3}).toString())
        .contains("a.bin holds no dataset that is recognised; supported are");
    refusedInput(write("a.npy", LABELS).toString()).contains("single NPY array", "numpy.savez");
  }

  @Test
  void aTruncatedIdxFile() throws IOException {
    IdxBytes.writeTiny(folder, "");
    Path images = folder.resolve("images-idx3-ubyte");
    byte[] whole = Files.readAllBytes(images);
    Files.write(images, Arrays.copyOf(whole, whole.length - 1));
    refusedInput(folder + "/images-idx3-ubyte").contains("27 bytes", "promises 28", "fetch it");
    Files.write(images, Arrays.copyOf(whole, 7));
    refusedInput(folder + "/images-idx3-ubyte").contains("ends inside its header");
  }

  @Test
  void aTruncatedGzip() throws IOException {
    IdxBytes.writeTiny(folder, "");
    Path images = folder.resolve("images-idx3-ubyte");
    byte[] whole = gzip(Files.readAllBytes(images));
    Files.delete(images);
    String name = folder + "/images-idx3-ubyte.gz";
    for (int length : new int[] {5, 20, whole.length - 12, whole.length - 1}) {
      write("images-idx3-ubyte.gz", Arrays.copyOf(whole, length));
      refusedInput(name).contains("images-idx3-ubyte.gz", "fetch it again");
    }
    whole[whole.length - 6] ^= 1;
    write("images-idx3-ubyte.gz", whole);
    refusedInput(name).contains("images-idx3-ubyte.gz", "fetch it again");
  }

  @Test
  void imagesAndLabelsOfDifferentCounts() throws IOException {
    IdxBytes.writeTiny(folder, "");
    write("labels-idx1-ubyte", idx(new byte[] {7, 3}, 2));
    refusedInput(folder + "/images-idx3-ubyte").contains("has 2 labels", "has 3 images");
  }

  @Test
  void aTruncatedNpz() throws IOException {
    byte[] whole = Files.readAllBytes(valid());
    for (int length : new int[] {4, 40, whole.length / 2, whole.length - 4}) {
      write("cut.npz", Arrays.copyOf(whole, length));
      refusedInput(folder + "/cut.npz").contains("cut.npz");
    }
  }

  @Test
  void arraysThatAreNotRead() throws IOException {
    byte[] x = new byte[32];
    npz("o.npz", Map.of("x.npy", npy("|O", "(2, 2)", x), "y.npy", LABELS));
    refusedInput(folder + "/o.npz").contains("o.npz, entry 'x' holds Python objects", "np.asarray");
    npz("c.npz", Map.of("x.npy", npy("<c8", "(2, 2)", x), "y.npy", LABELS));
    refusedInput(folder + "/c.npz").contains("c.npz, entry 'x' holds elements of type '<c8'");
    npz("p.npz", Map.of("x.npy", "(dp0\nI1\n.".getBytes(StandardCharsets.UTF_8), "y.npy", LABELS));
    refusedInput(folder + "/p.npz").contains("p.npz, entry 'x' is not an NPY array");
  }

  @Test
  void anNpyHeaderOfFourGigabytes() throws IOException {
    byte[] header = npy(2, "{}", new byte[8]);
    Arrays.fill(header, 8, 12, (byte) 0xFF);
    npz("h.npz", Map.of("x.npy", header, "y.npy", LABELS));
    refusedInput(folder + "/h.npz").contains("NPY header of 4294967295 bytes", "damaged");
  }

  @Test
  void anNpyShapeThatPromisesTooMuch() throws IOException {
    byte[] x = npy("<f4", "(2147483647, 2147483647, 2147483647)", new byte[8]);
    npz("s.npz", Map.of("x.npy", x, "y.npy", LABELS));
    refusedInput(folder + "/s.npz").contains("s.npz, entry 'x'", "2147483647");
    npz("z.npz", Map.of("x.npy", npy("<f4", "(2, 0)", new byte[0]), "y.npy", LABELS));
    refusedInput(folder + "/z.npz").contains("samples have no features");
  }

  @Test
  void namesThatClimbOutOfTheArchiveAreOnlyNames() throws IOException {
    npz("slip.npz", Map.of("../../x.npy", LABELS, "/y.npy", LABELS));
    refusedInput(folder + "/slip.npz").contains("no array called x", "../../x (2,)");
    assertThat(folder.resolve("../../x.npy")).doesNotExist();
  }

  @Test
  void aClassWithoutSamples() throws IOException {
    npz("c.npz", Map.of("x.npy", npy("<f4", "(2, 0, 3)", new byte[0]), "y.npy", LABELS));
    refusedInput(folder + "/c.npz").contains("c.npz", "a class holds no samples");
  }

  @Test
  void fewerSamplesThanAskedFor() throws IOException {
    String[] args = flow(valid().toString(), RINGS, folder.resolve("out"));
    args = Arrays.copyOf(args, args.length + 2);
    args[args.length - 2] = "--samples-per-class";
    args[args.length - 1] = "4";
    refused(ExitCode.INPUT, folder, args)
        .contains(
            "valid.npz, entry 'x': class '0' has 3 samples, but 4 are to be drawn", "at most 3");
  }

  @Test
  void numbersThatAreNotFinite() throws IOException {
    for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      byte[] x = npy("<f4", "(2, 1, 2)", floats(1, 2, bad, 4));
      npz("n.npz", Map.of("x.npy", x, "y.npy", LABELS));
      refusedInput(folder + "/n.npz").contains("n.npz, entry 'x', x[1, 0]: feature 0 is " + bad);
    }
    byte[] x = npy("<f8", "(2, 1, 1)", NpyBytes.doubles(1e300, 1));
    npz("d.npz", Map.of("x.npy", x, "y.npy", LABELS));
    refusedInput(folder + "/d.npz")
        .contains("x[0, 0]: feature 0 is 1.0E300, which is Infinity as a 32-bit float");
  }

  @Test
  void differentDimensions() throws IOException {
    String other = "synthetic:gaussians?classes=2&samples=3&dimension=7";
    refused(ExitCode.INPUT, folder, flow(valid().toString(), other, folder.resolve("out")))
        .contains("valid.npz has samples of dimension 2", other + " of dimension 7", "--resize");
  }

  @ParameterizedTest
  @ValueSource(strings = {"#train", "#test"})
  void aSplitOfWhatHasNone(String split) throws IOException {
    refused(ExitCode.USAGE, folder, flow(valid() + split, RINGS, folder.resolve("out")))
        .contains("this NPZ file has no splits; leave " + split + " out");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "synthetic:ring | did you mean 'rings'",
        "synthetic:gaussians?classes=2 | parameter 'samples' is missing",
        "synthetic:gaussians?classes=0&samples=1&dimension=1 | classes must be an integer from 1",
        "synthetic:gaussians?classes=2&samples=1e400&dimension=1 | samples must be an integer",
        "synthetic:gaussians?classes=2147483647&samples=2147483647&dimension=9 | samples; at most",
        "synthetic:gaussians?classes=2&samples=500000000&dimension=9 | give the driver more",
        "synthetic:gaussians?classes=2&samples=2&dimension=2147483647 | give the driver more",
        "synthetic:gaussians?classes=2&classes=3&samples=2&dimension=2 | given twice",
        "a:b | 'a:b' is not a path",
        "s3a://key:hidden@bucket/data | s3a://bucket/data",
        "gopher://host/data | no file system for this path",
        "hdfs://no-such-host.invalid/data | no-such-host.invalid",
        "hdfs:///data | hdfs:/data: no file system for this path",
      })
  void datasetsThatCannotBe(String dataset, String message) {
    refused(ExitCode.USAGE, folder, flow(dataset, RINGS, folder.resolve("out")))
        .contains(message)
        .doesNotContain("hidden");
    refused(ExitCode.USAGE, folder, "convert", "--source", dataset, "--output", folder + "/out.npz")
        .contains(message)
        .doesNotContain("hidden");
  }

  @Test
  void anUnknownFormat() throws IOException {
    String source = valid().toString();
    refused(
            ExitCode.USAGE,
            folder,
            flow(source, RINGS, folder.resolve("out"), "--source-format", "tsv"))
        .contains(
            "unknown format 'tsv'; supported are npz, parquet, idx, cifar, images, libsvm, csv");
    refused(
            ExitCode.INPUT,
            folder,
            flow(source, RINGS, folder.resolve("out"), "--source-format", "idx"))
        .contains("valid.npz is not of the format 'idx'");
    refused(ExitCode.USAGE, folder, flow(folder.resolve("out"), "--target-format", "npz"))
        .contains("leave the format 'npz' out");
  }

  @Test
  void unusualPathsAreRead() throws IOException {
    Needs.that(
        "UTF-8".equals(System.getProperty("sun.jnu.encoding")),
        "file names are not Unicode in this locale: set LC_ALL=C.UTF-8");
    Path odd = Files.createDirectory(folder.resolve("a b%20{c}[d]*?#+&=~ü漢'\"\\;$(x)"));
    Path source = Files.copy(valid(), odd.resolve("ünï cödé #1.npz"));
    Path output = odd.resolve("öut put");
    run(flow(source.toString(), source.toString(), output)).succeeded();
    assertThat(output.resolve("_SUCCESS")).exists();
    run(flow(output.toString(), source.toString(), odd.resolve("again %41"))).succeeded();
    run("convert", "--source", output.toString(), "--output", odd + "/ç.npz").succeeded();
    assertThat(odd.resolve("ç.npz")).exists();
  }

  @Test
  void theSameDatasetTwiceIsAllowed() throws IOException {
    String both = valid().toString();
    run(flow(both, both, folder.resolve("out"))).succeeded();
  }
}
