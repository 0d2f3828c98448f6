/**
 * The code of the tasks: operations, each a named Spark function that carries broadcasts and final
 * fields, and the data that travel between them. The tasks of a flow load this room and {@code
 * core-math} only.
 *
 * <p>The cuts of the data are those of {@code io.wowflow.math.sliced}:
 *
 * <pre>
 * class block   consecutive classes with their particles             ClassBlock, TargetBlock
 * leaf          32 consecutive directions                            Panels.LEAF_DIRECTIONS
 * panel         the quantiles of all classes on a leaf               PanelLeaf
 * row           the quantiles of one class on a leaf                 LeafRows: some of them
 * </pre>
 *
 * <p>The operations of a step, in their order:
 *
 * <pre>
 * LoadBlocks       class blocks from the driver's broadcasts (first step)
 * EmbedClasses     class block  -&gt; its rows of every leaf
 * EmbedTargets     target block -&gt; its rows of every leaf
 * AssemblePanels   rows         -&gt; panels
 * SumPairs         panels       -&gt; pairwise sums, to the driver
 * MixPanels        panels       -&gt; mixed rows of every class block
 * MoveClasses      mixed rows and class blocks -&gt; class blocks of the next step
 * SomeBlocks       class blocks -&gt; a piece of the state, to the driver
 * </pre>
 *
 * <p>An operation gives the same bits whatever the partitions and the order of arrival: rows are
 * put in place by their number, and sums run along one tree. Begin reading with {@link
 * io.wowflow.jobs.function.MoveClasses}.
 */
package io.wowflow.jobs.function;
