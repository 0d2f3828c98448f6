package io.wowflow.jobs.io.spread;

import java.io.Serializable;

/** A record that a task which reads rows sends to the tasks that assemble classes. */
public sealed interface Packed extends Serializable permits RowChunk, RowNotes {}
