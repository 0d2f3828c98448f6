package io.wowflow.jobs.main;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.wowflow.jobs.Javas;
import io.wowflow.jobs.Launched;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same seed gives the same bits: two runs, any threads, other Javas, killed and resumed. */
class RepeatIT {
  @TempDir Path temp;

  @Test
  void runsThreadsAndJavasAgree() throws Exception {
    byte[] reference = data(flow("one", Javas.THIS, 40));
    assertThat(data(flow("again", Javas.THIS, 40))).isEqualTo(reference);
    for (int threads = 1; threads <= 3; threads++) {
      assertThat(data(flow("t" + threads, Javas.THIS, 40, "--threads=" + threads)))
          .as("%s threads", threads)
          .isEqualTo(reference);
    }
    assertThat(data(flow("seed", Javas.THIS, 40, "--seed=1"))).isNotEqualTo(reference);
  }

  @Test
  void anotherJavaAgrees() throws Exception {
    Optional<Path> other = Javas.other();
    assumeTrue(other.isPresent(), Javas.NO_OTHER);
    for (String kernel : List.of("riesz", "laplace", "gaussian")) {
      String[] options = {"--kernel=" + kernel, "--directions=gaussian", "--direction-count=70"};
      byte[] reference = data(flow("this-" + kernel, Javas.THIS, 15, options));
      assertThat(data(flow("other-" + kernel, other.get(), 15, options)))
          .as("%s under %s", kernel, other.get())
          .isEqualTo(reference);
    }
    assertThat(data(flow("other", other.get(), 40))).isEqualTo(data(flow("this", Javas.THIS, 40)));
  }

  @Test
  void aKilledRunResumesToTheSameBits() throws Exception {
    int steps = 3000;
    Path output = temp.resolve("killed.npz");
    try (Launched first =
        start(command("killed", steps, "--snapshot-every=20"), Javas.THIS, "killed")) {
      Path snapshots = temp.resolve("killed.snapshots");
      first.await(() -> Files.exists(snapshots.resolve("step=00000040")));
    }
    assertThat(output).doesNotExist();

    byte[] resumed =
        data(flow("killed", Javas.THIS, steps, "--snapshot-every=20", "--mode=resume"));
    assertThat(log("killed")).contains("resuming from step");
    assertThat(resumed).isEqualTo(data(flow("whole", Javas.THIS, steps)));
  }

  private Path flow(String name, Path java, int steps, String... options) {
    try (Launched launched = start(command(name, steps, options), java, name)) {
      assertThat(launched.exitCode()).as(launched.log()).isZero();
    }
    return temp.resolve(name + ".npz");
  }

  private List<String> command(String name, int steps, String... options) {
    List<String> command = new ArrayList<>();
    command.add("flow");
    command.add("--source=synthetic:gaussians?classes=5&samples=30&dimension=70");
    command.add("--target=synthetic:gaussians?classes=6&samples=45&dimension=70&shift=1");
    command.add("--steps=" + steps);
    command.add("--output=" + temp.resolve(name + ".npz"));
    command.addAll(List.of(options));
    command.addAll(List.of("--", "--driver-memory", "1g"));
    return command;
  }

  private Launched start(List<String> command, Path java, String name) {
    return Launched.start(temp.resolve(name + ".log"), command, java);
  }

  private String log(String name) throws IOException {
    return Files.readString(temp.resolve(name + ".log"));
  }

  private static byte[] data(Path file) throws IOException {
    return Files.readAllBytes(file);
  }
}
