/**
 * The process: the protocol cores of one node wired to each other ({@link io.kith.node.NodeCore}), and those wired to
 * Netty and threads ({@link io.kith.node.KithNode}).
 */
@NullMarked
package io.kith.node;

import org.jspecify.annotations.NullMarked;
