/** Row-wise assembly of classes: plans, draws, buffers, resizing. */
package io.wowflow.jobs.io.rows;
