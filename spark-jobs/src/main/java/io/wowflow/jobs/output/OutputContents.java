package io.wowflow.jobs.output;

import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.conf.OutputMode;
import io.wowflow.jobs.conf.UserInfo;
import java.util.List;

/**
 * The files at the place where a run wants to write.
 *
 * @param layout the names of the output
 * @param names the names in its directory
 * @param hasSnapshots whether there are snapshots
 */
record OutputContents(OutputLayout layout, List<String> names, boolean hasSnapshots) {

  void check(OutputMode mode) {
    if (!layout.isFile()) {
      checkForeign();
    }
    switch (mode) {
      case ERROR -> checkAbsent();
      case OVERWRITE -> checkReplaceable();
      case RESUME -> {
        checkReplaceable();
        checkUnfinished();
      }
    }
  }

  private void checkForeign() {
    List<String> foreign = layout.foreign(names);
    if (!foreign.isEmpty()) {
      throw JobException.output(
          where()
              + " exists and holds files that no result has: "
              + listed(foreign)
              + ". Choose another output, or move that away");
    }
  }

  private void checkAbsent() {
    if (isSealed()) {
      throw JobException.output(
          where() + " exists. To replace it give --mode overwrite, else choose another output");
    }
    if (hasSnapshots) {
      throw JobException.output(
          where()
              + " holds snapshots of an unfinished run. To resume from them give --mode resume, to"
              + " start again --mode overwrite");
    }
    List<String> parts = parts();
    if (!parts.isEmpty()) {
      throw JobException.output(
          where()
              + " exists and holds "
              + listed(parts)
              + ". To replace it give --mode overwrite, else choose another output");
    }
  }

  // A folder called "data" may be anything; it is replaced only next to a file that only a run of
  // ours makes.
  private void checkReplaceable() {
    List<String> parts = parts();
    if (!parts.isEmpty() && names.stream().noneMatch(layout::isTellTale)) {
      throw JobException.output(
          where()
              + " holds "
              + listed(parts)
              + ", but neither "
              + layout.seal()
              + " nor "
              + layout.manifest()
              + ": it is not known to be a result, so it is not replaced. Choose another output, or"
              + " move that away");
    }
  }

  private void checkUnfinished() {
    if (isSealed()) {
      throw JobException.output(
          where()
              + " is finished: there is nothing to resume. To replace it give --mode overwrite");
    }
  }

  private boolean isSealed() {
    return names.contains(layout.seal());
  }

  // Run directories are either finished and sealed, or left by dead runs.
  private List<String> parts() {
    return names.stream()
        .filter(name -> layout.isResult(name) && !layout.isRunDirectory(name))
        .toList();
  }

  private String where() {
    return UserInfo.cut(layout.path());
  }

  private static String listed(List<String> names) {
    int most = 5;
    String first = String.join(", ", names.subList(0, Math.min(most, names.size())));
    return names.size() > most ? first + " and " + (names.size() - most) + " more" : first;
  }
}
