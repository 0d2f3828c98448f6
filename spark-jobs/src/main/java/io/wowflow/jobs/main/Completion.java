package io.wowflow.jobs.main;

import java.util.Locale;
import picocli.AutoComplete;

/** Completion of the command line by bash, and by zsh through its {@code bashcompinit}. */
final class Completion {
  private static final String HEADER =
      """
      # Completion of wowflow and of submit/wowflow. For this shell:
      #   source <(submit/wowflow completion)
      # For every shell, where bash-completion is installed:
      #   mkdir -p ~/.local/share/bash-completion/completions
      #   submit/wowflow completion >~/.local/share/bash-completion/completions/wowflow
      """;

  private Completion() {}

  /** A script that bash sources. */
  static String script() {
    // picocli writes numbers into names of variables, in the digits of the locale; bash reads only
    // ASCII's.
    Locale format = Locale.getDefault(Locale.Category.FORMAT);
    Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
    try {
      return HEADER + AutoComplete.bash("wowflow", Syntax.commandLine()).stripTrailing() + "\n";
    } finally {
      Locale.setDefault(Locale.Category.FORMAT, format);
    }
  }
}
