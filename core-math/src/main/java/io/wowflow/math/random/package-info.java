/** Counter-based random numbers: any worker can make any part of any stream, and gets the same. */
package io.wowflow.math.random;
