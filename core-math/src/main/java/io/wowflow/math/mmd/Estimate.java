package io.wowflow.math.mmd;

/**
 * A number computed from random directions, and its standard error over the choice of directions.
 * The data are taken as given: the error does not contain how another sample of them would differ.
 *
 * @param value the number computed from all directions
 * @param standardError its jackknife standard error, at least 0, in the units of the value; 0 where
 *     every direction gives the same number, NaN where the value is NaN for some directions
 */
public record Estimate(double value, double standardError) {}
