package io.wowflow.jobs.launch;

import java.util.ArrayList;
import java.util.List;

/**
 * The words of a command line before {@code --}: a command and its options. Only the few options
 * are read here that matter before the job starts; the job refuses what is wrong.
 *
 * @param words all of them, in their order
 */
record JobWords(List<String> words) {
  private static final String CONFIG = "--config";

  /** The first word; empty if there is none. */
  String command() {
    return words.isEmpty() ? "" : words.get(0);
  }

  /** True for a command that only looks ahead: {@code doctor}, or any with {@code --dry-run}. */
  boolean looksAhead() {
    return command().equals("doctor")
        || words.contains("--dry-run")
        || words.contains("--dry-run=true");
  }

  /** True if an option is given, with or without a value. */
  boolean has(String option) {
    for (String word : words) {
      if (word.equals(option) || word.startsWith(option + "=")) {
        return true;
      }
    }
    return false;
  }

  /** The values of {@code --config}, in their order: the job uses the last one. */
  List<String> configurations() {
    List<String> files = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (word.startsWith(CONFIG + "=")) {
        files.add(word.substring(CONFIG.length() + 1));
      } else if (word.equals(CONFIG) && i + 1 < words.size()) {
        files.add(words.get(++i));
      }
    }
    return files;
  }

  /** The same words, with the files of {@code --config} named without their folders. */
  JobWords withoutFoldersOfConfigurations() {
    List<String> named = new ArrayList<>(words);
    for (int i = 0; i < named.size(); i++) {
      String word = named.get(i);
      if (word.startsWith(CONFIG + "=")) {
        named.set(i, CONFIG + "=" + lastName(word.substring(CONFIG.length() + 1)));
      } else if (word.equals(CONFIG) && i + 1 < named.size()) {
        i++;
        named.set(i, lastName(named.get(i)));
      }
    }
    return new JobWords(named);
  }

  private static String lastName(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
