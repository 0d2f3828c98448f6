package io.wowflow.jobs.doctor;

import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.context.PlannedCluster;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;

/**
 * Checks the requirements of the commands before a run: this machine, its Spark, the folder of the
 * results and the master. Starts no session and leaves no file behind.
 *
 * @param settings of Spark, as a run would have them
 * @param hadoop the configuration of the file systems
 * @param environment the variables of the process
 */
public record Doctor(SparkConf settings, Configuration hadoop, Map<String, String> environment) {

  /**
   * Runs all checks.
   *
   * @param output the folder or file that results will be written to; empty for the folder of
   *     temporary files
   * @return one finding per check, in a fixed order
   * @throws JobException (usage) if the output is not a path
   */
  public List<Finding> look(Optional<String> output) {
    MachineChecks machine = new MachineChecks(settings, environment);
    LearnCheck learn = new LearnCheck(environment);
    return List.of(
        machine.java(),
        machine.cores(),
        machine.memory(),
        machine.vectorModule(),
        machine.spark(),
        machine.hadoopNative(),
        learn.jars(),
        learn.room(),
        machine.temporary(),
        new PlaceCheck(hadoop).of(output.orElse(System.getProperty("java.io.tmpdir"))),
        machine.hostName(),
        machine.uiPort(),
        new MasterCheck(environment).of(PlannedCluster.master(settings)));
  }
}
