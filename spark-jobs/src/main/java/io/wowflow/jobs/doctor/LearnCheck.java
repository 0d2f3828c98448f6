package io.wowflow.jobs.doctor;

import io.wowflow.jobs.conf.Amount;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.learn.Networks;
import java.io.File;
import java.util.Map;

/**
 * Checks the additional requirements of evaluate, augment --require-improvement, --embed and
 * --evaluate-with: the jars of PyTorch and room for its native library. Does not start PyTorch.
 *
 * @param environment the variables of the process
 */
record LearnCheck(Map<String, String> environment) {
  private static final double UNPACKED_BYTES = 450.0 * (1 << 20);

  Finding jars() {
    String system = System.getProperty("os.name") + " " + System.getProperty("os.arch");
    if (!system.equals("Linux amd64")) {
      return Finding.fails(
          "classifiers",
          "PyTorch's native library is for Linux on x86-64, this is " + system,
          "run evaluate, --require-improvement, --embed and --evaluate-with elsewhere; other flows"
              + " do not need PyTorch");
    }
    try {
      Networks.open();
    } catch (JobException e) {
      return Finding.fails(
          "classifiers",
          "the jars of PyTorch are not on the class path",
          "build them with 'mvn package': the launcher adds those of spark-jobs/target/learn");
    }
    return Finding.ok("classifiers", "the jars of PyTorch are on the class path");
  }

  Finding room() {
    File folder =
        new File(
            environment.getOrDefault(
                "ENGINE_CACHE_DIR",
                environment.getOrDefault(
                    "DJL_CACHE_DIR", System.getProperty("user.home") + "/.djl.ai")));
    if (new File(folder, "pytorch").isDirectory()) {
      return Finding.ok("native library", "unpacked in " + folder);
    }
    File above = folder;
    while (!above.exists() && above.getAbsoluteFile().getParentFile() != null) {
      above = above.getAbsoluteFile().getParentFile();
    }
    double free = above.getUsableSpace();
    String found = folder + " has " + Amount.ofBytes(free) + " free";
    return above.canWrite() && free >= UNPACKED_BYTES
        ? Finding.ok("native library", "will be unpacked: " + found)
        : Finding.fails(
            "native library",
            above.canWrite() ? found : folder + " cannot be written",
            "PyTorch unpacks 450 MB there: set ENGINE_CACHE_DIR to another folder");
  }
}
