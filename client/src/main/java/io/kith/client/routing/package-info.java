/**
 * The client's side of the protocol: which node to ask, sessions and request numbers, retries and deadlines. Does no I/O
 * of its own; Netty's event loops drive it in production and the simulator in tests.
 */
@NullMarked
package io.kith.client.routing;

import org.jspecify.annotations.NullMarked;
