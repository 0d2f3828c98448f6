/**
 * Flows through features: embeddings, augmentations and the engine that pulls particles in their
 * space.
 */
package io.wowflow.jobs.learn.embed;
