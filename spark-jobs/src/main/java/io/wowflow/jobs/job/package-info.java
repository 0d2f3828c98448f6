/** Jobs: a pure plan, a run, a result. */
package io.wowflow.jobs.job;
