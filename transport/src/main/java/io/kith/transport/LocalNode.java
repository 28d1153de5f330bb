package io.kith.transport;

/**
 * What a node says of itself to whoever dials.
 *
 * @param id the node
 * @param clusterName its cluster
 * @param shardCount the number of its data loops, at least 1
 */
public record LocalNode(NodeId id, String clusterName, int shardCount) {}
