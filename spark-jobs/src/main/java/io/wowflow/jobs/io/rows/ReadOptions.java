package io.wowflow.jobs.io.rows;

import io.wowflow.jobs.conf.ImageShape;
import io.wowflow.jobs.conf.ImageSize;
import io.wowflow.jobs.io.DatasetReader;
import io.wowflow.math.internal.Guard;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a dataset is read. Start from {@link #defaults()} and change what differs.
 *
 * @param format the name of the format, or empty to find it from the content
 * @param seed the run's seed: it decides which samples are drawn and what synthetic data are
 * @param samplesPerClass how many samples of each class to draw (see {@link SampleDraw}), at least
 *     1, or empty for all
 * @param defaultStream the stream of synthetic data whose URI names none: 0 for a source, 1 for a
 *     target
 * @param resize the size that images are resized to, or empty to keep theirs
 * @param shape the shape of the samples where the input does not contain it, or empty
 * @param place where the samples are kept
 */
public record ReadOptions(
    Optional<String> format,
    long seed,
    OptionalInt samplesPerClass,
    long defaultStream,
    Optional<ImageSize> resize,
    Optional<ImageShape> shape,
    SamplePlace place) {

  /**
   * Checks the options.
   *
   * @throws IllegalArgumentException if fewer than one sample a class is asked for
   */
  public ReadOptions {
    samplesPerClass.ifPresent(count -> Guard.positive("samples per class", count));
  }

  /**
   * Options with all samples in memory.
   *
   * @param format as above
   * @param seed as above
   * @param samplesPerClass as above
   * @param defaultStream as above
   * @param resize as above
   * @param shape as above
   */
  public ReadOptions(
      Optional<String> format,
      long seed,
      OptionalInt samplesPerClass,
      long defaultStream,
      Optional<ImageSize> resize,
      Optional<ImageShape> shape) {
    this(format, seed, samplesPerClass, defaultStream, resize, shape, SamplePlace.memory());
  }

  /**
   * Format found from the content, seed 0, all samples, stream 0, no resizing, no shape.
   *
   * @return the options
   */
  public static ReadOptions defaults() {
    return new ReadOptions(
        Optional.empty(), 0, OptionalInt.empty(), 0, Optional.empty(), Optional.empty());
  }

  /**
   * The same options with a forced format.
   *
   * @param name a name that {@link DatasetReader} supports
   * @return the options
   */
  public ReadOptions withFormat(String name) {
    return new ReadOptions(
        Optional.of(name), seed, samplesPerClass, defaultStream, resize, shape, place);
  }

  /**
   * The same options with another seed.
   *
   * @param value the seed
   * @return the options
   */
  public ReadOptions withSeed(long value) {
    return new ReadOptions(format, value, samplesPerClass, defaultStream, resize, shape, place);
  }

  /**
   * The same options with samples drawn.
   *
   * @param count how many of each class, at least 1
   * @return the options
   * @throws IllegalArgumentException if {@code count < 1}
   */
  public ReadOptions withSamplesPerClass(int count) {
    return new ReadOptions(
        format, seed, OptionalInt.of(count), defaultStream, resize, shape, place);
  }

  /**
   * The same options with nothing drawn.
   *
   * @return the options
   */
  public ReadOptions withAllSamples() {
    return new ReadOptions(format, seed, OptionalInt.empty(), defaultStream, resize, shape, place);
  }

  /**
   * The same options with another stream of synthetic data.
   *
   * @param stream the stream of URIs that name none
   * @return the options
   */
  public ReadOptions withDefaultStream(long stream) {
    return new ReadOptions(format, seed, samplesPerClass, stream, resize, shape, place);
  }

  /**
   * The same options with images resized.
   *
   * @param size what the images become
   * @return the options
   */
  public ReadOptions withResize(ImageSize size) {
    return new ReadOptions(
        format, seed, samplesPerClass, defaultStream, Optional.of(size), shape, place);
  }

  /**
   * The same options with the shape of the samples.
   *
   * @param given their shape before any resizing
   * @return the options
   */
  public ReadOptions withShape(ImageShape given) {
    return new ReadOptions(
        format, seed, samplesPerClass, defaultStream, resize, Optional.of(given), place);
  }

  /**
   * The same options with samples kept elsewhere.
   *
   * @param where they are kept
   * @return the options
   */
  public ReadOptions withPlace(SamplePlace where) {
    return new ReadOptions(format, seed, samplesPerClass, defaultStream, resize, shape, where);
  }
}
