/** Records of a run: manifest, tables, fingerprints and JSON. */
package io.wowflow.jobs.record;
