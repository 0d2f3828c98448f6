/** The command line: parse, run, exit code. */
package io.wowflow.jobs.main;
