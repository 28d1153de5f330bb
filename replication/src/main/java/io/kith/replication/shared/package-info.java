/**
 * What the roles of a partition stand on, each thing by itself: the config that is held, the turn of the loop, the replica
 * that is held, the requests that wait, and the room that the partitions of one shard share.
 */
@NullMarked
package io.kith.replication.shared;

import org.jspecify.annotations.NullMarked;
