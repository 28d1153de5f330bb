/**
 * The door of a node: all that clients say comes through {@link io.kith.node.door.ClientDoor}, whether over a socket, out of
 * this process, over another node or in the simulator. Knows no thread and no socket.
 */
@NullMarked
package io.kith.node.door;

import org.jspecify.annotations.NullMarked;
