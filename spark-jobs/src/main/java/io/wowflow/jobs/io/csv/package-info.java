/** Reader and writer of CSV tables. */
package io.wowflow.jobs.io.csv;
