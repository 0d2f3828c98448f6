package io.wowflow.jobs.function;

import io.wowflow.math.flow.Update;
import io.wowflow.math.mmd.MixKernel;
import java.io.Serializable;

/**
 * What the driver tells the executors to make X_(k+1) of X_k.
 *
 * @param mix the pair weights, ready to mix a leaf
 * @param factors for each source class its step size times the scale of the directions over L
 * @param update momentum and clip
 */
public record Move(MixKernel mix, float[] factors, Update update) implements Serializable {}
