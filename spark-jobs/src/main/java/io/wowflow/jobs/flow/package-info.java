/** The flow as a value: specification, setting, run, outcome, matching and distillation. */
package io.wowflow.jobs.flow;
