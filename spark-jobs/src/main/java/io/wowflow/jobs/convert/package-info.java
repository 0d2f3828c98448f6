/** Reads any dataset and writes it in any format. */
package io.wowflow.jobs.convert;
