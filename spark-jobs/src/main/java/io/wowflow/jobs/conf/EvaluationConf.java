package io.wowflow.jobs.conf;

import java.util.Optional;

/**
 * Classifiers that watch a flow.
 *
 * @param evaluateWith key {@code evaluate-with}: the file of the classifiers; empty for none
 * @param evaluateEvery key {@code evaluate-every}: steps between two looks, at least 1
 */
public record EvaluationConf(Optional<String> evaluateWith, int evaluateEvery) {
  static EvaluationConf read(ConfReader reader) {
    EvaluationConf conf =
        new EvaluationConf(
            reader.optional("evaluate-with", Parsers.TEXT),
            reader.value("evaluate-every", Parsers.integer(1)));
    if (conf.evaluateWith.isEmpty()) {
      reader.withoutEffect("evaluate-every", "without --evaluate-with");
    }
    return conf;
  }
}
