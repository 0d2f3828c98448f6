/**
 * Exact optimal transport, assignment, label matching and the Wasserstein over Wasserstein
 * distance.
 */
package io.wowflow.math.transport;
