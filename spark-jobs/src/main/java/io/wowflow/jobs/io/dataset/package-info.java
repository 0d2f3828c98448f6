/** Datasets as they are read and written: labels, shapes, splits. */
package io.wowflow.jobs.io.dataset;
