/** Labelled classes and labelled datasets: immutable values, the measures that a flow moves. */
package io.wowflow.math.data;
