/**
 * Configuration: text from three layers becomes one checked record per command.
 *
 * <pre>
 *   conf/reference.conf   every key once: default, meaning, form, attributes      Reference
 *   --config FILE         the keys that differ                                    |
 *   command line          wins over both                                          Settings.resolve
 *                                                                                 |
 *   FlowConf, AugmentConf, ...   one record per command (JobConf)    &lt;-  ConfReader, Parsers
 *     InputConf OutputConf SamplesConf DescentConf EngineConf ...    records of keys that commands share
 * </pre>
 *
 * <p>An option exists once, in {@code conf/reference.conf}; {@link io.wowflow.jobs.conf.Reference}
 * parses that file, attributes included: the group of the help, the commands that share a key with
 * the flow, whether a key affects the result, the conditions under which it has no effect, and a
 * default that depends on another key. No class repeats such a list.
 *
 * <p>A {@code ConfReader} reads the block of a command key by key and collects all problems into
 * one {@link io.wowflow.jobs.conf.JobException}: unknown keys with the nearest known one, wrong
 * forms, contradictions. A record is therefore valid when it exists, and holds typed values; {@code
 * settings()} holds every key and its value as it was understood, for manifests and for the
 * comparison of runs ({@code resultKeys()}).
 *
 * <p>This is the lowest floor: it also holds the words that all rooms share ({@code ExitCode},
 * {@code JobException}, {@code UserInfo}, {@code Amount}). To add an option: a key in
 * reference.conf, a component of the same name in a record, a line in {@code EveryKeyArrivesTest}.
 * Begin reading at {@code FlowConf.of}.
 */
package io.wowflow.jobs.conf;
