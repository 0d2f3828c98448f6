package io.wowflow.jobs.function;

import io.wowflow.math.flow.Update;
import io.wowflow.math.sliced.PanelMix;
import java.io.Serializable;

/**
 * The driver's part of a step from X_k to X_(k+1).
 *
 * @param mix the weights, ready to mix a leaf
 * @param factors for each source class its step size times the scale of the directions over L
 * @param update momentum and clip
 */
public record Move(PanelMix mix, float[] factors, Update update) implements Serializable {}
