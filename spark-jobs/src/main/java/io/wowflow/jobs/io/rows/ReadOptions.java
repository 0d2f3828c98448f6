package io.wowflow.jobs.io.rows;

import io.wowflow.jobs.conf.ImageShape;
import io.wowflow.jobs.conf.ImageSize;
import io.wowflow.jobs.conf.InputConf;
import io.wowflow.jobs.conf.PicturesConf;
import io.wowflow.jobs.io.DatasetReader;
import io.wowflow.jobs.io.dataset.Units;
import io.wowflow.math.internal.Guard;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a dataset is read. Start from {@link #defaults()} and change what differs.
 *
 * @param format the name of the format, or empty to find it from the content
 * @param columns which columns are what, where the input does not contain that
 * @param seed the run's seed: it decides which samples are drawn and what synthetic data are
 * @param samplesPerClass how many samples of each class to draw (see {@link SampleDraw}), at least
 *     1, or empty for all
 * @param defaultStream the stream of synthetic data whose URI names none: 0 for a source, 1 for a
 *     target
 * @param pictures the shape of the samples where the input does not contain it, and the size and
 *     channels that they get
 * @param place where the samples are kept
 * @param units the units that samples are kept in
 * @param unlabelled whether CSV, Parquet and NPZ may come without labels; all samples are then of
 *     one class, {@link #NO_LABEL}
 */
public record ReadOptions(
    Optional<String> format,
    InputConf.Columns columns,
    long seed,
    OptionalInt samplesPerClass,
    long defaultStream,
    PicturesConf pictures,
    SamplePlace place,
    Units units,
    boolean unlabelled) {
  /** The label of the samples of an input without labels. */
  public static final String NO_LABEL = "0";

  /**
   * Checks the options.
   *
   * @throws IllegalArgumentException if fewer than one sample a class is asked for
   */
  public ReadOptions {
    samplesPerClass.ifPresent(count -> Guard.positive("samples per class", count));
  }

  /**
   * Options for an input of a job, with all samples in memory, stream 0.
   *
   * @param input format and columns
   * @param seed as above
   * @param samplesPerClass as above
   * @param pictures as above
   * @return the options
   */
  public static ReadOptions of(
      InputConf input, long seed, OptionalInt samplesPerClass, PicturesConf pictures) {
    return new ReadOptions(
        input.format(),
        input.columns(),
        seed,
        samplesPerClass,
        0,
        pictures,
        SamplePlace.memory(),
        Units.AS_READ,
        input.labels().isPresent());
  }

  /**
   * Format and columns found from the content, seed 0, all samples, stream 0, pictures as they are.
   *
   * @return the options
   */
  public static ReadOptions defaults() {
    return of(new InputConf(""), 0, OptionalInt.empty(), PicturesConf.AS_THEY_ARE);
  }

  /**
   * The size that pictures are resized to.
   *
   * @return empty to keep theirs
   */
  public Optional<ImageSize> resize() {
    return pictures.resize();
  }

  /**
   * The shape of the samples where the input does not contain it.
   *
   * @return empty for that of the input
   */
  public Optional<ImageShape> shape() {
    return pictures.shape();
  }

  /**
   * The same options with a forced format.
   *
   * @param name a name that {@link DatasetReader} supports
   * @return the options
   */
  public ReadOptions withFormat(String name) {
    return new ReadOptions(
        Optional.of(name),
        columns,
        seed,
        samplesPerClass,
        defaultStream,
        pictures,
        place,
        units,
        unlabelled);
  }

  /**
   * The same options with columns.
   *
   * @param said which columns are what
   * @return the options
   */
  public ReadOptions withColumns(InputConf.Columns said) {
    return new ReadOptions(
        format, said, seed, samplesPerClass, defaultStream, pictures, place, units, unlabelled);
  }

  /**
   * The same options with another seed.
   *
   * @param value the seed
   * @return the options
   */
  public ReadOptions withSeed(long value) {
    return new ReadOptions(
        format, columns, value, samplesPerClass, defaultStream, pictures, place, units, unlabelled);
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
        format,
        columns,
        seed,
        OptionalInt.of(count),
        defaultStream,
        pictures,
        place,
        units,
        unlabelled);
  }

  /**
   * The same options with nothing drawn.
   *
   * @return the options
   */
  public ReadOptions withAllSamples() {
    return new ReadOptions(
        format,
        columns,
        seed,
        OptionalInt.empty(),
        defaultStream,
        pictures,
        place,
        units,
        unlabelled);
  }

  /**
   * The same options with another stream of synthetic data.
   *
   * @param stream the stream of URIs that name none
   * @return the options
   */
  public ReadOptions withDefaultStream(long stream) {
    return new ReadOptions(
        format, columns, seed, samplesPerClass, stream, pictures, place, units, unlabelled);
  }

  /**
   * The same options with images resized.
   *
   * @param size what the images become
   * @return the options
   */
  public ReadOptions withResize(ImageSize size) {
    return withPictures(new PicturesConf(Optional.of(size), shape(), pictures.channels()));
  }

  /**
   * The same options with the shape of the samples.
   *
   * @param given their shape before any resizing
   * @return the options
   */
  public ReadOptions withShape(ImageShape given) {
    return withPictures(new PicturesConf(resize(), Optional.of(given), pictures.channels()));
  }

  /**
   * The same options with other channels.
   *
   * @param channels what pictures become
   * @return the options
   */
  public ReadOptions withChannels(PicturesConf.Channels channels) {
    return withPictures(new PicturesConf(resize(), shape(), Optional.of(channels)));
  }

  private ReadOptions withPictures(PicturesConf other) {
    return new ReadOptions(
        format, columns, seed, samplesPerClass, defaultStream, other, place, units, unlabelled);
  }

  /**
   * The same options with samples kept elsewhere.
   *
   * @param where they are kept
   * @return the options
   */
  public ReadOptions withPlace(SamplePlace where) {
    return new ReadOptions(
        format, columns, seed, samplesPerClass, defaultStream, pictures, where, units, unlabelled);
  }

  /**
   * The same options with samples kept in other units.
   *
   * @param other as many offsets as features
   * @return the options
   */
  public ReadOptions withUnits(Units other) {
    return new ReadOptions(
        format, columns, seed, samplesPerClass, defaultStream, pictures, place, other, unlabelled);
  }
}
