/** A node's copy of a partition: the log of its writes and the state behind it. */
@NullMarked
package io.kith.replication.log;

import org.jspecify.annotations.NullMarked;
