/** What a node gives its shards: times and bounds, a way up to its control loop, and where answers go. */
@NullMarked
package io.kith.replication.host;

import org.jspecify.annotations.NullMarked;
