package io.wowflow.jobs.launch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The memory of a driver on this machine. */
final class DriverMemory {
  private static final String TOTAL = "MemTotal:";
  private static final String UNIT = " kB";

  private DriverMemory() {}

  /**
   * 60 % of the memory of the machine, or of its container where that has less.
   *
   * @param system the root of the file system with {@code proc/meminfo} and {@code
   *     sys/fs/cgroup/memory.max}
   * @return in the form of {@code SPARK_DRIVER_MEMORY}, in MiB; absent if the machine reports none
   */
  static Optional<String> of(Path system) {
    long kibibytes = total(text(system.resolve("proc/meminfo")));
    if (kibibytes < 0) {
      return Optional.empty();
    }
    // Without a limit the file contains "max".
    long limit = number(text(system.resolve("sys/fs/cgroup/memory.max")).strip());
    if (limit >= 0) {
      kibibytes = Math.min(kibibytes, limit / 1024);
    }
    return Optional.of(kibibytes * 6 / 10 / 1024 + "m");
  }

  private static long total(String meminfo) {
    for (String line : meminfo.split("\n", -1)) {
      if (line.startsWith(TOTAL) && line.endsWith(UNIT)) {
        return number(line.substring(TOTAL.length(), line.length() - UNIT.length()).strip());
      }
    }
    return -1;
  }

  private static long number(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      // Another system, or no permission: there is nothing to go by.
      return "";
    }
  }
}
