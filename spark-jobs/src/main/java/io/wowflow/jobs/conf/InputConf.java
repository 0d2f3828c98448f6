package io.wowflow.jobs.conf;

import java.util.Optional;

/**
 * A dataset to read.
 *
 * @param uri key {@code source} or {@code target}: a path, {@code PATH#train}, {@code PATH#test} or
 *     {@code synthetic:NAME}
 * @param format key {@code source-format} or {@code target-format}: the format's name; empty if it
 *     is to be found from the content
 */
public record InputConf(String uri, Optional<String> format) {
  static InputConf read(ConfReader reader, String side) {
    return new InputConf(
        reader.required(side, Parsers.TEXT, ""), reader.optional(side + "-format", Parsers.TEXT));
  }
}
