/**
 * Pictures and pages: what a person sees of a run.
 *
 * <p>Everything here works on values in memory: a {@link io.wowflow.jobs.report.RunReport} holds
 * all that the page of a flow shows, so the page can be made again from {@code report.json} after
 * the inputs are gone, and while the flow is still running. Which files are written, and when, is
 * decided in {@code files} and {@code convert}.
 *
 * <pre>
 *   RunReport          the content of a page: run, inputs, settings, curves, distances, matching,
 *                      states, worth of the samples, nearest samples
 *     RecordedStates   the same few particles at no more than 12 steps, small enough for a snapshot
 *     PrincipalPlane   the plane that vectors are projected onto
 *     AccuracyCurve    accuracy.csv read back
 *   ReportPage         RunReport -> report.html (one file: template, style, script, no network)
 *     VerdictView      the verdict on an augmentation with its interval: the first section
 *     StatesView       particles as strips of images (ImageStrip) or points in a plane (PlaneView)
 *     LineChart        a curve as SVG
 *     NearestView      distances to the nearest target samples: copies, and shots used
 *     MatchingView     the table of matched classes
 *     DistancesView    distances between classes: tables of few, maps of many (Colours)
 *     Quantities       the units of the numbers
 *   StatesPicture      RecordedStates -> PNG (report --picture)
 *   ContactSheet       a dataset of images -> PNG (convert --preview)
 * </pre>
 *
 * <p>A page has a bounded size whatever flows: at most 20 films, 3000 points per step, 200 x 200
 * distances and 1000 matches; where something is left out the page prints how much. It is 390 to
 * 1300 pixels wide without scrolling sideways. A record that a version adds to {@code RunReport} is
 * null in older files, which still make a page: {@code RunReport.FORMAT} stays.
 *
 * <p>Texts reach the page through the template, which escapes them; user information in URIs and
 * redacted settings are removed before a {@code RunReport} is built. Numbers are formatted here,
 * with {@code LineChart.number}. A chart has no colours or fonts itself: {@code report.css} styles
 * it by class.
 *
 * <p>Begin reading at {@code ReportPage.of}.
 */
package io.wowflow.jobs.report;
