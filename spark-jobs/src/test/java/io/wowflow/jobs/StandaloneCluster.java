package io.wowflow.jobs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A Spark standalone cluster of real processes on loopback, started and ended by {@code
 * submit/standalone-cluster}. Needs the packaged build: for integration tests.
 */
public final class StandaloneCluster implements AutoCloseable {
  private static final Path ROOT = Path.of(System.getProperty("wowflow.root"));

  private final Path directory;

  private final int restPort;

  private final Path java;

  private StandaloneCluster(Path directory, int restPort, Path java) {
    this.directory = directory;
    this.restPort = restPort;
    this.java = java;
  }

  /**
   * Starts a cluster of workers with one core each.
   *
   * @param folder of the test, in which the cluster's own directory is made
   * @param workers how many
   * @param memory of each worker, for executors: {@code 1g}
   */
  public static StandaloneCluster start(Path folder, int workers, String memory) {
    return start(folder, workers, memory, Javas.THIS);
  }

  /**
   * Starts a cluster of workers with one core each on some Java.
   *
   * @param folder of the test, in which the cluster's own directory is made
   * @param workers how many
   * @param memory of each worker, for executors: {@code 1g}
   * @param java the home of a JDK
   */
  public static StandaloneCluster start(Path folder, int workers, String memory, Path java) {
    StandaloneCluster cluster = new StandaloneCluster(folder.resolve("cluster"), freePort(), java);
    cluster
        .command(
            "start",
            "--workers=" + workers,
            "--memory=" + memory,
            "--rest-port=" + cluster.restPort)
        .succeeded();
    return cluster;
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The URL for {@code --master}. */
  public String master() {
    return read("master").strip();
  }

  /** The URL for {@code --master} of a driver that is to run on the cluster. */
  public String restMaster() {
    return "spark://127.0.0.1:" + restPort;
  }

  /** The output of {@code status}. */
  public String status() {
    return command("status").text();
  }

  /** Where logs and the work of executors and drivers are, until the cluster is closed. */
  public Path directory() {
    return directory;
  }

  /** Starts one more worker with one core. */
  public void addWorker(String memory) {
    command("add-worker", "--memory=" + memory).succeeded();
  }

  /** The workers that run, in the order of their start. */
  public List<ProcessHandle> workers() {
    return processes(" worker-");
  }

  /** The executors that run, of all applications. */
  public List<ProcessHandle> executors() {
    return descendants("org.apache.spark.executor.CoarseGrainedExecutorBackend");
  }

  /**
   * The executor of an application that runs.
   *
   * @param id of Spark, as its listeners get it
   */
  public ProcessHandle executor(String id) {
    return executors().stream()
        .filter(process -> commandLine(process).contains(" --executor-id " + id + " "))
        .findFirst()
        .orElseThrow();
  }

  /** The drivers of cluster mode that run. */
  public List<ProcessHandle> drivers() {
    return descendants("org.apache.spark.deploy.worker.DriverWrapper");
  }

  private List<ProcessHandle> descendants(String mainClass) {
    return workers().stream()
        .flatMap(ProcessHandle::descendants)
        .filter(process -> commandLine(process).contains(mainClass))
        .toList();
  }

  /** {@link ProcessHandle.Info} cuts it off, and a class path can be long. */
  private static String commandLine(ProcessHandle process) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"))
          .replace('\0', ' ');
    } catch (IOException e) {
      return process.info().commandLine().orElse("");
    }
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

  /** Ends the processes of the cluster and deletes its directory. */
  public void stop() {
    command("stop").succeeded();
  }

  /** Stops what was not stopped, and waits until executors and drivers have ended, too. */
  @Override
  public void close() {
    if (Files.exists(directory.resolve("processes"))) {
      List<ProcessHandle> theirs = new ArrayList<>(executors());
      theirs.addAll(drivers());
      stop();
      theirs.forEach(process -> process.onExit().orTimeout(1, TimeUnit.MINUTES).join());
    }
  }

  private record Said(int code, String text) {
    void succeeded() {
      if (code != 0) {
        throw new IllegalStateException("exit code " + code + ": " + text);
      }
    }
  }

  private Said command(String command, String... options) {
    List<String> words = new ArrayList<>();
    words.add(ROOT.resolve("submit/standalone-cluster").toString());
    words.add(command);
    words.add("--directory=" + directory);
    words.addAll(List.of(options));
    Path log = directory.resolveSibling("standalone-cluster.log");
    ProcessBuilder builder =
        new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().keySet().removeIf(name -> name.matches("SPARK_.*|MASTER"));
    builder.environment().put("JAVA_HOME", java.toString());
    try {
      Launched.putOptionsOfJava(builder, directory.resolveSibling("cluster.tmp"));
      Process process = builder.start();
      if (!process.waitFor(3, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new IllegalStateException(words + " does not end: " + Files.readString(log));
      }
      return new Said(process.exitValue(), Files.readString(log));
    } catch (IOException e) {
      throw new IllegalStateException(words + " cannot be run", e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(words + " was interrupted", e);
    }
  }
}
