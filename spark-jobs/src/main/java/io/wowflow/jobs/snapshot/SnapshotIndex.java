package io.wowflow.jobs.snapshot;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.record.Json;
import io.wowflow.jobs.record.Sha256;
import java.io.IOException;
import java.util.List;

/**
 * The content of {@code _SNAPSHOT.json}.
 *
 * @param format version of the format of index and blocks
 * @param step of the state
 * @param dimension d
 * @param classSizes n_c for each class
 * @param configurationHash of the header's configuration
 * @param header the description of the run
 * @param blocks the files with the particles, in the order of the classes
 */
record SnapshotIndex(
    int format,
    int step,
    int dimension,
    List<Integer> classSizes,
    String configurationHash,
    SnapshotHeader header,
    List<Block> blocks) {

  static final int FORMAT = 1;
  static final String FILE = "_SNAPSHOT.json";

  /**
   * A file with the particles of consecutive classes.
   *
   * @param name in the snapshot's directory
   * @param firstClass the first class in it
   * @param classes how many classes are in it
   * @param bytes its length
   * @param sha256 of its content
   */
  record Block(String name, int firstClass, int classes, long bytes, String sha256) {}

  // The index carries its own hash, so that a flipped digit in it is found like one in a block.
  private record Sealed(String sha256, JsonNode snapshot) {}

  /** The reason why a snapshot is not whole; the one before it may be. */
  static final class Damaged extends Exception {
    private static final long serialVersionUID = 1L;

    Damaged(String why) {
      super(why);
    }
  }

  byte[] toJson() throws IOException {
    // Once through text, because the hash is that of what a reader will parse.
    JsonNode tree = Json.read(Json.compact(this), JsonNode.class);
    return Json.pretty(new Sealed(Sha256.of(Json.compact(tree)), tree));
  }

  /** Reads an index that {@link #toJson} made; the name of its file is for messages. */
  static SnapshotIndex parse(byte[] json, String name) throws IOException, Damaged {
    Sealed sealed;
    try {
      sealed = Json.read(json, Sealed.class);
    } catch (JsonProcessingException e) {
      throw new Damaged(FILE + " is not an index: " + e.getOriginalMessage());
    }
    if (sealed.snapshot() == null
        || !Sha256.of(Json.compact(sealed.snapshot())).equals(sealed.sha256())) {
      throw new Damaged(FILE + " has another SHA-256 than it names");
    }
    int format = sealed.snapshot().path("format").asInt();
    if (format != FORMAT) {
      throw JobException.usage(
          name
              + " has the format "
              + format
              + ", this version reads "
              + FORMAT
              + ": resume with the version that wrote it, or start again with --mode overwrite");
    }
    return Json.convert(sealed.snapshot(), SnapshotIndex.class);
  }
}
