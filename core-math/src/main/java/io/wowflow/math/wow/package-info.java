/**
 * The Wasserstein over Wasserstein distance as the functional of a flow: the plan between the
 * classes of source and target, and the step that it leads to.
 *
 * <p>The functional is {@code F = 1/2 sum_ce Gamma_ce SW_2^2(mu_c, nu_e)} with the optimal plan
 * Gamma between the class weights, half the squared distance (4) with SW_2 as the inner distance.
 * Its gradient needs no derivative of Gamma (the envelope theorem), so a step pulls a class to the
 * targets of its plan only: no pairs of source classes, and time linear in the number of classes
 * between two plans.
 *
 * <pre>
 * PlanRule    the steps that renew the plan
 * ClassPlan   for every source class its targets and their shares, Gamma_ce / a_c
 *   pairs()   the distances of its entries: ListedPairs, for the objective
 *   mix()     M_c = phi_c - sum_e (Gamma_ce / a_c) phi_e: PlanMix, for the step
 * CandidatePairs   the pairs among which thousands of classes are matched, by their sketches
 * </pre>
 *
 * <p>The exact distance between two datasets, without a flow, is {@code transport.WowDistance}.
 * Begin with {@link io.wowflow.math.wow.ClassPlan}; {@code flow.WowDescent} uses it step by step.
 */
package io.wowflow.math.wow;
