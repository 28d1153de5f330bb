package io.kith.client.view;

/**
 * A member of the cluster.
 *
 * @param id names this start of the node
 * @param address where it listens, as {@code HOST:PORT}
 * @param zone the failure domain it is in
 * @param isLeaving whether it is handing its partitions over, in order to leave
 * @param partitions how many partitions it holds a replica of
 */
public record MemberView(String id, String address, String zone, boolean isLeaving, int partitions) {}
