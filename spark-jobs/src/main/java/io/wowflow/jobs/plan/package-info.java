/** The plan of a flow: sizes, memory, engine and grid, computed before it runs. */
package io.wowflow.jobs.plan;
