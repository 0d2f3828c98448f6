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
 * The progress of a flow in Spark's own metrics of the driver: {@code step}, {@code objective} (the
 * last reported; NaN before), {@code stepSeconds} (between the last two steps; 0 before) and {@code
 * shuffledBytesPerStep} (bytes that a step sends through shuffles, by the plan). Written by the
 * thread of the flow, read by those of the metrics.
 */
public final class FlowGauges implements FlowObserver {
  private static final Map<String, FlowGauges> BY_APPLICATION = new ConcurrentHashMap<>();

  private volatile int step;
  private volatile double objective = Double.NaN;
  private volatile double stepSeconds;
  private volatile long shuffledBytesPerStep;
  private volatile long movedNanos;

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
   * The gauges of the application of this process, about to show another flow.
   *
   * @param shuffledBytes bytes that a step of the flow sends through shuffles, by the plan
   * @return the observer that moves them; empty where no session is open, or it was opened without
   *     {@link FlowMetricsPlugin}
   */
  public static Optional<FlowObserver> ofThisProcess(long shuffledBytes) {
    Option<SparkSession> session = SparkSession.getDefaultSession();
    if (session.isEmpty() || session.get().sparkContext().isStopped()) {
      return Optional.empty();
    }
    FlowGauges gauges = BY_APPLICATION.get(session.get().sparkContext().applicationId());
    if (gauges != null) {
      gauges.shuffledBytesPerStep = shuffledBytes;
    }
    return Optional.ofNullable(gauges);
  }

  @Override
  public void begin(int firstStep, StateSource flow) {
    step = firstStep;
    objective = Double.NaN;
    stepSeconds = 0;
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
