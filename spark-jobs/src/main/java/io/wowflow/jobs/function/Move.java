package io.wowflow.jobs.function;

import io.wowflow.math.flow.Update;
import io.wowflow.math.mmd.MixKernel;
import java.io.Serializable;

/**
 * The driver's part of a step from X_k to X_(k+1).
 *
 * @param mix the pair weights, ready to mix a leaf
 * @param factors for each source class its step size times the scale of the directions over L
 * @param update momentum and clip
 */
public record Move(MixKernel mix, float[] factors, Update update) implements Serializable {}
