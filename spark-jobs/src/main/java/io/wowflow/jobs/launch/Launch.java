package io.wowflow.jobs.launch;

import io.wowflow.jobs.conf.JobException;
import java.io.File;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** From a command line of {@code submit/wowflow} to the command of spark-submit. */
public final class Launch {
  private static final String MAIN_CLASS = "io.wowflow.jobs.main.WowFlow";

  /** The folder of the project in the image of {@code submit/nightly/Dockerfile}. */
  public static final String IMAGE_ROOT = "/opt/wowflow";

  private static final String JOB_JAR = "wowflow-job.jar";

  /** The settings from which a plan reads the executors of a cluster, and their options. */
  private static final String[][] EXECUTORS = {
    {"--num-executors", "spark.executor.instances"},
    {"--executor-cores", "spark.executor.cores"},
    {"--executor-memory", "spark.executor.memory"},
    {"--total-executor-cores", "spark.cores.max"},
  };

  private final Surroundings surroundings;
  private final Map<String, String> variables = new LinkedHashMap<>();
  private JobWords job;
  private SparkWords spark;

  private Launch(Surroundings surroundings, JobWords job, SparkWords spark) {
    this.surroundings = surroundings;
    this.job = job;
    this.spark = spark;
  }

  /**
   * Decides how a command line is run.
   *
   * @param surroundings the project, the environment and the machine
   * @param words command, options, and after {@code --} the words for spark-submit
   * @return the variables and arguments of spark-submit, or the order to build the missing jars of
   *     neural networks first
   * @throws JobException {@link io.wowflow.jobs.conf.ExitCode#USAGE} if a driver on the cluster is
   *     to get a file of {@code --config} that does not exist
   */
  public static Command command(Surroundings surroundings, List<String> words) {
    int end = words.indexOf("--");
    List<String> own = end < 0 ? words : words.subList(0, end);
    List<String> others = end < 0 ? List.of() : words.subList(end + 1, words.size());
    return new Launch(
            surroundings, new JobWords(List.copyOf(own)), new SparkWords(others, surroundings))
        .decide();
  }

  private Command decide() {
    boolean learns = Learning.isNeeded(job, surroundings);
    if (learns && !Learning.folder(surroundings).isDirectory()) {
      return Command.afterBuild();
    }
    setDriverMemory();
    setLogConfiguration();
    if (job.looksAhead()) {
      lookAhead();
    }
    String jars = locationOfJars();
    if (learns) {
      addLearning(jars);
    }
    if (spark.isDriverOnCluster()) {
      shipConfiguration();
    }
    List<String> all = new ArrayList<>(List.of("--class", MAIN_CLASS));
    all.addAll(spark.words());
    all.add(jars + "/" + JOB_JAR);
    all.addAll(job.words());
    return Command.of(variables, all);
  }

  /**
   * The variable gives way to any option or properties file that names the memory. It would count
   * for a driver on another machine, too, so it is set only for a driver on this one.
   */
  private void setDriverMemory() {
    String variable = "SPARK_DRIVER_MEMORY";
    boolean isLocal = spark.master().orElse("local").startsWith("local");
    if (surroundings.variable(variable).isEmpty() && isLocal) {
      DriverMemory.of(surroundings.system()).ifPresent(memory -> variables.put(variable, memory));
    }
  }

  private void setLogConfiguration() {
    String variable = "SPARK_SUBMIT_OPTS";
    String options = surroundings.variable(variable);
    String[] own =
        surroundings.sparkConfiguration().list((folder, name) -> name.startsWith("log4j2"));
    if ((own == null || own.length == 0) && !options.contains("log4j2.configurationFile")) {
      File ours = surroundings.root().resolve("conf/log4j2.properties").toFile();
      String option = "\"-Dlog4j2.configurationFile=" + ours + "\"";
      variables.put(variable, options.isEmpty() ? option : options + " " + option);
    }
  }

  /**
   * A command that only looks ahead starts a local Spark, whatever the master: it connects to
   * nothing, and the assembled Spark, which supports neither YARN nor Kubernetes, is enough. The
   * job gets the master and its executors as settings.
   */
  private void lookAhead() {
    Optional<String> master = spark.master();
    if (master.isEmpty() || master.get().startsWith("local")) {
      return;
    }
    for (String[] executors : EXECUTORS) {
      Optional<String> value = spark.setting(executors[0], executors[1]);
      if (value.isPresent()) {
        spark = spark.with("--conf", executors[1] + "=" + value.get());
      }
    }
    spark =
        spark
            .with("--conf", "spark.wowflow.plannedMaster=" + master.get())
            .with("--master", "local[*]")
            .with("--deploy-mode", "client");
  }

  /**
   * On Kubernetes the jars are part of the image: without a place to upload to, Spark would refuse
   * those of this folder.
   */
  private String locationOfJars() {
    String root = surroundings.root().toString();
    boolean inImage =
        spark.master().orElse("").startsWith("k8s://")
            && spark.setting("", "spark.kubernetes.file.upload.path").isEmpty()
            && (spark.isDriverOnCluster() || root.equals(IMAGE_ROOT));
    return inImage
        ? "local://" + IMAGE_ROOT + "/spark-jobs/target"
        : surroundings.target().toString();
  }

  private void addLearning(String location) {
    String jars = Learning.jars(Learning.folder(surroundings), location + "/learn");
    if (!jars.isEmpty()) {
      spark = spark.withFiles("--jars", jars);
    }
  }

  /** A driver on the cluster does not see the file of {@code --config}: Spark sends it there. */
  private void shipConfiguration() {
    List<String> files = job.configurations();
    if (files.isEmpty()) {
      return;
    }
    String file = files.get(files.size() - 1);
    if (!file.contains("://") && !surroundings.file(file).isFile()) {
      throw JobException.usage("--config " + file + ": no such file");
    }
    job = job.withoutFoldersOfConfigurations();
    spark = spark.withFiles("--files", file);
  }
}
