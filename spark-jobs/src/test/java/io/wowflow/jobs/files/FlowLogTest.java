package io.wowflow.jobs.files;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlowLogTest {
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '~',
      value = {
        "hdfs://h:8020/a/b, hdfs://h:8020/a/b",
        "0.25, 0.25",
        "~a b~, ~\"a b\"~",
        "~~, ~\"\"~",
        "~synthetic:g?c=3~, ~\"synthetic:g?c=3\"~",
        "~say \"no\"~, ~\"say \\\"no\\\"\"~",
        "~C:\\x~, ~\"C:\\\\x\"~",
      })
  void aValueIsOneWordOrQuoted(String value, String quoted) {
    assertThat(FlowLog.quoted(value)).isEqualTo(quoted);
  }

  @org.junit.jupiter.api.Test
  void noValueBreaksALine() {
    assertThat(FlowLog.quoted("a\nlevel=ERROR\r\u001b[31m")).isEqualTo("\"a\\nlevel=ERROR  [31m\"");
  }
}
