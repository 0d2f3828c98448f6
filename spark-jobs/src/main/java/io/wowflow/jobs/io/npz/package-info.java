/** Reader and writer of NumPy archives. */
package io.wowflow.jobs.io.npz;
