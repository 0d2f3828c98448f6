package io.wowflow.jobs.conf;

import java.util.OptionalInt;

/**
 * The place where steps run. No bit of the result depends on it.
 *
 * @param engine key {@code engine}
 * @param threads key {@code threads}: of the in-process engine; empty for all cores
 * @param classPartitions key {@code class-partitions}: of the distributed engine; empty to plan
 * @param directionPartitions key {@code direction-partitions}: likewise
 * @param sharedFilesystem key {@code shared-filesystem}: true if all executors see the same files
 */
public record EngineConf(
    Engine engine,
    OptionalInt threads,
    OptionalInt classPartitions,
    OptionalInt directionPartitions,
    boolean sharedFilesystem) {
  /** The engines. */
  public enum Engine {
    /** The engine that the plan expects to be faster. */
    AUTO,
    /** Threads of this JVM. */
    IN_PROCESS,
    /** The executors. */
    DISTRIBUTED
  }

  // No machine has more cores, and each thread needs memory.
  static final int MOST_THREADS = 4096;

  static EngineConf read(ConfReader reader) {
    EngineConf conf =
        new EngineConf(
            reader.value("engine", Parsers.choice(Engine.class)),
            reader.integer("threads", Parsers.integer(1, MOST_THREADS)),
            reader.count("class-partitions"),
            reader.count("direction-partitions"),
            reader.value("shared-filesystem", Parsers.FLAG));
    if (conf.engine == Engine.IN_PROCESS) {
      conf.refuse(reader, "in-process", "class-partitions", "distributed");
      conf.refuse(reader, "in-process", "direction-partitions", "distributed");
    } else if (conf.engine == Engine.DISTRIBUTED) {
      conf.refuse(reader, "distributed", "threads", "in-process");
    }
    return conf;
  }

  private void refuse(ConfReader reader, String chosen, String key, String other) {
    if (reader.has(key)) {
      reader.contradiction(
          "--"
              + key
              + " belongs to the "
              + other
              + " engine, but --engine is "
              + chosen
              + ": leave one of the two out",
          "engine",
          key);
    }
  }
}
