/**
 * Conversion between formats, and synthetic datasets written to files: the commands {@code convert}
 * and {@code synth NAME}. ({@code synth --like} is the room {@code standin}.)
 *
 * <p>{@link io.wowflow.jobs.convert.ConvertJob} reads any format and writes any other, optionally
 * with a contact sheet of its images, clipped to a range, or with its samples moved by the map of
 * an {@link io.wowflow.jobs.convert.Alignment} so that they have the mean and the covariance of
 * another dataset's; {@link io.wowflow.jobs.convert.SynthJob} writes a dataset that is computed.
 * Both check the output before they read or compute, and both publish it whole or not at all
 * through {@link io.wowflow.jobs.io.DatasetWriter}.
 *
 * <p>The origin of flowed samples (source class, id) survives a conversion between Parquet and NPZ;
 * CSV and image folders have no place for it. {@code GaussianMap} holds the formulas of the maps.
 * Begin with {@code ConvertJob.run}.
 */
package io.wowflow.jobs.convert;
