/**
 * The driver's side of the distributed step: what is cached, broadcast, checkpointed and let go.
 */
package io.wowflow.jobs.engine;
