package io.wowflow.jobs.io.binary;

import io.wowflow.jobs.conf.ImageShape;
import io.wowflow.jobs.io.dataset.Split;
import java.util.Locale;
import java.util.Optional;

/** How the records of a CIFAR file look: label bytes, then 3 planes of 32 x 32 bytes. */
enum CifarLayout {
  /** One label from 0 to 9. */
  CIFAR_10("CIFAR-10", "(data_batch_[0-9]+|test_batch)\\.bin(\\.gz)?", 1, 10),
  /** A coarse label from 0 to 19, then a fine one from 0 to 99, which counts. */
  CIFAR_100("CIFAR-100", "(train|test)\\.bin(\\.gz)?", 2, 100);

  static final ImageShape SHAPE = new ImageShape(32, 32, 3);

  private final String title;
  private final String fileName;
  private final int labelBytes;
  private final int classes;

  CifarLayout(String title, String fileName, int labelBytes, int classes) {
    this.title = title;
    this.fileName = fileName;
    this.labelBytes = labelBytes;
    this.classes = classes;
  }

  /** The layout of a file, known only from its name. */
  static Optional<CifarLayout> named(String name) {
    for (CifarLayout layout : values()) {
      if (name.toLowerCase(Locale.ROOT).matches(layout.fileName)) {
        return Optional.of(layout);
      }
    }
    return Optional.empty();
  }

  /** The split of a file of such a name. */
  static Split split(String name) {
    return name.toLowerCase(Locale.ROOT).startsWith("test") ? Split.TEST : Split.TRAIN;
  }

  String title() {
    return title;
  }

  /** Which byte of a record is the label, for the report. */
  String labelTitle() {
    return this == CIFAR_100 ? "second byte (the fine label)" : "first byte";
  }

  int labelBytes() {
    return labelBytes;
  }

  int classes() {
    return classes;
  }

  int recordBytes() {
    return labelBytes + SHAPE.dimension();
  }
}
