/** Readers of IDX and CIFAR binary files. */
package io.wowflow.jobs.io.binary;
