package io.wowflow.jobs.conf;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * A dataset to read.
 *
 * @param uri key {@code source}, {@code target}, {@code train} or {@code test}: a path, {@code
 *     PATH#SPLIT} or {@code synthetic:NAME}
 * @param format key {@code source-format}, ...: the format's name; empty if it is to be found from
 *     the content
 * @param columns which columns of the file are what
 * @param labels key {@code source-labels}, ...: labels in the place of those of the input
 */
public record InputConf(
    String uri, Optional<String> format, Columns columns, Optional<Labels> labels) {
  /**
   * Labels in the place of those of an input: clusters of its samples, or a file.
   *
   * @param clusters number of clusters, at least 2; empty for a file
   * @param file a text file of one label per line; empty for clusters
   */
  public record Labels(OptionalInt clusters, Optional<String> file) {
    private static final String CLUSTER = "cluster";

    static Labels parse(String text) {
      if (!text.equals(CLUSTER) && !text.startsWith(CLUSTER + ":")) {
        return new Labels(OptionalInt.empty(), Optional.of(Parsers.TEXT.apply(text)));
      }
      try {
        String number = text.substring(Math.min(text.length(), CLUSTER.length() + 1));
        return new Labels(OptionalInt.of(Parsers.integer(2).apply(number)), Optional.empty());
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "cluster:K with a number K of clusters, at least 2, or a file", e);
      }
    }

    /**
     * The value of the option.
     *
     * @return {@code cluster:K} or the file
     */
    @Override
    public String toString() {
      return file.orElseGet(() -> CLUSTER + ":" + clusters.getAsInt());
    }
  }

  /** Samples that are made from the classes of the target, in the place of a source. */
  public enum StandIn {
    /** Normal noise with the mean and a shrunk covariance of each class. */
    NOISE,
    /** Points between neighbours of a class. */
    SMOTE;

    /**
     * The source that is configured for such samples.
     *
     * @return {@code noise:target} or {@code smote:target}
     */
    public String uri() {
      return Parsers.text(this) + ":target";
    }

    /** Recognises the beginning of such a source, whatever follows. */
    private boolean begins(String uri) {
      return uri.startsWith(Parsers.text(this) + ":");
    }
  }

  /**
   * Distinguishes a source that is made from the target from one that is read.
   *
   * @return the samples to make; empty for a dataset that is read
   */
  public Optional<StandIn> standIn() {
    return Stream.of(StandIn.values()).filter(made -> made.uri().equals(uri)).findFirst();
  }

  /** The samples that a source would be if it were written correctly; empty for a dataset. */
  Optional<StandIn> meantStandIn() {
    return Stream.of(StandIn.values()).filter(made -> made.begins(uri)).findFirst();
  }

  /**
   * A dataset with labels of its own.
   *
   * @param uri its place
   * @param format the format's name, if it is forced
   * @param columns which columns of the file are what
   */
  public InputConf(String uri, Optional<String> format, Columns columns) {
    this(uri, format, columns, Optional.empty());
  }

  /** Whether the first line of a CSV file holds the names of the columns. */
  public enum Header {
    /** It does. */
    YES,
    /** It is a sample. */
    NO
  }

  /**
   * Which columns of a table, or arrays of an archive, are what, where the file does not contain
   * that. A key of one side, {@code target-label-column}, wins over the key of both, {@code
   * label-column}.
   *
   * @param labelColumn key {@code label-column}
   * @param featureColumns key {@code feature-columns}: names, in which {@code *} stands for any
   *     characters; empty for all columns that are nothing else
   * @param dropColumns key {@code drop-columns}: names as above, not read
   * @param weightColumn key {@code weight-column}: {@link #NONE} for no weights
   * @param idColumn key {@code id-column}: {@link #NONE} for positions
   * @param delimiter key {@code delimiter}: between the cells of a CSV file
   * @param header key {@code header}: of a CSV file
   */
  public record Columns(
      Optional<String> labelColumn,
      List<String> featureColumns,
      List<String> dropColumns,
      Optional<String> weightColumn,
      Optional<String> idColumn,
      Optional<Character> delimiter,
      Optional<Header> header) {
    /** In the place of a name: no column, even if one has the usual name. */
    public static final String NONE = "none";

    /** Nothing but the content of the file. */
    public static final Columns UNSAID =
        new Columns(
            Optional.empty(),
            List.of(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    private static final Map<String, Character> NAMED =
        Map.of("tab", '\t', "\\t", '\t', "space", ' ', "comma", ',', "semicolon", ';');

    /** Copies the lists. */
    public Columns {
      featureColumns = List.copyOf(featureColumns);
      dropColumns = List.copyOf(dropColumns);
    }

    /**
     * Whether nothing is said.
     *
     * @return true if every component is empty
     */
    public boolean isEmpty() {
      return equals(UNSAID);
    }

    /** The keys without a side, of every input of a command. */
    static Columns read(ConfReader reader) {
      return read(reader, "");
    }

    private static Columns read(ConfReader reader, String prefix) {
      return new Columns(
          reader.optional(prefix + "label-column", Parsers.TEXT),
          names(reader, prefix + "feature-columns"),
          names(reader, prefix + "drop-columns"),
          reader.optional(prefix + "weight-column", Parsers.TEXT),
          reader.optional(prefix + "id-column", Parsers.TEXT),
          reader.optional(prefix + "delimiter", Columns::delimiter),
          reader.optional(prefix + "header", Parsers.choice(Header.class)));
    }

    private static List<String> names(ConfReader reader, String key) {
      return reader
          .optional(key, text -> Parsers.list(text, ",", name -> Parsers.TEXT.apply(name.strip())))
          .orElse(List.of());
    }

    private static Character delimiter(String text) {
      Character named = NAMED.get(text);
      if (named == null && text.length() != 1) {
        throw new IllegalArgumentException("one character, or tab or space");
      }
      return named == null ? Character.valueOf(text.charAt(0)) : named;
    }

    private Columns or(Columns other) {
      return new Columns(
          labelColumn.or(other::labelColumn),
          featureColumns.isEmpty() ? other.featureColumns : featureColumns,
          dropColumns.isEmpty() ? other.dropColumns : dropColumns,
          weightColumn.or(other::weightColumn),
          idColumn.or(other::idColumn),
          delimiter.or(other::delimiter),
          header.or(other::header));
    }
  }

  /**
   * A dataset about which nothing is said but its place.
   *
   * @param uri its place
   */
  public InputConf(String uri) {
    this(uri, Optional.empty(), Columns.UNSAID);
  }

  /** The input of a command with one input. */
  static InputConf read(ConfReader reader, String side) {
    return read(reader, side, Columns.read(reader));
  }

  /** An input that may be absent; the keys of its side have no effect without it. */
  static Optional<InputConf> readOptional(ConfReader reader, String side, Columns ofAll) {
    InputConf read =
        new InputConf(
            reader.optional(side, Parsers.TEXT).orElse(""),
            reader.optional(side + "-format", Parsers.TEXT),
            Columns.read(reader, side + "-").or(ofAll));
    return read.uri().isEmpty() ? Optional.empty() : Optional.of(read);
  }

  /** An input of a command with several: keys of its own, and those of all. */
  static InputConf read(ConfReader reader, String side, Columns ofAll) {
    Columns own =
        reader.knows(side + "-label-column") ? Columns.read(reader, side + "-") : Columns.UNSAID;
    return new InputConf(
        reader.required(side, Parsers.TEXT, ""),
        reader.optional(side + "-format", Parsers.TEXT),
        own.or(ofAll),
        reader.knows(side + "-labels")
            ? reader.optional(side + "-labels", Labels::parse)
            : Optional.empty());
  }
}
