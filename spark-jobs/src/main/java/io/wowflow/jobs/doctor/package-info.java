/**
 * Checks before a run: would the commands work here, and if not, what is the remedy?
 *
 * <p>{@code wowflow doctor} runs on the machine, with the Spark, and with the options that a run
 * would have. It starts no session, connects to nothing but the master, and leaves no file behind.
 *
 * <pre>
 *   Doctor           the list of checks, in the order of the report
 *     MachineChecks  Java, cores, memory, vector module, Spark, folders, host name, ports
 *     LearnCheck     the jars and the native library of PyTorch
 *     PlaceCheck     the output: writable, and its clock
 *     MasterCheck    the master: standalone, YARN, Kubernetes
 *   Finding          the result of a check: OK, LIMITED or FAILS, with the remedy
 * </pre>
 *
 * <p>A check returns a {@link io.wowflow.jobs.doctor.Finding} and does not throw: an exception
 * would hide the findings after it. A remedy is an order that a user can carry out: an option, an
 * environment variable, a command.
 *
 * <p>To add a check: write a method that returns a {@code Finding}, and add it to {@link
 * io.wowflow.jobs.doctor.Doctor#look}. Printing, as a table or as JSON, is the business of {@code
 * main}.
 */
package io.wowflow.jobs.doctor;
