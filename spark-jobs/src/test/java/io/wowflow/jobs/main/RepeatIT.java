package io.wowflow.jobs.main;

import static org.assertj.core.api.Assertions.assertThat;

import io.wowflow.jobs.Launched;
import io.wowflow.jobs.Needs;
import io.wowflow.jobs.SparkTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same seed gives the same bits: in this JVM and in one of the launcher, with any threads, on
 * other Javas, killed and resumed.
 */
class RepeatIT {
  @TempDir Path temp;

  @BeforeAll
  static void session() {
    SparkTest.session();
  }

  @Test
  void runsAndThreadsAgree() throws IOException {
    try (Launched launched = launch("one", 40)) {
      assertThat(launched.exitCode()).as(launched.log()).isZero();
    }
    byte[] reference = data("one");
    assertThat(flow("here", 40)).isEqualTo(reference);
    assertThat(flow("again", 40)).isEqualTo(reference);
    for (int threads = 1; threads <= 3; threads++) {
      assertThat(flow("t" + threads, 40, "--threads=" + threads))
          .as("%s threads", threads)
          .isEqualTo(reference);
    }
    assertThat(flow("seed", 40, "--seed=1")).isNotEqualTo(reference);
  }

  @Test
  void anotherJavaAgrees() throws IOException, InterruptedException {
    Path other = Needs.otherJava();
    List<List<String>> flows = new ArrayList<>(List.of(command("other", 40)));
    for (String kernel : KERNELS) {
      flows.add(command("other-" + kernel, 15, ofKernel(kernel)));
    }
    OtherJvm.run(temp, other, flows);
    assertThat(flow("this", 40)).as("under %s", other).isEqualTo(data("other"));
    for (String kernel : KERNELS) {
      assertThat(flow("this-" + kernel, 15, ofKernel(kernel)))
          .as("%s under %s", kernel, other)
          .isEqualTo(data("other-" + kernel));
    }
  }

  private static final List<String> KERNELS = List.of("riesz", "laplace", "gaussian");

  private static String[] ofKernel(String kernel) {
    return new String[] {"--kernel=" + kernel, "--directions=gaussian", "--direction-count=70"};
  }

  @Test
  void aKilledRunResumesToTheSameBits() throws IOException {
    int steps = 3000;
    try (Launched first = launch("killed", steps, "--snapshot-every=20")) {
      Path snapshots = temp.resolve("killed.snapshots");
      first.await(() -> Files.exists(snapshots.resolve("step=00000040")));
    }
    assertThat(temp.resolve("killed.npz")).doesNotExist();

    List<String> resume = command("killed", steps, "--snapshot-every=20", "--mode=resume");
    CommandLines.Outcome resumed = CommandLines.run(resume.toArray(String[]::new));
    resumed.succeeded();
    assertThat(resumed.err()).contains("resuming from step");
    assertThat(data("killed")).isEqualTo(flow("whole", steps));
  }

  private byte[] flow(String name, int steps, String... options) throws IOException {
    CommandLines.run(command(name, steps, options).toArray(String[]::new)).succeeded();
    return data(name);
  }

  private Launched launch(String name, int steps, String... options) {
    List<String> words = command(name, steps, options);
    words.addAll(List.of("--", "--driver-memory", "1g"));
    return Launched.start(temp.resolve(name + ".log"), words);
  }

  private List<String> command(String name, int steps, String... options) {
    List<String> command = new ArrayList<>();
    command.add("flow");
    command.add("--source=synthetic:gaussians?classes=5&samples=30&dimension=70");
    command.add("--target=synthetic:gaussians?classes=6&samples=45&dimension=70&shift=1");
    command.add("--steps=" + steps);
    command.add("--stop-plateau=off");
    command.add("--output=" + temp.resolve(name + ".npz"));
    command.addAll(List.of(options));
    return command;
  }

  private byte[] data(String name) throws IOException {
    return Files.readAllBytes(temp.resolve(name + ".npz"));
  }
}
