package io.wowflow.jobs.learn;

import io.wowflow.jobs.conf.Architecture;
import io.wowflow.jobs.conf.ImageShape;
import io.wowflow.math.internal.Guard;
import io.wowflow.math.random.CounterRandom;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Classifies by the majority of the k nearest samples in Euclidean distance of scaled features, as
 * scikit-learn's {@code KNeighborsClassifier} does: a tie of votes goes to the first of the tied
 * labels, a tie of distances to the first of the samples. With fewer than k samples all vote.
 * Samples that are equal in values and class count once, so that copies change nothing.
 *
 * <p>Distances are sums of squared differences in doubles, feature after feature, so they are 0 for
 * equal samples, symmetric, and the same on every processor. A part of the samples by a part of the
 * features at a time fills a tile, which several samples to classify read: the inner loop runs
 * along the samples of the tile, one sum each, which the compiler turns into vector instructions
 * without changing an order of additions.
 */
final class Neighbours implements Classifier {
  private static final int TILE_SAMPLES = 512;
  private static final int TILE_FEATURES = 64;

  /** Samples that are classified together. */
  private static final int TOGETHER = 64;

  /** Samples that are left out in turn, at most. */
  private static final int MOST_LEFT_OUT = 2000;

  private final NetworkState described;
  private final int features;
  private final float[] mean;
  private final float[] factor;
  private final float[] samples;
  private final int[] classes;
  private final int voters;

  Neighbours(NetworkState state) {
    described = state;
    features = state.shape().dimension();
    mean = state.weights().get(0);
    factor = state.weights().get(1);
    samples = state.weights().get(2);
    float[] numbers = state.weights().get(3);
    classes = IntStream.range(0, numbers.length).map(i -> (int) numbers[i]).toArray();
    voters = (int) state.weights().get(4)[0];
    Guard.positive("number of neighbours", voters);
    for (int label : classes) {
      Guard.that(label >= 0 && label < state.labels().size(), "class " + label + " has no label");
    }
  }

  /** The classifier of samples, copied; equal samples of a class once. */
  static Neighbours of(Fitting fitting, LabelledSamples samples, List<String> labels) {
    LabelledSamples distinct = distinct(samples);
    float[] numbers = new float[distinct.count()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = distinct.classes()[i];
    }
    return new Neighbours(
        new NetworkState(
            Architecture.KNN,
            samples.shape(),
            labels,
            List.of(
                fitting.mean(),
                fitting.factor(),
                distinct.values(),
                numbers,
                new float[] {fitting.neighbours()})));
  }

  private static LabelledSamples distinct(LabelledSamples samples) {
    Set<Sample> seen = new HashSet<>();
    return samples.at(
        IntStream.range(0, samples.count())
            .filter(i -> seen.add(new Sample(samples, i)))
            .toArray());
  }

  /** A sample by values and class; 0 and -0 are equal. */
  private record Sample(LabelledSamples all, int place) {
    @Override
    public boolean equals(Object other) {
      if (!(other instanceof Sample that) || classOf() != that.classOf()) {
        return false;
      }
      int d = all.shape().dimension();
      for (int j = 0; j < d; j++) {
        if (all.values()[place * d + j] != that.all.values()[that.place * d + j]) {
          return false;
        }
      }
      return true;
    }

    @Override
    public int hashCode() {
      int d = all.shape().dimension();
      int hash = classOf();
      for (int j = 0; j < d; j++) {
        // The sum turns -0 into 0.
        hash = 31 * hash + Float.floatToIntBits(all.values()[place * d + j] + 0f);
      }
      return hash;
    }

    private int classOf() {
      return all.classes()[place];
    }
  }

  @Override
  public int[] classify(LabelledSamples given) {
    ImageShape shape = described.shape();
    Guard.that(
        given.shape().equals(shape),
        "samples of " + given.shape() + " for a classifier of " + shape);
    int[] out = new int[given.count()];
    for (int start = 0; start < out.length; start += TOGETHER) {
      int count = Math.min(TOGETHER, out.length - start);
      Nearest[] found = nearest(given.values(), start, count, voters);
      for (int q = 0; q < count; q++) {
        out[start + q] = vote(found[q], voters, -1);
      }
    }
    return out;
  }

