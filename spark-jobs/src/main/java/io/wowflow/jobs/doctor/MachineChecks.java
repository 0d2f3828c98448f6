package io.wowflow.jobs.doctor;

import com.sun.management.OperatingSystemMXBean;
import io.wowflow.jobs.conf.Amount;
import io.wowflow.math.internal.VectorModule;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.util.NativeCodeLoader;
import org.apache.spark.SparkConf;

/**
 * Checks this machine and this JVM, which was started with the options of the driver of a run.
 *
 * @param settings of Spark
 * @param environment the variables of the process
 */
record MachineChecks(SparkConf settings, Map<String, String> environment) {
  /** The launcher's complaint about SPARK_HOME, if it uses another Spark for these checks. */
  static final String SPARK_HOME_PROBLEM = "WOWFLOW_SPARK_HOME_PROBLEM";

  private static final String SPARK_LINE = "4.2.";
  private static final long GIGABYTE = 1L << 30;
  private static final int LAST_PORT = 65535;

  /** The largest heap as a share of the memory: a JVM needs more than its heap. */
  private static final double HEAP_SHARE = 0.9;

  Finding java() {
    return Finding.ok(
        "java",
        Runtime.version()
            + " ("
            + System.getProperty("java.vendor")
            + "), "
            + System.getProperty("java.home"));
  }

  Finding cores() {
    return Finding.ok("cores", String.valueOf(Runtime.getRuntime().availableProcessors()));
  }

  Finding memory() {
    long heap = Runtime.getRuntime().maxMemory();
    // Inside a container this is its limit.
    long all =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    return memory(heap, all);
  }

  static Finding memory(long heap, long all) {
    String found =
        "a driver's heap is "
            + Amount.ofBytes((double) heap)
            + " of "
            + Amount.ofBytes((double) all)
            + " of memory in this machine or container";
    if (heap > HEAP_SHARE * all) {
      return Finding.fails(
          "memory",
          found,
          "the kernel would end a driver that fills its heap: lower -- --driver-memory");
    }
    // The JVM reports slightly less than 1 GB for a heap of 1g.
    return heap < GIGABYTE + GIGABYTE / 8
        ? Finding.limited(
            "memory", found, "pictures of many classes need more: raise -- --driver-memory")
        : Finding.ok("memory", found);
  }

  Finding vectorModule() {
    return VectorModule.isPresent()
        ? Finding.ok("vector module", "jdk.incubator.vector is loaded")
        : Finding.limited(
            "vector module",
            "jdk.incubator.vector is not loaded, so steps take several times as long",
            "start Java with --add-modules=jdk.incubator.vector; Spark does so unless"
                + " spark.driver.defaultJavaOptions is set");
  }

  Finding spark() {
    String problem = environment.getOrDefault(SPARK_HOME_PROBLEM, "");
    if (!problem.isEmpty()) {
      return Finding.fails("spark", problem, "unset SPARK_HOME, or point it to Spark 4.2");
    }
    String version = org.apache.spark.package$.MODULE$.SPARK_VERSION();
    String found = version + " in " + environment.getOrDefault("SPARK_HOME", "the class path");
    return version.startsWith(SPARK_LINE)
        ? Finding.ok("spark", found)
        : Finding.fails("spark", found, "this software is built for Spark " + SPARK_LINE + "x");
  }

  Finding hadoopNative() {
    return Finding.ok(
        "hadoop native",
        NativeCodeLoader.isNativeCodeLoaded() ? "loaded" : "not loaded, and not needed");
  }

  /** The folders of shuffles and of cached blocks that do not fit into memory. */
  Finding temporary() {
    String asked =
        environment.getOrDefault(
            "SPARK_LOCAL_DIRS",
            settings.get("spark.local.dir", System.getProperty("java.io.tmpdir")));
    List<String> found = new ArrayList<>();
    long least = Long.MAX_VALUE;
    for (String folder : asked.split(",", -1)) {
      try {
        Path path = Files.createDirectories(Path.of(folder));
        Files.delete(Files.createTempFile(path, "wowflow-doctor", ""));
        long free = Files.getFileStore(path).getUsableSpace();
        least = Math.min(least, free);
        found.add(folder + " has " + Amount.ofBytes((double) free) + " free");
      } catch (IOException | SecurityException e) {
        return Finding.fails(
            "temporary files",
            folder + " cannot be written (" + e.getMessage() + ")",
            "set SPARK_LOCAL_DIRS to another folder");
      }
    }
    String all = String.join(", ", found);
    return least < GIGABYTE
        ? Finding.limited(
            "temporary files",
            all,
            "shuffles of up to 20 steps, at most 8 GB, are kept there: make room, or set"
                + " SPARK_LOCAL_DIRS to another folder")
        : Finding.ok("temporary files", all);
  }

  Finding hostName() {
    String asked =
        environment.getOrDefault("SPARK_LOCAL_IP", settings.get("spark.driver.host", ""));
    try {
      InetAddress here =
          asked.isEmpty() ? InetAddress.getLocalHost() : InetAddress.getByName(asked);
      return Finding.ok("host name", here.getHostName() + " is " + here.getHostAddress());
    } catch (UnknownHostException e) {
      return Finding.fails(
          "host name",
          "this machine's name has no address (" + e.getMessage() + ")",
          "set SPARK_LOCAL_IP, or add the name to /etc/hosts");
    }
  }

  Finding uiPort() {
    int port = settings.getInt("spark.ui.port", 4040);
    if (!settings.getBoolean("spark.ui.enabled", true)) {
      return Finding.ok("page of the driver", "switched off");
    }
    int tries = port == 0 ? 0 : settings.getInt("spark.port.maxRetries", 16);
    for (int at = port; at <= Math.min(port + tries, LAST_PORT); at++) {
      if (isFree(at)) {
        String taken = at == port ? "" : ", because " + port + " is taken";
        return Finding.ok(
            "page of the driver", port == 0 ? "at a free port" : "at port " + at + taken);
      }
    }
    return Finding.fails(
        "page of the driver",
        "ports " + port + " to " + (port + tries) + " are taken",
        "give -- --conf spark.ui.port=0 for any free port, or --conf spark.ui.enabled=false");
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
