package io.wowflow.jobs.main;

import io.wowflow.jobs.conf.Reference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The commands that a document shows in its bash blocks, and how they are run in a folder of a
 * test: file names are taken there, {@code data} is the folder of the published datasets.
 */
final class ShownCommands {
  private static final Path ROOT = Path.of(System.getProperty("wowflow.root"));
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```bash\n(.*?)^```");
  private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)");
  private static final Pattern PATH_LABEL = Pattern.compile("(PATH|FILE|DIR|DATASET)\\b.*");

  private final String document;
  private final String text;

  private ShownCommands(String document, String text) {
    this.document = document;
    this.text = text;
  }

  static ShownCommands of(String document) throws IOException {
    return new ShownCommands(document, Files.readString(ROOT.resolve(document)));
  }

  /** Every command, its lines joined, without comments. */
  List<String> all() {
    List<String> out = new ArrayList<>();
    Matcher blocks = BLOCK.matcher(text);
    while (blocks.find()) {
      blocks
          .group(1)
          .replaceAll("\\\\\n\\s*", "")
          .lines()
          .map(line -> line.replaceFirst("(^|\\s+)#( .*|$)", "").strip())
          .filter(line -> !line.isEmpty())
          .forEach(out::add);
    }
    return out;
  }

  /** Those of the launcher, without its name. */
  List<List<String>> ofLauncher() {
    List<List<String>> out = new ArrayList<>();
    for (String command : all()) {
      if (command.startsWith("submit/wowflow ")) {
        out.add(words(command.substring("submit/wowflow ".length())));
      }
    }
    return out;
  }

  private static List<String> words(String command) {
    return WORD.matcher(command)
        .results()
        .map(m -> m.group(1) != null ? m.group(1) : m.group(2) != null ? m.group(2) : m.group(3))
        .toList();
  }

  /** Every option of ours that the text names anywhere. */
  Set<String> options() {
    Set<String> out = new TreeSet<>();
    Matcher matcher = Pattern.compile("`--([a-z][a-z-]*)").matcher(text);
    while (matcher.find()) {
      out.add("--" + matcher.group(1));
    }
    return out;
  }

  /**
   * A command in the folder of a test, made short.
   *
   * @param words the command
   * @param folder where its files are
   * @param data the published datasets
   * @param most the largest value of some options
   */
  static List<String> in(Path folder, Path data, Map<String, Integer> most, List<String> words) {
    Map<String, Reference.Option> options = new LinkedHashMap<>();
    Reference.options(words.get(0)).forEach(option -> options.put(option.display(), option));
    List<String> out = new ArrayList<>();
    Optional<Reference.Option> before = Optional.empty();
    for (String word : words) {
      boolean argument = !out.isEmpty() && before.isEmpty() && !word.startsWith("--");
      Optional<Reference.Option> valueOf =
          argument ? Optional.ofNullable(options.get("NAME")) : before;
      String value = word;
      if (valueOf.filter(option -> isPath(option, word)).isPresent()) {
        value =
            word.startsWith("data/") ? data + word.substring(4) : folder.resolve(word).toString();
      } else if (before.isPresent() && most.containsKey(before.get().display())) {
        int cap = most.get(before.get().display());
        value = String.valueOf(Math.min(cap, Integer.parseInt(word)));
      }
      out.add(value);
      before = Optional.ofNullable(options.get(word)).filter(option -> !option.isFlag());
    }
    return out;
  }

  private static boolean isPath(Reference.Option option, String value) {
    return PATH_LABEL.matcher(option.label()).matches() && !value.contains(":");
  }

  @Override
  public String toString() {
    return document;
  }
}
