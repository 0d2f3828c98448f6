package io.wowflow.math.sliced;

import io.wowflow.math.internal.Guard;
import io.wowflow.math.internal.SumBuffers;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * The sum of one vector per leaf along a fixed binary tree over the leaves: node = left + right; a
 * node whose right part is beyond the last leaf is its left part. The order in which leaves arrive,
 * and their spread over workers, cannot change a bit of the total.
 *
 * <p>Partial sums obey a merge law: {@link #merge} of sums over disjoint leaves is the sum over all
 * of them. Several threads may add and merge at the same time; nodes and total are read when they
 * are done.
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
   * An empty sum that returns the vectors it has added to others.
   *
   * @param leafCount number of leaves of the whole tree, at least 1
   * @param buffers the store for vectors that are not needed any more
   */
  public TreeSum(int leafCount, SumBuffers buffers) {
    this.leafCount = Guard.positive("number of leaves", leafCount);
    this.buffers = buffers;
  }

  /**
   * Adds a leaf.
   *
   * @param leaf index of the leaf
   * @param sum its vector, which the sum owns from now on
   * @throws IllegalArgumentException if the leaf is out of bounds or was added before
   */
  public void add(int leaf, double[] sum) {
    Guard.index("leaf", leaf, leafCount);
    put(new Node(0, leaf, sum));
  }

  /**
   * Adds the nodes of another sum, over other leaves of the same tree.
   *
   * @param other nodes of disjoint leaves, which this sum owns from now on
   */
  public void merge(List<Node> other) {
    for (Node node : other) {
      put(node);
    }
  }

  /**
   * The maximal whole subtrees summed so far, the partial result that a worker sends.
   *
   * @return the nodes, lowest leaves first
   */
  public synchronized List<Node> nodes() {
    List<Node> out = new ArrayList<>(nodes.values());
    out.sort((a, b) -> Long.compare(start(a.level, a.index), start(b.level, b.index)));
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

  /**
   * Vectors are added outside the lock: a removed sibling belongs to the thread that removed it.
   */
  private void put(Node added) {
    Node node = raised(added);
    Node sibling = keepOrRemoveSibling(node);
    while (sibling != null) {
      node = raised(sibling.index > node.index ? join(node, sibling) : join(sibling, node));
      sibling = keepOrRemoveSibling(node);
    }
  }

  /** The highest node with this sum: a node rises if its right sibling is beyond the last leaf. */
  private Node raised(Node low) {
    Node node = low;
    while (!covers(node) && node.index % 2 == 0 && start(node.level, node.index + 1) >= leafCount) {
      node = new Node(node.level + 1, node.index / 2, node.sum);
    }
    return node;
  }

  /** Removes and returns the sibling; without a sibling, keeps the node and returns null. */
  private synchronized Node keepOrRemoveSibling(Node node) {
    Node sibling = covers(node) ? null : nodes.remove(key(node.level, node.index ^ 1));
    if (sibling == null) {
      Guard.that(
          nodes.put(key(node.level, node.index), node) == null,
          "leaves from " + start(node.level, node.index) + " were added twice");
    }
    return sibling;
  }

  private static long start(int level, int index) {
    return (long) index << level;
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
