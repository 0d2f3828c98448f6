package io.wowflow.jobs.learn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.loss.Loss;
import io.wowflow.math.random.CounterRandom;
import io.wowflow.math.random.Streams;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Trains one network of PyTorch. */
final class TorchTraining {
  private static final float MEAN_MEMORY = 0.9f;
  private static final float SQUARE_MEMORY = 0.999f;
  private static final double EPSILON = 1e-8;

  private final TorchClassifier network;
  private final TrainingPlan plan;
  private final Loss loss = Loss.softmaxCrossEntropyLoss();
  private final List<NDArray> means = new ArrayList<>();
  private final List<NDArray> squares = new ArrayList<>();

  TorchTraining(TorchClassifier network, TrainingPlan plan) {
    this.network = network;
    this.plan = plan;
    for (NDArray tensor : network.tensors()) {
      means.add(tensor.zerosLike());
      squares.add(tensor.zerosLike());
    }
  }

  void run(LabelledSamples pictures, Runnable afterStep) {
    int count = pictures.count();
    long steps = plan.stepsFor(count);
    network.tensors().forEach(tensor -> tensor.setRequiresGradient(true));
    // DJL's collector of gradients allows one training at a time per process; the mode behind it is
    // a
    // property of the thread.
    JniUtils.setGradMode(true);
    try {
      long step = 0;
      for (int pass = 0; step < steps; pass++) {
        int[] order = order(count, pass);
        for (int start = 0; start < count && step < steps; start += TrainingPlan.BATCH) {
          int end = Math.min(count, start + TrainingPlan.BATCH);
          step(pictures, Arrays.copyOfRange(order, start, end), ++step);
          afterStep.run();
        }
      }
    } finally {
      JniUtils.setGradMode(false);
      network.tensors().forEach(tensor -> tensor.setRequiresGradient(false));
    }
  }

  /** The order of a pass (Fisher and Yates). */
  private int[] order(int count, int pass) {
    CounterRandom random =
        CounterRandom.at(plan.seed(), Streams.TRAINING_ORDER, plan.repeat(), pass);
    int[] order = new int[count];
    for (int i = 0; i < count; i++) {
      int place = random.nextInt(i + 1);
      order[i] = order[place];
      order[place] = i;
    }
    return order;
  }

  private void step(LabelledSamples pictures, int[] places, long step) {
    for (int start = 0; start < places.length; start += network.part()) {
      int end = Math.min(places.length, start + network.part());
      addGradients(pictures, Arrays.copyOfRange(places, start, end), places.length);
    }
    double meanBias = 1 - Math.pow(MEAN_MEMORY, (double) step);
    double squareBias = 1 - Math.pow(SQUARE_MEMORY, (double) step);
    float unbiased = (float) (TrainingPlan.STEP_SIZE * Math.sqrt(squareBias) / meanBias);
    // The library's update divides by sqrt(v) + epsilon, where v is biased.
    float epsilon = (float) (EPSILON * Math.sqrt(squareBias));
    for (int t = 0; t < means.size(); t++) {
      update(t, unbiased, epsilon);
    }
  }

  /** Adds the contribution of pictures to the gradient of a batch's mean loss. */
  private void addGradients(LabelledSamples pictures, int[] places, int batch) {
    try (NDManager scratch = network.manager().newSubManager()) {
      long[] classes = Arrays.stream(places).mapToLong(i -> pictures.classes()[i]).toArray();
      NDArray outputs = network.forward(network.batch(scratch, pictures, places));
      NDArray losses = loss.evaluate(new NDList(scratch.create(classes)), new NDList(outputs));
      NDArray share = scratch.full(losses.getShape(), (float) places.length / batch);
      JniUtils.backward((PtNDArray) losses, (PtNDArray) share, false, false);
    }
  }

  /**
   * AdamW (Loshchilov, Hutter, ICLR 2019): the decay of the weights is not part of the gradient.
   */
  private void update(int t, float unbiasedStepSize, float epsilon) {
    NDArray tensor = network.tensors().get(t);
    try (NDArray gradient = tensor.getGradient()) {
      tensor
          .getNDArrayInternal()
          .adamUpdate(
              new NDList(tensor, gradient, means.get(t), squares.get(t)),
              new NDList(tensor),
              TrainingPlan.STEP_SIZE,
              unbiasedStepSize,
              TrainingPlan.WEIGHT_DECAY,
              1,
              -1,
              MEAN_MEMORY,
              SQUARE_MEMORY,
              epsilon,
              true,
              true);
    }
  }
}
