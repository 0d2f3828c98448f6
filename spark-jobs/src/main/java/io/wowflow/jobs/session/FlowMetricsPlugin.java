package io.wowflow.jobs.session;

import java.util.Map;
import org.apache.spark.SparkContext;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;

/**
 * Puts the {@link FlowGauges} among Spark's metrics of the driver, as {@code
 * plugin.io.wowflow.jobs.session.FlowMetricsPlugin.NAME}. Nothing runs on executors.
 */
public final class FlowMetricsPlugin implements SparkPlugin {

  /** Spark makes the plugin from its name. */
  public FlowMetricsPlugin() {}

  @Override
  public DriverPlugin driverPlugin() {
    return new OfDriver();
  }

  @Override
  public ExecutorPlugin executorPlugin() {
    return null;
  }

  private static final class OfDriver implements DriverPlugin {
    private String applicationId;

    @Override
    public Map<String, String> init(SparkContext context, PluginContext plugin) {
      return Map.of();
    }

    @Override
    public void registerMetrics(String application, PluginContext plugin) {
      applicationId = application;
      FlowGauges.register(application, plugin.metricRegistry());
    }

    @Override
    public void shutdown() {
      if (applicationId != null) {
        FlowGauges.forget(applicationId);
      }
    }
  }
}
