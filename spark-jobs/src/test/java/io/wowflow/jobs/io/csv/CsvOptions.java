package io.wowflow.jobs.io.csv;

import io.wowflow.jobs.conf.InputConf.Columns;
import io.wowflow.jobs.conf.InputConf.Header;
import java.util.List;
import java.util.Optional;

/** The options of columns, for tests. */
record CsvOptions(Columns build) {
  static CsvOptions columns() {
    return new CsvOptions(Columns.UNSAID);
  }

  CsvOptions label(String name) {
    return with(Optional.of(name), features(), drop(), build.weightColumn(), build.idColumn());
  }

  CsvOptions features(String... names) {
    return with(
        build.labelColumn(), List.of(names), drop(), build.weightColumn(), build.idColumn());
  }

  CsvOptions drop(String... names) {
    return with(
        build.labelColumn(), features(), List.of(names), build.weightColumn(), build.idColumn());
  }

  CsvOptions weight(String name) {
    return with(build.labelColumn(), features(), drop(), Optional.of(name), build.idColumn());
  }

  CsvOptions id(String name) {
    return with(build.labelColumn(), features(), drop(), build.weightColumn(), Optional.of(name));
  }

  CsvOptions delimiter(char delimiter) {
    return new CsvOptions(
        new Columns(
            build.labelColumn(),
            features(),
            drop(),
            build.weightColumn(),
            build.idColumn(),
            Optional.of(delimiter),
            build.header()));
  }

  CsvOptions header(Header header) {
    return new CsvOptions(
        new Columns(
            build.labelColumn(),
            features(),
            drop(),
            build.weightColumn(),
            build.idColumn(),
            build.delimiter(),
            Optional.of(header)));
  }

  private List<String> features() {
    return build.featureColumns();
  }

  private List<String> drop() {
    return build.dropColumns();
  }

  private CsvOptions with(
      Optional<String> label,
      List<String> features,
      List<String> drop,
      Optional<String> weight,
      Optional<String> id) {
    return new CsvOptions(
        new Columns(label, features, drop, weight, id, build.delimiter(), build.header()));
  }
}
