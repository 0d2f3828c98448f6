/** Code that runs on executors: small named classes and the values that travel between them. */
package io.wowflow.jobs.function;
