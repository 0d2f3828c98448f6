/**
 * Pictures and pages: what a person sees of a run.
 *
 * <p>Everything here works on values in memory: a {@link io.wowflow.jobs.report.RunReport} holds
 * all that the page of a flow shows, so the page can be made again from {@code report.json} after
 * the inputs are gone, and while the flow is still running. Which files are written, and when, is
 * decided in {@code files} and {@code convert}.
 *
 * <pre>
 *   RunReport          the content of a page: run, inputs, settings, curves, distances, matching, states
 *     RecordedStates   the same few particles at no more than 12 steps, small enough for a snapshot
 *     AccuracyCurve    accuracy.csv read back
 *   ReportPage         RunReport -> report.html (one file: template, style, script, no network)
 *     LineChart        a curve as SVG
 *     DistancesView    tables of distances between classes
 *     StatesView       particles as strips of images (ImageStrip) or points in the plane (PlaneView)
 *   StatesPicture      RecordedStates -> PNG (report --picture)
 *   ContactSheet       a dataset of images -> PNG (convert --preview)
 * </pre>
 *
 * <p>Texts reach the page through the template, which escapes them; user information in URIs and
 * redacted settings are removed before a {@code RunReport} is built. Numbers are formatted here,
 * with {@code LineChart.number}. A chart has no colours or fonts itself: {@code report.css} styles
 * it by class.
 *
 * <p>Begin reading at {@code ReportPage.html}.
 */
package io.wowflow.jobs.report;
