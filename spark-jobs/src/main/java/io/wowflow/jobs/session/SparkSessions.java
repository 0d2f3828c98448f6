package io.wowflow.jobs.session;

import static java.util.Map.entry;

import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import scala.Option;

/**
 * The Spark session of one command, opened on the first call of {@link #get}: a command that needs
 * no Spark never starts it. Closing stops the session, unless it was open before.
 *
 * <p>Used by one thread.
 */
public final class SparkSessions implements Supplier<SparkSession>, AutoCloseable {
  private static final String PROMETHEUS = "spark.metrics.conf.driver.sink.prometheusServlet.";
  private static final Map<String, String> DEFAULTS =
      Map.ofEntries(
          entry("spark.serializer", "org.apache.spark.serializer.KryoSerializer"),
          entry("spark.kryo.registrator", KryoClasses.class.getName()),
          // A limit, not a size: the Gram sums of 2000 classes in one task result pass 64 MB.
          entry("spark.kryoserializer.buffer.max", "1g"),
          // Blocks of floats hardly compress, and compressing them costs more than sending them.
          entry("spark.shuffle.compress", "false"),
          // They only explain why a block could not be decompressed, and ours are not compressed.
          entry("spark.shuffle.checksum.enabled", "false"),
          // A task that moves a block runs where the block is cached, not where some rows are.
          entry("spark.shuffle.reduceLocality.enabled", "false"),
          // Rows are written once, in order, and not to one file per partition that is then copied.
          entry("spark.shuffle.sort.bypassMergeThreshold", "1"),
          // The plan counts the Gram sums that come to the driver; a limit of 1 GB, as Spark has,
          // would abort a step that fits.
          entry("spark.driver.maxResultSize", "0"),
          entry("spark.broadcast.compress", "false"),
          // With its header an array of 4 MB fills up to 8 MB of the regions of the G1 collector.
          entry("spark.broadcast.blockSize", "4095k"),
          // Shuffle files of past steps are deleted only when the driver collects garbage.
          entry("spark.cleaner.periodicGC.interval", "5min"),
          // Cached blocks of the state would be lost with an idle executor.
          entry("spark.dynamicAllocation.enabled", "false"),
          // Blocks stay where the first step puts them, so all executors must have registered by
          // then.
          entry("spark.scheduler.minRegisteredResourcesRatio", "1.0"),
          // The metrics of the driver, on the page that it has anyway.
          entry(PROMETHEUS + "class", "org.apache.spark.metrics.sink.PrometheusServlet"),
          entry(PROMETHEUS + "path", "/metrics/prometheus"),
          entry("spark.master", "local[*]"));

  private static final int MOST_SECONDS_TO_STOP = 600;
  private static final String PLUGINS = "spark.plugins";

  private final String applicationName;
  private final Map<String, String> planned;
  private final Runnable whenOpen;
  private SparkSession opened;
  private boolean foreign;

  private SparkSessions(String applicationName, Map<String, String> planned, Runnable whenOpen) {
    this.applicationName = applicationName;
    this.planned = Map.copyOf(planned);
    this.whenOpen = whenOpen;
  }

  /**
   * A session that is not open yet.
   *
   * @param applicationName the name Spark shows, unless the user gave one
   * @param planned settings that follow from the job's plan; the user's own win over them
   * @return the holder, to be closed
   */
  public static SparkSessions lazily(String applicationName, Map<String, String> planned) {
    return lazily(applicationName, planned, () -> {});
  }

  /**
   * A session that is not open yet.
   *
   * @param applicationName the name Spark shows, unless the user gave one
   * @param planned settings that follow from the job's plan; the user's own win over them
   * @param whenOpen called once, after the session was opened or found open
   * @return the holder, to be closed
   */
  public static SparkSessions lazily(
      String applicationName, Map<String, String> planned, Runnable whenOpen) {
    return new SparkSessions(applicationName, planned, whenOpen);
  }

  /**
   * The settings of the session: the user's, then the planned ones, then the defaults of this
   * software (Kryo with {@link KryoClasses}, shuffle and broadcast uncompressed, no checksums of
   * shuffle files, no limit of task results, no dynamic allocation, all executors awaited, a
   * garbage collection on the driver every five minutes, the driver's metrics under {@code
   * /metrics/prometheus}, {@code local[*]}), and {@link FlowMetricsPlugin} next to the user's own
   * plugins.
   *
   * @param given the settings of spark-submit and the user, not modified
   * @return a new configuration
   */
  public SparkConf settings(SparkConf given) {
    SparkConf settings = given.clone();
    planned.forEach(settings::setIfMissing);
    DEFAULTS.forEach(settings::setIfMissing);
    settings.set(PLUGINS, withOurPlugin(settings.get(PLUGINS, "")));
    // spark-submit without --name puts the main class there.
    if (settings.get("spark.app.name", "").startsWith("io.wowflow.")) {
      settings.remove("spark.app.name");
    }
    return settings.setIfMissing("spark.app.name", applicationName);
  }

  private static String withOurPlugin(String given) {
    String ours = FlowMetricsPlugin.class.getName();
    return given.isBlank() ? ours : given.contains(ours) ? given : given + "," + ours;
  }

  /**
   * The session; the first call opens it, or finds the one that this JVM already has.
   *
   * @return an open session
   */
  @Override
  public SparkSession get() {
    if (opened == null) {
      Optional<SparkSession> present = present();
      foreign = present.isPresent();
      opened =
          present.orElseGet(
              () -> SparkSession.builder().config(settings(new SparkConf())).getOrCreate());
      whenOpen.run();
    }
    return opened;
  }

  private static Optional<SparkSession> present() {
    Option<SparkSession> present = SparkSession.getDefaultSession();
    return present.isDefined() && !present.get().sparkContext().isStopped()
        ? Optional.of(present.get())
        : Optional.empty();
  }

  /**
   * Whether a session was opened or found.
   *
   * @return false as long as Spark was not needed
   */
  public boolean isOpen() {
    return opened != null;
  }

  /** Stops the session; one that has not stopped after ten minutes is left to its threads. */
  @Override
  public void close() {
    if (opened != null && !foreign) {
      // Without memory a driver's threads may never answer each other.
      Bounded.run("wowflow-stop", opened::stop, MOST_SECONDS_TO_STOP);
    }
    opened = null;
  }
}
