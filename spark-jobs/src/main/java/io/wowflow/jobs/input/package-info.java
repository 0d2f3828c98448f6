/** Datasets as a flow sees them: class weights, parts, normalisation and shapes. */
package io.wowflow.jobs.input;
