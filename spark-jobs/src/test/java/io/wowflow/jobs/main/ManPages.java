package io.wowflow.jobs.main;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.codegen.docgen.manpage.ManPageGenerator;

/**
 * Writes the manual pages as AsciiDoc. Lives with the tests, because its library is none of the
 * job's; the build calls it before it packages.
 */
public final class ManPages {
  private static final int DONE = 0;

  private ManPages() {}

  /**
   * Writes a page a command.
   *
   * @param args the folder to write into
   * @throws IOException if it cannot be written
   */
  public static void main(String[] args) throws IOException {
    CommandLine line = Syntax.commandLine();
    List<CommandSpec> specs = new ArrayList<>(List.of(line.getCommandSpec()));
    line.getSubcommands().values().forEach(command -> specs.add(command.getCommandSpec()));
    int code =
        ManPageGenerator.generateManPage(
            new File(args[0]), null, new boolean[0], true, specs.toArray(CommandSpec[]::new));
    if (code != DONE) {
      throw new IOException("the manual pages were not written: code " + code);
    }
    for (File page : new File(args[0]).listFiles()) {
      String text = Files.readString(page.toPath());
      // Two hyphens between spaces would become a dash; a heading of the help ends in a colon.
      Files.writeString(
          page.toPath(),
          text.replace(" -- ", " \\-- ").replaceAll("(?m)^==  ([A-Z][a-z]+):$", "== $1"));
    }
  }
}
