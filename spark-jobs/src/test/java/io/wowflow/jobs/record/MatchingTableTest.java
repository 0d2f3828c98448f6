package io.wowflow.jobs.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.wowflow.jobs.record.MatchingTable.Row;
import java.util.List;
import org.junit.jupiter.api.Test;

class MatchingTableTest {
  private static String line(String source, String label) {
    String csv = new MatchingTable(List.of(new Row(source, label, 0.5))).toCsv();
    return csv.substring("source_class,label,cost\n".length());
  }

  @Test
  void theTextIsExact() {
    assertThat(
            new MatchingTable(List.of(new Row("3", "seven", 0.25), new Row("-1", "a b", 1e9)))
                .toCsv())
        .isEqualTo("source_class,label,cost\n3,seven,0.25\n-1,a b,1.0E9\n");
    assertThat(new MatchingTable(List.of()).toCsv()).isEqualTo("source_class,label,cost\n");
  }

  @Test
  void labelsThatWouldBreakALineAreQuoted() {
    assertThat(line("a,b", "c")).isEqualTo("\"a,b\",c,0.5\n");
    assertThat(line("say \"x\"", "c")).isEqualTo("\"say \"\"x\"\"\",c,0.5\n");
    assertThat(line("c", "two\nlines")).isEqualTo("c,\"two\nlines\",0.5\n");
    assertThat(line("c", "two\r")).isEqualTo("c,\"two\r\",0.5\n");
    assertThat(line("", "\u732b")).isEqualTo(",\u732b,0.5\n");
  }
}
