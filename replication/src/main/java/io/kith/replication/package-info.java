/**
 * A partition's replicas: order, acknowledge, commit, catch up, hand over, leases.
 *
 * <p>Primary-backup replication under a configuration that is decided elsewhere, after Vertical Paxos II (PODC '09) and
 * PacificA (2008): a write commits when all replicas of the list have it, so f+1 copies survive f failures. Reads are
 * served by any replica that holds a lease and knows of no uncommitted write to what is read, after CRAQ (ATC '09).
 */
@NullMarked
package io.kith.replication;

import org.jspecify.annotations.NullMarked;