  /**
   * Classifies samples with each of them left out.
   *
   * @param random draws the samples if they are many
   * @param few a number of voters
   * @param many a larger number of voters
   * @return how many are classified rightly by few and by many
   */
  int[] rightWithoutThemselves(CounterRandom random, int few, int many) {
    int[] drawn = IntStream.range(0, classes.length).toArray();
    int count = Math.min(drawn.length, MOST_LEFT_OUT);
    for (int k = 0; k < count && count < drawn.length; k++) {
      int place = k + random.nextInt(drawn.length - k);
      int swapped = drawn[k];
      drawn[k] = drawn[place];
      drawn[place] = swapped;
    }
    int[] right = new int[2];
    float[] group = new float[TOGETHER * features];
    for (int start = 0; start < count; start += TOGETHER) {
      int here = Math.min(TOGETHER, count - start);
      for (int q = 0; q < here; q++) {
        System.arraycopy(samples, drawn[start + q] * features, group, q * features, features);
      }
      Nearest[] found = nearest(group, 0, here, many + 1);
      for (int q = 0; q < here; q++) {
        int itself = drawn[start + q];
        right[0] += vote(found[q], few, itself) == classes[itself] ? 1 : 0;
        right[1] += vote(found[q], many, itself) == classes[itself] ? 1 : 0;
      }
    }
    return right;
  }

  /** The majority of the nearest samples, one of which may be left out; -1 without any vote. */
  private int vote(Nearest found, int most, int leftOut) {
    int[] votes = new int[described.labels().size()];
    int given = 0;
    int winner = -1;
    for (int k = 0; k < found.count && given < most; k++) {
      if (found.places[k] != leftOut) {
        votes[classes[found.places[k]]]++;
        given++;
      }
    }
    for (int label = 0; label < votes.length; label++) {
      if (votes[label] > 0 && (winner < 0 || votes[label] > votes[winner])) {
        winner = label;
      }
    }
    return winner;
  }

  /** The nearest samples of each of a few, nearest first. */
  private Nearest[] nearest(float[] values, int start, int count, int most) {
    Nearest[] found = new Nearest[count];
    Arrays.setAll(found, q -> new Nearest(Math.min(most, classes.length)));
    double[][] sums = new double[count][TILE_SAMPLES];
    double[] tile = new double[TILE_SAMPLES * TILE_FEATURES];
    for (int first = 0; first < classes.length; first += TILE_SAMPLES) {
      int size = Math.min(TILE_SAMPLES, classes.length - first);
      for (double[] sum : sums) {
        Arrays.fill(sum, 0);
      }
      for (int from = 0; from < features; from += TILE_FEATURES) {
        int to = Math.min(features, from + TILE_FEATURES);
        fill(tile, first, size, from, to);
        for (int q = 0; q < count; q++) {
          for (int j = from; j < to; j++) {
            double value = scaled(values, start + q, j);
            addSquares(sums[q], value, tile, (j - from) * TILE_SAMPLES, size);
          }
        }
      }
      for (int q = 0; q < count; q++) {
        for (int s = 0; s < size; s++) {
          found[q].offer(sums[q][s], first + s);
        }
      }
    }
    return found;
  }

  private void fill(double[] tile, int first, int size, int from, int to) {
    for (int s = 0; s < size; s++) {
      for (int j = from; j < to; j++) {
        tile[(j - from) * TILE_SAMPLES + s] = scaled(samples, first + s, j);
      }
    }
  }

  private double scaled(float[] values, int place, int j) {
    return ((double) values[place * features + j] - mean[j]) * factor[j];
  }

  private static void addSquares(double[] sums, double value, double[] tile, int at, int size) {
    for (int s = 0; s < size; s++) {
      double difference = tile[at + s] - value;
      sums[s] += difference * difference;
    }
  }

  /** The nearest samples found so far, nearest first; of equally near ones the first found. */
  private static final class Nearest {
    private final int[] places;
    private final double[] distances;
    private int count;

    Nearest(int most) {
      places = new int[most];
      distances = new double[most];
    }

    void offer(double distance, int place) {
      if (count == places.length && distance >= distances[count - 1]) {
        return;
      }
      int at = count < places.length ? count++ : count - 1;
      while (at > 0 && distances[at - 1] > distance) {
        distances[at] = distances[at - 1];
        places[at] = places[at - 1];
        at--;
      }
      distances[at] = distance;
      places[at] = place;
    }
  }

  @Override
  public NetworkState state() {
    return described;
  }

  /** Nothing is held outside the heap. */
  @Override
  public void close() {}
}
