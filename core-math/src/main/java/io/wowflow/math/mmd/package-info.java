/** Kernels between classes, the objective and its pair weights. */
package io.wowflow.math.mmd;
