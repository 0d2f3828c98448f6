/** Configuration: one record per component, defaults, problems collected into one message. */
package io.wowflow.jobs.conf;
