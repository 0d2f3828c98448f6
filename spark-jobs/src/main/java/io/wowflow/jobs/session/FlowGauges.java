package io.wowflow.jobs.session;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import io.wowflow.math.flow.FlowObserver;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.sql.SparkSession;
import scala.Option;

/**
 * How far a flow is, in Spark's own metrics of the driver: {@code step}, {@code objective} (the
 * last reported; NaN before), {@code stepSeconds} (between the last two steps; 0 before) and {@code
 * shuffledBytesPerStep} (what a step sends through shuffles by the plan). Written by the thread of
 * the flow, read by those of the metrics.
 */
public final class FlowGauges implements FlowObserver {
  private static final Map<String, FlowGauges> BY_APPLICATION = new ConcurrentHashMap<>();

  private volatile int step;
  private volatile double objective = Double.NaN;
  private volatile double stepSeconds;
  private volatile long shuffledBytesPerStep;
  private long movedNanos;

  private FlowGauges() {}

  static void register(String applicationId, MetricRegistry registry) {
    FlowGauges gauges = new FlowGauges();
    registry.register("step", (Gauge<Integer>) () -> gauges.step);
    registry.register("objective", (Gauge<Double>) () -> gauges.objective);
    registry.register("stepSeconds", (Gauge<Double>) () -> gauges.stepSeconds);
    registry.register("shuffledBytesPerStep", (Gauge<Long>) () -> gauges.shuffledBytesPerStep);
    BY_APPLICATION.put(applicationId, gauges);
  }

  static void forget(String applicationId) {
    BY_APPLICATION.remove(applicationId);
  }

  /**
   * The gauges of the application of this process.
   *
   * @return empty where no session is open, or it was opened without {@link FlowMetricsPlugin}
   */
  public static Optional<FlowGauges> ofThisProcess() {
    Option<SparkSession> session = SparkSession.getDefaultSession();
    return session.isEmpty() || session.get().sparkContext().isStopped()
        ? Optional.empty()
        : Optional.ofNullable(BY_APPLICATION.get(session.get().sparkContext().applicationId()));
  }

  /**
   * A flow begins.
   *
   * @param firstStep where: 0, or the step it resumes from
   * @param shuffledBytes what a step sends through shuffles
   */
  public void begin(int firstStep, long shuffledBytes) {
    step = firstStep;
    objective = Double.NaN;
    stepSeconds = 0;
    shuffledBytesPerStep = shuffledBytes;
    movedNanos = System.nanoTime();
  }

  @Override
  public void objective(int reported, double value) {
    objective = value;
  }

  @Override
  public void moved(int made, StateSource flow) {
    long now = System.nanoTime();
    step = made;
    stepSeconds = (now - movedNanos) / 1e9;
    movedNanos = now;
  }
}
