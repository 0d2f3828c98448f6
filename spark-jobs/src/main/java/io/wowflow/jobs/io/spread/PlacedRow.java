package io.wowflow.jobs.io.spread;

/**
 * A row without its features.
 *
 * @param number the place of its class
 * @param key its place in the canonical order of the input
 * @param weight its weight, relative to its class
 * @param sourceClass the place of its source class, -1 for none
 * @param originId its id in the dataset it comes from
 */
public record PlacedRow(int number, long key, double weight, int sourceClass, long originId) {}
