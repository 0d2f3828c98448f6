/** Synthetic datasets. */
package io.wowflow.jobs.io.synthetic;
