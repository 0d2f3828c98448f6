/** Matrix products and the fast Walsh-Hadamard transform, in a fixed order of operations. */
package io.wowflow.math.linalg;
