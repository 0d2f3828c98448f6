package io.wowflow.jobs;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A Spark standalone cluster of real processes on loopback, started and ended by {@code
 * submit/standalone-cluster}. Needs the packaged build: for integration tests.
 */
public final class StandaloneCluster implements AutoCloseable {
  private static final Path ROOT = Path.of(System.getProperty("wowflow.root"));

  private final Path directory;

  private StandaloneCluster(Path directory) {
    this.directory = directory;
  }

  /**
   * Starts a cluster of workers with one core each.
   *
   * @param folder of the test, in which the cluster's own directory is made
   * @param workers how many
   * @param memory of each worker, for executors: {@code 1g}
   */
  public static StandaloneCluster start(Path folder, int workers, String memory) {
    StandaloneCluster cluster = new StandaloneCluster(folder.resolve("cluster"));
    cluster.command("start", "--workers=" + workers, "--memory=" + memory);
    return cluster;
  }

  /** The URL for {@code --master}. */
  public String master() {
    return read("master").strip();
  }

  /** Where logs and the work of executors and drivers are, until the cluster is closed. */
  public Path directory() {
    return directory;
  }

  /** Starts one more worker with one core. */
  public void addWorker(String memory) {
    command("add-worker", "--memory=" + memory);
  }

  /** The workers that run, in the order of their start. */
  public List<ProcessHandle> workers() {
    return processes(" worker-");
  }

  /** The executors that run, of all applications. */
  public List<ProcessHandle> executors() {
    return descendants("org.apache.spark.executor.CoarseGrainedExecutorBackend");
  }

  /** The drivers of cluster mode that run. */
  public List<ProcessHandle> drivers() {
    return descendants("org.apache.spark.deploy.worker.DriverWrapper");
  }

  private List<ProcessHandle> descendants(String mainClass) {
    return workers().stream()
        .flatMap(ProcessHandle::descendants)
        .filter(process -> process.info().commandLine().orElse("").contains(mainClass))
        .toList();
  }

  private List<ProcessHandle> processes(String name) {
    return read("processes")
        .lines()
        .filter(line -> line.contains(name))
        .map(line -> Long.parseLong(line.substring(0, line.indexOf(' '))))
        .flatMap(pid -> ProcessHandle.of(pid).stream())
        .filter(ProcessHandle::isAlive)
        .toList();
  }

  /** Ends a process by SIGKILL and waits until it is gone: it has no chance to tidy up. */
  public static void kill(ProcessHandle process) {
    process.destroyForcibly();
    process.onExit().orTimeout(1, TimeUnit.MINUTES).join();
  }

  private String read(String file) {
    try {
      return Files.readString(directory.resolve(file));
    } catch (IOException e) {
      throw new IllegalStateException("the cluster in " + directory + " has no " + file, e);
    }
  }

  /** Ends all processes of the cluster, executors included, and deletes its directory. */
  @Override
  public void close() {
    List<ProcessHandle> all = new ArrayList<>(workers());
    Stream.concat(executors().stream(), drivers().stream()).forEach(all::add);
    command("stop");
    // A killed worker leaves executors to find that out for themselves.
    all.forEach(StandaloneCluster::kill);
  }

  private void command(String command, String... options) {
    List<String> words = new ArrayList<>();
    words.add(ROOT.resolve("submit/standalone-cluster").toString());
    words.add(command);
    words.add("--directory=" + directory);
    words.addAll(List.of(options));
    File log = directory.resolveSibling("standalone-cluster.log").toFile();
    ProcessBuilder builder =
        new ProcessBuilder(words)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log));
    builder.environment().keySet().removeIf(name -> name.matches("SPARK_.*|MASTER"));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    try {
      Process process = builder.start();
      if (!process.waitFor(3, TimeUnit.MINUTES) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new IllegalStateException(words + " failed: " + Files.readString(log.toPath()));
      }
    } catch (IOException e) {
      throw new IllegalStateException(words + " cannot be run", e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(words + " was interrupted", e);
    }
  }
}
