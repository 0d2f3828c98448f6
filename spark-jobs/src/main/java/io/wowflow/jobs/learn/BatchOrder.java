package io.wowflow.jobs.learn;

import io.wowflow.math.random.CounterRandom;
import io.wowflow.math.random.Streams;
import java.util.Arrays;

/**
 * The samples of each batch. Every part of a training set is read in an order that is drawn again
 * for every pass over it, so that a sample comes again only after all others of its part.
 *
 * <ul>
 *   <li>Passes are given and nothing was added: a pass is cut into batches of 64, and the last may
 *       have fewer.
 *   <li>Otherwise all batches have 64 samples. With samples that were added, {@code round(64
 *       share)} of them, at least 1 and at most 63, are own ones and the others added ones; a small
 *       part gives its samples several times per batch.
 * </ul>
 *
 * Not safe for use by several threads.
 */
final class BatchOrder {
  /** Distinguishes the passes over added samples from those over own ones. */
  private static final int OF_ADDED = 1 << 30;

  private final TrainingPlan plan;
  private final int count;
  private final Part own;
  private final Part added;
  private final int ownPerBatch;

  BatchOrder(TrainingPlan plan, TrainingSet set) {
    this.plan = plan;
    count = set.samples().count();
    own = new Part(0, set.own(), 0);
    added = new Part(set.own(), count - set.own(), OF_ADDED);
    int share = (int) Math.round(TrainingPlan.BATCH * plan.ownShare());
    ownPerBatch =
        set.isEnlarged()
            ? Math.max(1, Math.min(TrainingPlan.BATCH - 1, share))
            : TrainingPlan.BATCH;
  }

  /** The positions of the samples of a step, from 0. */
  int[] batch(long step) {
    if (plan.steps() == 0 && added.size == 0) {
      int perPass = (count + TrainingPlan.BATCH - 1) / TrainingPlan.BATCH;
      int start = (int) (step % perPass) * TrainingPlan.BATCH;
      int end = Math.min(count, start + TrainingPlan.BATCH);
      return Arrays.copyOfRange(own.order((int) (step / perPass)), start, end);
    }
    int[] out = new int[TrainingPlan.BATCH];
    own.fill(out, 0, ownPerBatch, step * ownPerBatch);
    int others = TrainingPlan.BATCH - ownPerBatch;
    added.fill(out, ownPerBatch, others, step * others);
    return out;
  }

  /** Consecutive samples that have an order of their own. */
  private final class Part {
    private final int first;
    private final int size;
    private final int passes;
    private int pass = -1;
    private int[] order = new int[0];

    Part(int first, int size, int passes) {
      this.first = first;
      this.size = size;
      this.passes = passes;
    }

    void fill(int[] out, int at, int number, long from) {
      for (int i = 0; i < number; i++) {
        long place = from + i;
        out[at + i] = first + order((int) (place / size))[(int) (place % size)];
      }
    }

    /** The order of a pass (Fisher and Yates). */
    int[] order(int wanted) {
      if (wanted != pass) {
        pass = wanted;
        order = new int[size];
        CounterRandom random =
            CounterRandom.at(plan.seed(), Streams.TRAINING_ORDER, plan.repeat(), passes + pass);
        for (int i = 0; i < size; i++) {
          int place = random.nextInt(i + 1);
          order[i] = order[place];
          order[place] = i;
        }
      }
      return order;
    }
  }
}
