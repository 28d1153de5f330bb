/** A node's core and door wired to Netty and threads; {@link io.kith.node.wiring.NodeWiring} is what holds it together. */
@NullMarked
package io.kith.node.wiring;

import org.jspecify.annotations.NullMarked;
