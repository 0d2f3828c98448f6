package io.wowflow.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A {@code submit/wowflow} that runs: the launcher turns into the JVM, so it is one process. */
public final class Launched implements AutoCloseable {
  private static final Path ROOT = Path.of(System.getProperty("wowflow.root"));

  /**
   * Options of JVMs that live for seconds, on cores that all of them share: half of their time was
   * the optimising compiler. The bits are compared with those of this JVM, which has it.
   */
  static final String QUICK = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

  private final Process process;
  private final Path log;

  private Launched(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * Starts the launcher without any variable of Spark's, but on loopback.
   *
   * @param log where both its outputs go
   * @param words command, options and what is for spark-submit
   */
  public static Launched start(Path log, List<String> words) {
    return start(log, words, Javas.THIS);
  }

  /**
   * Starts the launcher on some Java.
   *
   * @param log where both its outputs go
   * @param words command, options and what is for spark-submit
   * @param java the home of a JDK
   */
  public static Launched start(Path log, List<String> words, Path java) {
    List<String> command = new ArrayList<>(List.of(ROOT.resolve("submit/wowflow").toString()));
    command.addAll(words);
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().keySet().removeIf(name -> name.matches("SPARK_.*|MASTER"));
    builder.environment().put("JAVA_HOME", java.toString());
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    try {
      putOptionsOfJava(builder, log.resolveSibling(log.getFileName() + ".tmp"));
      return new Launched(builder.start(), log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Sets what every JVM below a program gets: a folder of temporary files, because a killed program
   * leaves its own, and {@link #QUICK}.
   */
  static void putOptionsOfJava(ProcessBuilder builder, Path folder) throws IOException {
    Files.createDirectories(folder);
    builder.environment().put("JDK_JAVA_OPTIONS", "\"-Djava.io.tmpdir=" + folder + "\" " + QUICK);
  }

  /** The output of the program so far. */
  public String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public ProcessHandle handle() {
    return process.toHandle();
  }

  /** Waits for something to come true while the process runs. */
  public void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(4);
    while (!condition.getAsBoolean()) {
      assertThat(process.isAlive()).as(log()).isTrue();
      assertThat(System.nanoTime()).as(log()).isLessThan(deadline);
      pause();
    }
  }

  static void pause() {
    try {
      Thread.sleep(20);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Waits for the end. */
  public int exitCode() {
    try {
      assertThat(process.waitFor(5, TimeUnit.MINUTES)).as(log()).isTrue();
      return process.exitValue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Kills what still runs, with its descendants, and waits until it is gone. */
  @Override
  public void close() {
    List<ProcessHandle> theirs = new ArrayList<>(process.descendants().toList());
    theirs.add(process.toHandle());
    // All before any is waited for: one that has ended stays in the list of processes until its
    // parent has.
    theirs.forEach(ProcessHandle::destroyForcibly);
    theirs.forEach(StandaloneCluster::kill);
  }
}
