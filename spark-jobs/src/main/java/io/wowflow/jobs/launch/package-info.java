/**
 * The decisions of {@code submit/wowflow}: from the words of a command line, the environment and
 * the files that they name, the command of spark-submit.
 *
 * <p>The script does only what a shell can do (it finds Java, builds a missing jar, looks at the
 * terminal, replaces itself by the command). Everything that depends on the words is decided here,
 * in a JVM with the job's jar and nothing of Spark, which ends before Spark starts:
 *
 * <pre>
 *   submit/wowflow flow --config a.conf -- --master yarn
 *        |  root, words                                    environment, /proc, /sys, files
 *        v                                                            |
 *   main.Launcher -> Launch &lt;- JobWords, SparkWords, Learning, DriverMemory
 *        |  Command: variables and words, each ended by a NUL
 *        v
 *   exec spark-submit --class io.wowflow.jobs.main.WowFlow --master yarn wowflow-job.jar flow ...
 * </pre>
 *
 * <table>
 *   <caption>Roles</caption>
 *   <tr><td>{@link Launch}</td><td>all decisions in their order; begin reading here</td></tr>
 *   <tr><td>{@link Surroundings}</td><td>project, working directory, environment, machine</td></tr>
 *   <tr><td>{@link Command}</td><td>the result, and its form for the script</td></tr>
 *   <tr><td>{@code JobWords}</td><td>the words before {@code --}</td></tr>
 *   <tr><td>{@code SparkWords}</td><td>the words after it, read as spark-submit reads them</td></tr>
 *   <tr><td>{@code Learning}</td><td>the jars of neural networks, and who needs them</td></tr>
 *   <tr><td>{@code DriverMemory}</td><td>the memory of a driver on this machine</td></tr>
 * </table>
 *
 * <p>Nothing here starts a process, prints or ends the JVM, so that tests compare commands and need
 * no Spark.
 */
package io.wowflow.jobs.launch;
