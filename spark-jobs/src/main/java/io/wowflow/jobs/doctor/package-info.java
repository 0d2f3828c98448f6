/** Checks of this machine and of a master before a run. */
package io.wowflow.jobs.doctor;
