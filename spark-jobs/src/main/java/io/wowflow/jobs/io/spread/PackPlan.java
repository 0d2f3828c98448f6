package io.wowflow.jobs.io.spread;

import io.wowflow.jobs.io.dataset.Units;
import java.io.Serializable;

/**
 * The way in which tasks pack rows.
 *
 * @param layout the partitions of the classes
 * @param units the units that samples are kept in
 * @param weighted whether rows have weights
 * @param withOrigins whether rows have origins
 * @param counting whether to look for features that count the rows: only where keys are the places
 *     of the rows
 */
public record PackPlan(
    ClassLayout layout, Units units, boolean weighted, boolean withOrigins, boolean counting)
    implements Serializable {}
