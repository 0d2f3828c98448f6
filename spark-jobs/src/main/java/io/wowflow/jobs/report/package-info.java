/** Pictures and plots of datasets and runs. */
package io.wowflow.jobs.report;
