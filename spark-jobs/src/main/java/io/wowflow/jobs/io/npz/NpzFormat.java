package io.wowflow.jobs.io.npz;

import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.io.dataset.LabelKind;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.jobs.io.dataset.ReadReport;
import io.wowflow.jobs.io.place.DatasetFormat;
import io.wowflow.jobs.io.place.InputPath;
import io.wowflow.jobs.io.rows.ClassBuffers;
import io.wowflow.jobs.io.rows.ReadOptions;
import io.wowflow.jobs.io.rows.RowPlan;
import io.wowflow.jobs.io.rows.RowTable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * NPZ: {@code x} and, unless it has three axes, {@code y}, with the layouts of {@link NpzLayout};
 * {@code y} integers or text; {@code weight}, optional, one number per sample; {@code source_class}
 * and {@code origin_id}, optional, as flows and conversions write them. Unsigned bytes are pixels,
 * scaled to [0, 1]; other integers keep their value.
 */
public final class NpzFormat implements DatasetFormat {
  private static final float BRIGHTEST = 255f;
  private static final long UNKNOWN_ID = -1;
  private static final Pattern TABLE =
      Pattern.compile("(?i).*\\.(csv|tsv)|\\[content_types].*|_rels/.*|docprops/.*|xl/.*");
  private static final int HEAD_BYTES = 256;
  // Where the header of an entry of a zip archive has its name.
  private static final int ENTRY_NAME = 30;

  @Override
  public String name() {
    return "npz";
  }

  @Override
  public String signature() {
    return "npz: a zip archive with arrays x and y (numpy.savez)";
  }

  @Override
  public boolean recognises(InputPath input) throws IOException {
    byte[] head = input.head(HEAD_BYTES);
    return head.length >= 4
        && head[0] == 'P'
        && head[1] == 'K'
        && ((head[2] == 3 && head[3] == 4) || (head[2] == 5 && head[3] == 6))
        && !beginsWithTable(head);
  }

  /** Whether the first entry is a table: an archive of CSV files, or a workbook. */
  private static boolean beginsWithTable(byte[] head) {
    if (head.length < ENTRY_NAME) {
      return false;
    }
    int length = Math.min(head[26] & 0xFF | (head[27] & 0xFF) << 8, head.length - ENTRY_NAME);
    return TABLE
        .matcher(new String(head, ENTRY_NAME, length, StandardCharsets.ISO_8859_1))
        .matches();
  }

  @Override
  public LoadedDataset read(InputPath input, ReadOptions options) throws IOException {
    input.refuseSplit("an NPZ file");
    NpzArchive archive = NpzArchive.scan(input);
    NpyHeader x = archive.required("x", "");
    if (x.type() == NpyType.TEXT) {
      throw JobException.input(archive.where("x") + " holds text; samples are numbers");
    }
    Optional<List<String>> labels =
        archive
            .header("y")
            .map(y -> labels(archive, y, x.shape().isEmpty() ? 1 : x.shape().get(0)));
    NpzLayout layout = NpzLayout.of(archive, labels, options.shape());
    RowPlan plan = RowPlan.of(rows(archive, layout, labels), options);
    ClassBuffers buffers = new ClassBuffers(plan, layout.dimension());
    int rowBytes = layout.dimension() * x.itemBytes();
    float[] features = new float[layout.dimension()];
    archive.readSamples(
        layout.samples(),
        rowBytes,
        plan::keeps,
        (bytes, row) -> {
          decode(x.type(), NpyHeader.littleEndian(bytes), features);
          buffers.put(row, features);
        });
    return buffers.build(layout.image(), report(archive));
  }

  private ReadReport report(NpzArchive archive) {
    String label = archive.header("y").isPresent() ? "array 'y'" : "the first axis of 'x'";
    return ReadReport.of(name(), label, "array 'x'")
        .withWeight(archive.header("weight").map(there -> "array 'weight'"));
  }

  private static void decode(NpyType type, ByteBuffer bytes, float[] to) {
    if (type == NpyType.UINT8) {
      for (int j = 0; j < to.length; j++) {
        to[j] = (bytes.get(j) & 0xFF) / BRIGHTEST;
      }
      return;
    }
    for (int j = 0; j < to.length; j++) {
      to[j] = (float) type.real(bytes, j * type.bytes());
    }
  }

