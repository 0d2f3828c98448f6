package io.wowflow.jobs.main;

/** The command line. */
public final class WowFlow {
  private WowFlow() {}

  /**
   * Entry point.
   *
   * @param args command and options
   */
  public static void main(String[] args) {
    System.out.println(org.apache.spark.sql.SparkSession.builder().getClass());
  }
}
