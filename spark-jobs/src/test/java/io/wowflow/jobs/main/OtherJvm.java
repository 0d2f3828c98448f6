package io.wowflow.jobs.main;

import static org.assertj.core.api.Assertions.assertThat;

import io.wowflow.jobs.Ran;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Command lines one after the other in one JVM of another Java, with the options of this JVM. */
final class OtherJvm {
  private OtherJvm() {}

  /**
   * Runs command lines, each of which must succeed.
   *
   * @param folder of the test
   * @param java the home of a JDK
   * @param commands whose words hold neither tabs nor line breaks
   */
  static void run(Path folder, Path java, List<List<String>> commands)
      throws IOException, InterruptedException {
    Path file = folder.resolve("commands");
    Files.write(file, commands.stream().map(words -> String.join("\t", words)).toList());
    List<String> command = new ArrayList<>(List.of(java.resolve("bin/java").toString()));
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(OtherJvm.class.getName(), file.toString()));
    Ran ran = Ran.of(folder, Map.of(), command);
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out().lines()).contains(Integer.toString(commands.size()));
  }

  /** Runs the commands of a file and prints their number. */
  public static void main(String[] args) throws IOException {
    List<String> lines = Files.readAllLines(Path.of(args[0]));
    for (String line : lines) {
      CommandLines.run(line.split("\t", -1)).succeeded();
    }
    System.out.println(lines.size());
  }
}
