/** Readers and writers of labelled datasets. */
package io.wowflow.jobs.io;
