package io.wowflow.jobs.io.spread;

import static org.assertj.core.api.Assertions.assertThat;

import io.wowflow.jobs.io.spread.RowFault.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowNotesTest {

  private static RowNotes notes(long first, double... values) {
    RowNotes notes = new RowNotes(1, true);
    for (int i = 0; i < values.length; i++) {
      notes.value(0, values[i], false);
      notes.counted(first + i, new double[] {values[i]});
      notes.row();
    }
    return notes;
  }

  @Test
  void notesOfPartsAreThoseOfAllRows() {
    RowNotes all = notes(0, 1, 2, 3, 4);
    RowNotes parts = new RowNotes(1, true).with(notes(2, 3, 4)).with(notes(0, 1, 2));
    for (RowNotes each : List.of(all, parts)) {
      assertThat(each.rows()).isEqualTo(4);
      assertThat(each.countingFeature()).contains(0);
      assertThat(each.ranges(j -> "x").low()).containsExactly(1);
      assertThat(each.ranges(j -> "x").high()).containsExactly(4);
    }
    assertThat(notes(0, 1, 2, 4).countingFeature()).isEmpty();
    assertThat(notes(0, 0, 1).with(notes(2, 3)).countingFeature()).isEmpty();
    assertThat(notes(0, 0, 1).countingFeature()).isEmpty();
  }

  @Test
  void theFaultIsThatOfTheFirstRow() {
    RowNotes early = notes(0);
    early.refuse(new RowFault(3, Kind.DIMENSION, "", 2, 0));
    early.refuse(new RowFault(9, Kind.NOT_WHOLE, "null", 0, 0));
    RowNotes late = notes(0);
    late.refuse(new RowFault(7, Kind.INDICES, "", 0, 0));
    assertThat(late.with(early).fault().orElseThrow().key()).isEqualTo(3);
    assertThat(notes(0, 1).fault()).isEmpty();
  }
}