  private static RowTable rows(
      NpzArchive archive, NpzLayout layout, Optional<List<String>> labels) {
    boolean text = archive.header("y").filter(y -> y.type() == NpyType.TEXT).isPresent();
    RowTable rows =
        new RowTable(
            archive.where("x"),
            text ? LabelKind.STRING : LabelKind.INTEGER,
            layout.samples(),
            layout::name);
    for (int row = 0; row < layout.samples(); row++) {
      int label = row / layout.samplesPerLabel();
      rows.label(row, labels.map(y -> y.get(label)).orElseGet(() -> Integer.toString(label)));
    }
    archive.header("weight").ifPresent(weight -> weigh(archive, weight, layout, rows));
    archive
        .header(NpzArchive.SOURCE_CLASS)
        .ifPresent(sources -> setOrigins(archive, sources, layout, rows));
    return rows;
  }

  /** Arrays of these names that fit no sample or class are not ours, and are left aside. */
  private static void setOrigins(
      NpzArchive archive, NpyHeader sources, NpzLayout layout, RowTable rows) {
    boolean ofSamples = sources.shape().equals(layout.sampleAxes());
    boolean ofClasses = sources.shape().equals(layout.sampleAxes().subList(0, 1));
    if ((!ofSamples && !ofClasses) || sources.type().isFloat()) {
      return;
    }
    boolean text = sources.type() == NpyType.TEXT;
    String where = archive.where(NpzArchive.SOURCE_CLASS);
    ByteBuffer bytes = NpyHeader.littleEndian(archive.data(NpzArchive.SOURCE_CLASS));
    Optional<NpyHeader> ids =
        archive
            .header(NpzArchive.ORIGIN_ID)
            .filter(id -> id.shape().equals(layout.sampleAxes()))
            .filter(id -> id.type() != NpyType.TEXT && !id.type().isFloat());
    ByteBuffer idBytes =
        ids.map(id -> NpyHeader.littleEndian(archive.data(NpzArchive.ORIGIN_ID))).orElse(null);
    rows.hasOrigins(text ? LabelKind.STRING : LabelKind.INTEGER);
    for (int row = 0; row < layout.samples(); row++) {
      int at = (ofSamples ? row : row / layout.samplesPerLabel()) * sources.itemBytes();
      String label =
          text
              ? text(bytes, at, sources.itemBytes(), where)
              : Long.toString(sources.type().integer(bytes, at));
      long id =
          ids.isPresent()
              ? ids.get().type().integer(idBytes, row * ids.get().itemBytes())
              : UNKNOWN_ID;
      rows.origin(row, label.isEmpty() ? null : label, id);
    }
  }

  private static void weigh(NpzArchive archive, NpyHeader weight, NpzLayout layout, RowTable rows) {
    if (!weight.shape().equals(layout.sampleAxes()) || weight.type() == NpyType.TEXT) {
      throw JobException.input(
          String.format(
              Locale.ROOT,
              "%s has shape %s and type %s; expected one number a sample, shape %s",
              archive.where("weight"),
              weight.shapeText(),
              weight.type().code(),
              NpyArray.shapeText(layout.sampleAxes())));
    }
    ByteBuffer bytes = NpyHeader.littleEndian(archive.data("weight"));
    for (int row = 0; row < layout.samples(); row++) {
      rows.weight(row, weight.type().real(bytes, row * weight.itemBytes()));
    }
  }

  private static List<String> labels(NpzArchive archive, NpyHeader y, int expected) {
    String where = archive.where("y");
    if (!y.shape().equals(List.of(expected))) {
      throw JobException.input(
          String.format(
              Locale.ROOT,
              "%s has shape %s; expected one label for each of the %d entries of x's first axis,"
                  + " shape (%d,)",
              where,
              y.shapeText(),
              expected,
              expected));
    }
    if (y.type().isFloat()) {
      throw JobException.input(
          where + " holds floats; labels are integers or text: save y.astype(np.int64)");
    }
    ByteBuffer bytes = NpyHeader.littleEndian(archive.data("y"));
    List<String> labels = new ArrayList<>(expected);
    for (int i = 0; i < expected; i++) {
      int at = i * y.itemBytes();
      labels.add(
          y.type() == NpyType.TEXT
              ? text(bytes, at, y.itemBytes(), where)
              : Long.toString(y.type().integer(bytes, at)));
    }
    return labels;
  }

  private static String text(ByteBuffer bytes, int at, int itemBytes, String where) {
    int end = itemBytes;
    while (end > 0 && bytes.getInt(at + end - Integer.BYTES) == 0) {
      end -= Integer.BYTES;
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < end; i += Integer.BYTES) {
      int codePoint = bytes.getInt(at + i);
      if (!Character.isValidCodePoint(codePoint)) {
        throw JobException.input(
            String.format(
                Locale.ROOT,
                "%s holds the code point %#x, which is not a character",
                where,
                codePoint));
      }
      text.appendCodePoint(codePoint);
    }
    return text.toString();
  }
}
