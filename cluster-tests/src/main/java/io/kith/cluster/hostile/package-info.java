/**
 * Clients and nodes that are up to no good: they speak the real wire over real sockets on the loopback device, and try to end a
 * node, to keep it from its honest clients, or to fill its memory. Each {@link io.kith.cluster.hostile.Attack} is one way.
 */
@NullMarked
package io.kith.cluster.hostile;

import org.jspecify.annotations.NullMarked;
