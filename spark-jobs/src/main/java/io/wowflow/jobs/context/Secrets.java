package io.wowflow.jobs.context;

import io.wowflow.jobs.record.Redaction;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.SparkConf;

/** The redaction of secrets as this process's Spark configuration defines it. */
public final class Secrets {
  private Secrets() {}

  /**
   * The redaction for manifests, reports and logs.
   *
   * @return a redaction with the pattern of {@code spark.redaction.regex}, or Spark's default
   */
  public static Redaction redaction() {
    Map<String, String> spark = new HashMap<>();
    for (scala.Tuple2<String, String> entry : new SparkConf().getAll()) {
      spark.put(entry._1(), entry._2());
    }
    return Redaction.ofSpark(spark);
  }
}
