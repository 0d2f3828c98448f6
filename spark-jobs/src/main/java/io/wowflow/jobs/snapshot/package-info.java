/** States of a flow that a run can be resumed from. */
package io.wowflow.jobs.snapshot;
