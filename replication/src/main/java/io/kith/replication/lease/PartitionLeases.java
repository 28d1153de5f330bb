package io.kith.replication.lease;

/**
 * The rights that one partition rests on.
 *
 * @param node those between this node and others
 * @param delegations the read leases on it that this node delegated
 * @param earlier the primaries that it would have to wait for
 */
public record PartitionLeases(Leases node, Delegations delegations, EarlierPrimaries earlier) {}
