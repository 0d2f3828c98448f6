package io.wowflow.jobs.io.rows;

import io.wowflow.jobs.conf.InputConf;
import io.wowflow.jobs.conf.JobException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Options about columns that a format cannot follow: they are refused, never ignored. */
public final class InapplicableOptions {
  private InapplicableOptions() {}

  /**
   * Refuses options that do not apply.
   *
   * @param where the input's name
   * @param format such as {@code an IDX file}
   * @param said which columns are what
   * @param applicable the options that the format follows, such as {@code --label-column}
   * @throws JobException (usage) if another one is given
   */
  public static void refuse(
      String where, String format, InputConf.Columns said, Set<String> applicable) {
    Map<String, Boolean> given = new LinkedHashMap<>();
    given.put("--label-column", said.labelColumn().isPresent());
    given.put("--feature-columns", !said.featureColumns().isEmpty());
    given.put("--drop-columns", !said.dropColumns().isEmpty());
    given.put("--weight-column", isNamed(said.weightColumn().orElse(InputConf.Columns.NONE)));
    given.put("--id-column", isNamed(said.idColumn().orElse(InputConf.Columns.NONE)));
    given.put("--delimiter", said.delimiter().isPresent());
    given.put("--header", said.header().isPresent());
    given.forEach(
        (option, isGiven) -> {
          if (isGiven && !applicable.contains(option)) {
            throw JobException.usage(
                where + " is " + format + ", to which " + option + " does not apply; leave it out");
          }
        });
  }

  /** No weights and no ids are what a format without them has. */
  private static boolean isNamed(String column) {
    return !column.equals(InputConf.Columns.NONE);
  }
}
