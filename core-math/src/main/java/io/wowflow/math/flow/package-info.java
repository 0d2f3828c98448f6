/** The flow: problem, step, state, step rules, stop rules, observers. */
package io.wowflow.math.flow;
