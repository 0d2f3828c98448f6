package io.wowflow.jobs.function;

import io.wowflow.math.data.LabelledClass;
import java.io.Serializable;

/**
 * Consecutive classes of the target.
 *
 * @param first the number of the first of them
 * @param classes the classes
 */
public record TargetBlock(int first, LabelledClass[] classes) implements Serializable {}
