package io.wowflow.math.sliced;

import io.wowflow.math.array.Guard;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * The sum of one vector a leaf along a fixed binary tree over the leaves: node = left + right, a
 * node whose right part lies beyond the last leaf is its left part. The order in which leaves
 * arrive, and how they are spread over workers, cannot change a bit of the total.
 *
 * <p>Partial sums obey a merge law: {@link #merge} of sums over disjoint leaves is the sum over all
 * of them. Safe for use by several threads.
 */
public final class TreeSum {
  /**
   * A whole subtree that was summed.
   *
   * @param level its height; it spans {@code 2^level} leaves from {@code index * 2^level}
   * @param index its position among the nodes of its level
   * @param sum the sum, shared
   */
  public record Node(int level, int index, double[] sum) implements Serializable {}

  private final int leafCount;
  private final SumBuffers buffers;
  private final TreeMap<Long, Node> nodes = new TreeMap<>();

  /**
   * An empty sum.
   *
   * @param leafCount number of leaves of the whole tree, at least 1
   */
  public TreeSum(int leafCount) {
    this(leafCount, new SumBuffers());
  }

  /**
   * An empty sum that gives back the vectors it has added to others.
   *
   * @param leafCount number of leaves of the whole tree, at least 1
   * @param buffers where vectors go that are not needed any more
   */
  public TreeSum(int leafCount, SumBuffers buffers) {
    this.leafCount = Guard.positive("number of leaves", leafCount);
    this.buffers = buffers;
  }

  /**
   * Adds a leaf.
   *
   * @param leaf which leaf
   * @param sum its vector, handed over
   * @throws IllegalArgumentException if the leaf is out of bounds or was added before
   */
  public synchronized void add(int leaf, double[] sum) {
    Guard.index("leaf", leaf, leafCount);
    put(new Node(0, leaf, sum));
  }

  /**
   * Adds all that another sum over other leaves of the same tree holds.
   *
   * @param other nodes of disjoint leaves, handed over
   */
  public synchronized void merge(List<Node> other) {
    for (Node node : other) {
      put(node);
    }
  }

  /**
   * The maximal whole subtrees summed so far: what a worker sends.
   *
   * @return the nodes, lowest leaves first
   */
  public synchronized List<Node> nodes() {
    List<Node> out = new ArrayList<>(nodes.values());
    out.sort((a, b) -> Long.compare((long) a.index << a.level, (long) b.index << b.level));
    return out;
  }

  /**
   * The sum over all leaves.
   *
   * @return the root's vector
   * @throws IllegalStateException if a leaf is missing
   */
  public synchronized double[] total() {
    if (nodes.size() == 1) {
      Node root = nodes.firstEntry().getValue();
      if (root.index == 0 && 1L << root.level >= leafCount) {
        return root.sum;
      }
    }
    throw new IllegalStateException("the sum over " + leafCount + " leaves is not complete");
  }

  private void put(Node added) {
    Node node = added;
    while (true) {
      if (covers(node) && node.index == 0) {
        break;
      }
      int sibling = node.index ^ 1;
      if (sibling > node.index && (long) sibling << node.level >= leafCount) {
        node = new Node(node.level + 1, node.index >> 1, node.sum);
        continue;
      }
      Node other = nodes.remove(key(node.level, sibling));
      if (other == null) {
        break;
      }
      node = sibling > node.index ? join(node, other) : join(other, node);
    }
    Guard.that(
        nodes.put(key(node.level, node.index), node) == null,
        "leaves from " + ((long) node.index << node.level) + " were added twice");
  }

  private boolean covers(Node node) {
    return 1L << node.level >= leafCount;
  }

  private Node join(Node left, Node right) {
    double[] sum = left.sum;
    double[] add = right.sum;
    for (int i = 0; i < sum.length; i++) {
      sum[i] += add[i];
    }
    buffers.give(add);
    return new Node(left.level + 1, left.index >> 1, sum);
  }

  private static long key(int level, int index) {
    return ((long) level << 32) | index;
  }
}
