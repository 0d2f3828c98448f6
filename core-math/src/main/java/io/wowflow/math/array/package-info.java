/** Row-major matrices and argument guards. Imports nothing else of WowFlow. */
package io.wowflow.math.array;
