package io.wowflow.jobs.function;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContiguousPartitionerTest {
  /** Every number is in the partition whose range it lies in, and the ranges are all numbers. */
  private static void assertConsistent(ContiguousPartitioner spread, int count) {
    int partitions = spread.numPartitions();
    assertThat(spread.start(0)).isZero();
    assertThat(spread.start(partitions)).isEqualTo(count);
    for (int p = 0; p < partitions; p++) {
      for (int i = spread.start(p); i < spread.start(p + 1); i++) {
        assertThat(spread.getPartition(i)).as("number %d", i).isEqualTo(p);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "9, 2", "10, 3", "3, 7", "1000, 64", "5, 5"})
  void rangesOfEqualLength(int count, int partitions) {
    ContiguousPartitioner spread = new ContiguousPartitioner(count, partitions);
    assertConsistent(spread, count);
    int[] lengths =
        IntStream.range(0, partitions).map(p -> spread.start(p + 1) - spread.start(p)).toArray();
    assertThat(Arrays.stream(lengths).max().orElseThrow())
        .isLessThanOrEqualTo(Arrays.stream(lengths).min().orElseThrow() + 1);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "9, 2", "10, 3", "3, 7", "1000, 64", "500, 500"})
  void rangesOfEqualWeight(int count, int partitions) {
    double[] tail = IntStream.rangeClosed(1, count).mapToDouble(rank -> 40_000.0 / rank).toArray();
    double[] reversed = IntStream.range(0, count).mapToDouble(i -> tail[count - 1 - i]).toArray();
    for (double[] weights : new double[][] {tail, reversed}) {
      ContiguousPartitioner spread = new ContiguousPartitioner(weights, partitions);
      assertConsistent(spread, count);
      double share = Arrays.stream(weights).sum() / partitions;
      for (int p = 0; p < partitions; p++) {
        double weight = Arrays.stream(weights, spread.start(p), spread.start(p + 1)).sum();
        assertThat(weight).as("partition %d", p).isLessThanOrEqualTo((share + tail[0]) * 1.000001);
      }
    }
  }

  @Test
  void oneThatWeighsMoreThanAllOthersIsAlone() {
    double[] weights = {1, 1, 100, 1, 1};
    ContiguousPartitioner spread = new ContiguousPartitioner(weights, 3);
    assertConsistent(spread, 5);
    assertThat(spread.getPartition(1)).isZero();
    assertThat(spread.getPartition(2)).isEqualTo(1);
    assertThat(spread.getPartition(3)).isEqualTo(2);
  }

  @Test
  void equalRangesAreEqual() {
    ContiguousPartitioner spread = new ContiguousPartitioner(9, 2);
    assertThat(spread).isEqualTo(new ContiguousPartitioner(9, 2));
    assertThat(spread).hasSameHashCodeAs(new ContiguousPartitioner(9, 2));
    assertThat(spread).isNotEqualTo(new ContiguousPartitioner(9, 3));
    assertThat(spread).isNotEqualTo(new ContiguousPartitioner(new double[] {1, 1, 1, 9}, 2));
  }
}
