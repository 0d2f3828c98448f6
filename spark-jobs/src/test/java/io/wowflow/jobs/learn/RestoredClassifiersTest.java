package io.wowflow.jobs.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wowflow.jobs.conf.Architecture;
import io.wowflow.jobs.conf.ImageShape;
import io.wowflow.jobs.conf.TrainingConf;
import io.wowflow.jobs.learn.embed.Embeddings;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Classifiers restored together: all of them, or none that stays open. */
class RestoredClassifiersTest {
  private static final NetworkState STATE =
      NetworkState.first(
          new TrainingPlan(Architecture.CNN, 1, 0, TrainingConf.Augmentation.NONE, 0.5, 0, 0),
          new ImageShape(28, 28, 1),
          List.of("a", "b"));

  /** Networks of which only the first few can be restored. */
  private static final class Few implements Networks {
    private final int most;
    private final List<Integer> open = new ArrayList<>();
    private int restored;

    Few(int most) {
      this.most = most;
    }

    @Override
    public Classifier restore(NetworkState state) {
      if (restored == most) {
        throw new IllegalStateException("no memory");
      }
      Integer number = restored++;
      open.add(number);
      return new Classifier() {
        @Override
        public int[] classify(LabelledSamples pictures) {
          throw new UnsupportedOperationException();
        }

        @Override
        public NetworkState state() {
          return state;
        }

        @Override
        public void close() {
          open.remove(number);
        }
      };
    }

    @Override
    public Classifier train(
        TrainingPlan plan, TrainingSet set, List<String> labels, Runnable afterStep) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Embeddings embeddings(ImageShape shape, long seed) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void start() {
      throw new UnsupportedOperationException();
    }
  }

  @Test
  void aFailureClosesThoseRestoredBefore() {
    Few networks = new Few(2);
    assertThatThrownBy(() -> networks.restoreAll(List.of(STATE, STATE, STATE)))
        .hasMessage("no memory");
    assertThat(networks.restored).isEqualTo(2);
    assertThat(networks.open).isEmpty();
  }

  @Test
  void allAreRestored() {
    Few networks = new Few(2);
    assertThat(networks.restoreAll(List.of(STATE, STATE))).hasSize(2);
    assertThat(networks.open).containsExactly(0, 1);
  }
}
