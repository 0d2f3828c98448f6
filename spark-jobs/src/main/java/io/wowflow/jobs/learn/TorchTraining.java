package io.wowflow.jobs.learn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.loss.Loss;
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
  private final AdamRule rule;
  private final Loss loss = Loss.softmaxCrossEntropyLoss();
  private final List<NDArray> means = new ArrayList<>();
  private final List<NDArray> squares = new ArrayList<>();

  TorchTraining(TorchClassifier network, TrainingPlan plan) {
    this.network = network;
    this.plan = plan;
    rule = AdamRule.of(plan);
    for (NDArray tensor : network.learnt()) {
      means.add(tensor.zerosLike());
      squares.add(tensor.zerosLike());
    }
  }

  void run(TrainingSet set, Runnable afterStep) {
    LabelledSamples samples = set.samples();
    BatchOrder order = new BatchOrder(plan, set);
    BatchAugmentation augmentation = new BatchAugmentation(plan, set);
    long steps = plan.stepsFor(samples.count());
    network.learnt().forEach(tensor -> tensor.setRequiresGradient(true));
    // DJL's collector of gradients allows one training at a time per process; the mode behind it is
    // a property of the thread.
    JniUtils.setGradMode(true);
    try {
      for (long step = 0; step < steps; step++) {
        LabelledSamples batch = samples.at(order.batch(step));
        augmentation.apply(batch.values(), step);
        step(batch, step + 1, rule.stepSize(step + 1, steps));
        afterStep.run();
      }
    } finally {
      JniUtils.setGradMode(false);
      network.learnt().forEach(tensor -> tensor.setRequiresGradient(false));
    }
  }

  private void step(LabelledSamples batch, long step, float stepSize) {
    for (int start = 0; start < batch.count(); start += network.part()) {
      int end = Math.min(batch.count(), start + network.part());
      addGradients(batch.range(start, end), batch.count());
    }
    double meanBias = 1 - Math.pow(MEAN_MEMORY, (double) step);
    double squareBias = 1 - Math.pow(SQUARE_MEMORY, (double) step);
    float unbiased = (float) (stepSize * Math.sqrt(squareBias) / meanBias);
    // The library's update divides by sqrt(v) + epsilon, where v is biased.
    float epsilon = (float) (EPSILON * Math.sqrt(squareBias));
    for (int t = 0; t < means.size(); t++) {
      update(t, stepSize, unbiased, epsilon);
    }
  }

  /** Adds the contribution of samples to the gradient of a batch's mean loss. */
  private void addGradients(LabelledSamples part, int batch) {
    try (NDManager scratch = network.manager().newSubManager()) {
      long[] classes = Arrays.stream(part.classes()).asLongStream().toArray();
      NDArray outputs = network.forward(network.batch(scratch, part));
      NDArray losses = loss.evaluate(new NDList(scratch.create(classes)), new NDList(outputs));
      NDArray share = scratch.full(losses.getShape(), (float) part.count() / batch);
      JniUtils.backward((PtNDArray) losses, (PtNDArray) share, false, false);
    }
  }

  /**
   * Adam (Kingma, Ba, ICLR 2015), or AdamW (Loshchilov, Hutter, ICLR 2019), where the decay of the
   * weights is not part of the gradient.
   */
  private void update(int t, float stepSize, float unbiasedStepSize, float epsilon) {
    NDArray tensor = network.learnt().get(t);
    try (NDArray gradient = tensor.getGradient()) {
      tensor
          .getNDArrayInternal()
          .adamUpdate(
              new NDList(tensor, gradient, means.get(t), squares.get(t)),
              new NDList(tensor),
              stepSize,
              unbiasedStepSize,
              rule.decay(tensor.getShape().dimension()),
              1,
              -1,
              MEAN_MEMORY,
              SQUARE_MEMORY,
              epsilon,
              true,
              rule.decoupled());
    }
  }
}
